import type { ObjectMeta } from "../model/snapshot.ts";
import { line, type Line } from "./tabbed.ts";

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
const LONGEST_ANNOTATION = 140;

/** The first lines of every description: name, namespace, labels and annotations. */
export function metadataLines(metadata: ObjectMeta | undefined): Line[] {
  const { name = "", namespace = "", labels, annotations } = metadata ?? {};
  return [
    line("Name:", name),
    line("Namespace:", namespace),
    ...listed(
      "Labels:",
      sorted(labels).map(([key, value]) => [line("", `${key}=${value}`)]),
    ),
    ...listed(
      "Annotations:",
      sorted(annotations)
        .filter(([key]) => key !== LAST_APPLIED)
        .map(annotationLines),
    ),
  ];
}

const sorted = (map: Record<string, string> | undefined): [string, string][] =>
  Object.entries(map ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Puts the title before the first of the lines; `<none>` when there are none. */
function listed(title: string, entries: readonly Line[][]): Line[] {
  const [first, ...rest] = entries.flat();
  if (first === undefined) return [line(title, "<none>")];
  const cells = "cells" in first ? first.cells.slice(1) : [];
  return [line(title, ...cells), ...rest];
}

/** An annotation on one line; a long one, or one of several lines, below its key and cut to 138 bytes a line. */
function annotationLines([key, text]: [string, string]): Line[] {
  const value = text.replace(/\n$/, "");
  if (bytes(value) + bytes(key) + 2 <= LONGEST_ANNOTATION && !value.includes("\n"))
    return [line("", `${key}: ${value}`)];
  return [line("", `${key}:`), ...value.split("\n").map((part) => line("", `  ${shorten(part)}`))];
}

const bytes = (text: string): number => Buffer.byteLength(text);

function shorten(text: string): string {
  const most = LONGEST_ANNOTATION - 2;
  return bytes(text) > most ? `${Buffer.from(text).subarray(0, most).toString()}...` : text;
}
