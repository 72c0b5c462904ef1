import { UsageError } from "../errors.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { escapeText } from "./escape.ts";
import { toCompactJson, toJson, toOrderedJson } from "./json.ts";
import { parseJsonPath } from "./jsonpath/jsonpath.ts";
import { toKyaml } from "./kyaml.ts";
import { itemsOf, objectName, withoutManagedFields } from "./structured.ts";
import { toYaml } from "./yaml.ts";

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
type ObjectFormat = (typeof OBJECT_FORMATS)[number];

/** Prints one object (or a List), its final newline included where the format has one. */
export type ObjectPrinter = (object: KubeObject) => string;

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

const instead = (formats: readonly OutputFormat[]): string =>
  formats.includes("custom-columns") ? "use -o jsonpath=… or -o custom-columns=…" : "use -o jsonpath=…";

/**
 * The printer of a format that prints objects as data; jsonpath-file wants its template read already. One printer
 * serves for all objects of a run: it parts YAML documents. Throws a UsageError for a template that does not parse.
 */
export function objectPrinter(output: Output): ObjectPrinter {
  const make = PRINTERS[output.format as ObjectFormat];
  if (!make) throw new UsageError(`-o ${output.format} prints no single objects`);
  return make(output);
}

/** The printer of watch events: as objects with a type, but JSON each on one line, and of names the object's alone. */
export function eventPrinter(output: Output, print: ObjectPrinter): (type: string, object: KubeObject) => string {
  if (output.format === "name") return (_, object) => print(object);
  if (output.format !== "json") return (type, object) => print({ type, object });
  return (type, object) => `{"type":${JSON.stringify(type)},"object":${toCompactJson(object)}}\n`;
}

const PRINTERS: Record<ObjectFormat, (output: Output) => ObjectPrinter> = {
  json: (output) => (object) => (output.keepsOrder ? toOrderedJson : toJson)(shownFields(object, output)),
  kyaml: (output) => (object) => toKyaml(shownFields(object, output)),
  yaml: yamlPrinter,
  name: ({ isTTY }) => {
    const shown = (name: string) => (isTTY ? escapeText(name) : name);
    return (object) =>
      itemsOf(object)
        .map((item) => `${shown(objectName(item))}\n`)
        .join("");
  },
  jsonpath: (output) => jsonPathPrinter(output, false),
  "jsonpath-file": (output) => jsonPathPrinter(output, false),
  "jsonpath-as-json": (output) => jsonPathPrinter(output, true),
};

const shownFields = (object: KubeObject, { showManagedFields }: Output): KubeObject =>
  showManagedFields ? object : withoutManagedFields(object);

function yamlPrinter(output: Output): ObjectPrinter {
  let marker = "";
  return (object) => {
    const text = marker + toYaml(shownFields(object, output));
    marker = "---\n";
    return text;
  };
}

function jsonPathPrinter({ argument, allowMissingKeys = true, isTTY }: Output, asJson: boolean): ObjectPrinter {
  if (argument === "") throw new UsageError("template format specified but no template given");
  const path = parseJsonPath(argument);
  return (object) => {
    const text = path.print(object, { allowMissingKeys, asJson });
    return isTTY ? escapeText(text, { keepLines: true }) : text;
  };
}
