import { UsageError } from "../errors.ts";
import type { KubeObject } from "../model/snapshot.ts";

/** What -o and its companions say. */
export interface Output {
  format: OutputFormat;
  /** What stands after the equals sign: a template, a column specification, or the path of a file that holds it. */
  argument: string;
  /** --show-managed-fields */
  showManagedFields?: boolean;
  /** --allow-missing-template-keys: a missing key prints nothing instead of failing. True when absent. */
  allowMissingKeys?: boolean;
}

/** The formats that print an object as data: what create, expose, apply, … take after -o. */
export const OBJECT_FORMATS = [
  "json",
  "jsonpath",
  "jsonpath-as-json",
  "jsonpath-file",
  "kyaml",
  "name",
  "yaml",
] as const;

/** The formats of get. */
export const GET_FORMATS = ["custom-columns", "custom-columns-file", ...OBJECT_FORMATS, "wide"] as const;

export type OutputFormat = (typeof GET_FORMATS)[number];

/** Prints one object (or a List), its final newline included where the format has one. */
export type ObjectPrinter = (object: KubeObject) => string;

/**
 * Reads the value of -o. Throws a UsageError in kubectl's words for a format that is not in `formats`, and for a Go
 * template one that names jsonpath and custom-columns.
 */
export function parseOutput(_text: string, _formats: readonly OutputFormat[] = OBJECT_FORMATS): Output {
  throw new UsageError("not yet");
}

/** The printer of a format that prints objects as data. Throws a UsageError for a template that does not parse. */
export function objectPrinter(_output: Output): ObjectPrinter {
  throw new UsageError("not yet");
}
