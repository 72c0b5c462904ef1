import { UsageError } from "../errors.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { escapeText } from "./escape.ts";
import { toCompactJson, toJson, toOrderedJson } from "./json.ts";
import { parseJsonPath } from "./jsonpath/jsonpath.ts";
import { toKyaml } from "./kyaml.ts";
import { missingTemplate, type ObjectFormat, type Output } from "./output-format.ts";
import { itemsOf, objectName, withoutManagedFields } from "./structured.ts";
import { toYaml } from "./yaml.ts";

/** Prints one object (or a List), its final newline included where the format has one. */
export type ObjectPrinter = (object: KubeObject) => string;

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

function jsonPathPrinter({ format, argument, allowMissingKeys = true, isTTY }: Output, asJson: boolean): ObjectPrinter {
  if (argument === "" && format !== "jsonpath-file") throw missingTemplate(format);
  const path = parseJsonPath(argument);
  return (object) => {
    const text = path.print(object, { allowMissingKeys, asJson });
    return isTTY ? escapeText(text, { keepLines: true }) : text;
  };
}
