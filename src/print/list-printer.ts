import type { KubeObject } from "../model/snapshot.ts";
import { toJsonItem } from "./json.ts";
import type { Output } from "./output-format.ts";
import { withoutManagedFields } from "./structured.ts";
import { toYamlItem } from "./yaml.ts";

/** Prints a List in parts: its objects one by one, as they come, and the List around them. */
export interface ListPrinter {
  item(object: KubeObject): string;
  whole(items: readonly string[]): string;
}

/** The printer of Lists in a format; undefined for formats that must see all objects together. */
export function listPrinter({ format, showManagedFields }: Output): ListPrinter | undefined {
  const around = AROUND[format];
  if (!around) return undefined;
  return { ...around, item: (object) => around.item(showManagedFields ? object : withoutManagedFields(object)) };
}

const AROUND: Partial<Record<Output["format"], ListPrinter>> = {
  json: {
    item: toJsonItem,
    whole: (items) => {
      const listed = items.length === 0 ? "[]" : `[\n        ${items.join(",\n        ")}\n    ]`;
      const metadata = '"metadata": {\n        "resourceVersion": ""\n    }';
      return `{\n    "apiVersion": "v1",\n    "items": ${listed},\n    "kind": "List",\n    ${metadata}\n}\n`;
    },
  },
  yaml: {
    item: toYamlItem,
    whole: (items) => {
      const listed = items.length === 0 ? " []" : `\n${items.join("\n")}`;
      return `apiVersion: v1\nitems:${listed}\nkind: List\nmetadata:\n  resourceVersion: ""\n`;
    },
  },
};
