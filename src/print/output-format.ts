import { UsageError } from "../errors.ts";

/** What -o and its companions say. */
export interface Output {
  format: OutputFormat;
  /** What stands after the equals sign: a template or a column specification, or the path of a file that holds it. */
  argument: string;
  /** --show-managed-fields */
  showManagedFields?: boolean | undefined;
  /** --allow-missing-template-keys: a missing key prints nothing instead of failing. True when absent. */
  allowMissingKeys?: boolean | undefined;
  /** JSON keys as they stand, instead of sorted. */
  keepsOrder?: boolean | undefined;
  /** Whether a person looks on: what a template finds is then shown, not obeyed. Other formats escape it anyway. */
  isTTY?: boolean | undefined;
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
export type ObjectFormat = (typeof OBJECT_FORMATS)[number];

const WITH_ARGUMENT = /^(?:custom-columns|jsonpath)/;
/** These alone may be written in capitals. */
const ANY_CASE = /^(?:json|kyaml|name|yaml)$/;
const GO_TEMPLATE = /^(?:go-template|template)/;

/**
 * Reads the value of -o. Throws a UsageError in kubectl's words for a format that is not in `formats`, and for a Go
 * template one that names jsonpath and custom-columns.
 */
export function parseOutput(text: string, formats: readonly OutputFormat[] = OBJECT_FORMATS, template = ""): Output {
  const equals = text.indexOf("=");
  const name = equals < 0 ? text : text.slice(0, equals);
  const format = formats.find((known) => {
    if (WITH_ARGUMENT.test(known)) return known === name;
    return known === (ANY_CASE.test(known) ? text.toLowerCase() : text);
  });
  if (format !== undefined) return { format, argument: template || (equals < 0 ? "" : text.slice(equals + 1)) };
  if (GO_TEMPLATE.test(name)) throw new UsageError(`-o ${name} is not supported: ${instead(formats)}`);
  throw new UsageError(
    `unable to match a printer suitable for the output format ${JSON.stringify(text)}, ` +
      `allowed formats are: ${formats.toSorted().join(",")}`,
  );
}

/** A format that wants a template, or a file of one, and got none. An empty file is a template that prints nothing. */
export const missingTemplate = (format: OutputFormat): UsageError =>
  new UsageError(
    format.startsWith("custom-columns")
      ? "custom-columns format specified but no custom columns given"
      : "template format specified but no template given",
  );

const instead = (formats: readonly OutputFormat[]): string =>
  formats.includes("custom-columns") ? "use -o jsonpath=… or -o custom-columns=…" : "use -o jsonpath=…";
