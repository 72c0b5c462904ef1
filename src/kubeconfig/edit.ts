import {
  type Document,
  isMap,
  isNode,
  isSeq,
  type Node,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
  YAMLSeq,
} from "yaml";

import { CliError } from "../errors.ts";
import type { Change, Section } from "./files.ts";
import { SECTIONS } from "./merge.ts";

/** A change that needs no file to be read. */
export type Settled = Exclude<Change, { file: string }>;

/**
 * Makes changes in the text of a kubeconfig. What is not changed stays: unknown fields, comments, order, quotes. A text
 * in JSON stays JSON; an empty one becomes a kubeconfig. The text must be one that `parseKubeconfig` accepts. Throws a
 * CliError for one that is read and yet cannot be written: it holds a key longer than YAML allows.
 */
export function editText(text: string, changes: readonly Settled[]): string {
  const document = parseDocument(text, { merge: true });
  const [fault] = document.errors;
  if (fault) throw new CliError(`the file cannot be changed: yaml: ${fault.message.split("\n")[0]}`, { cause: fault });
  if (!isMap(document.contents)) document.contents = document.createNode({ apiVersion: "v1", kind: "Config" }) as never;
  for (const change of changes) applyChange(document, change);
  if (text.trimStart().startsWith("{")) return `${JSON.stringify(document.toJS(), undefined, jsonIndent(text))}\n`;
  return document.toString({
    lineWidth: 0,
    indentSeq: !/^[\w-]+:[^\S\n]*\n- /m.test(text) && text.trim() !== "",
    flowCollectionPadding: !/[[{]\S/.test(text),
  });
}

const jsonIndent = (text: string): string => /^\{\s*\n([ \t]+)/.exec(text.trimStart())?.[1] ?? "";

function applyChange(document: Document, change: Settled): void {
  const [first = "", name = "", ...fields] = change.path;
  const isEntry = change.path.length > 1 && Object.hasOwn(SECTIONS, first);
  if (isEntry) changeEntry(document, first as Section, name, fields, change);
  else if ("value" in change && document.contents) {
    setField(document, document.contents as YAMLMap, change.path, change.value);
  }
}

function changeEntry(document: Document, section: Section, name: string, fields: readonly string[], change: Settled) {
  const list = document.get(section);
  const isNamed = (item: unknown) => isMap(item) && (item.get("name") ?? "") === name;
  const at = isSeq(list) ? list.items.findIndex(isNamed) : -1;
  const known = isSeq(list) && at >= 0 ? (list.items[at] as YAMLMap) : undefined;
  if ("rename" in change) {
    if (known) setField(document, known, ["name"], change.rename);
  } else if (change.value === undefined && (!known || fields.length === 0)) {
    if (isSeq(list) && known) list.delete(at);
  } else {
    const entry = known ?? addEntry(document, section, name);
    setField(document, entry, [SECTIONS[section], ...fields], change.value);
  }
}

function listOf(document: Document, section: Section): YAMLSeq {
  const list = document.get(section);
  if (isSeq(list)) return list;
  const made = new YAMLSeq();
  document.set(section, made);
  return made;
}

/** A new entry, its fields in the order in which kubectl writes them. */
function addEntry(document: Document, section: Section, name: string): YAMLMap {
  const list = listOf(document, section);
  const entry = document.createNode({}) as YAMLMap;
  for (const key of [SECTIONS[section], "name"].toSorted()) {
    entry.set(document.createNode(key), key === "name" ? scalar(name) : document.createNode({}));
  }
  // an empty list is written as [], which says nothing about how the user likes lists to be
  if (list.items.length === 0) list.flow = false;
  list.add(entry);
  return entry;
}

/** Sets or, for undefined, removes a field; mappings on the way are made. */
function setField(document: Document, map: YAMLMap, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path;
  if (rest.length === 0) {
    if (value === undefined) map.delete(key);
    else map.set(scalar(key), withCommentOf(map.get(key, true), nodeOf(document, value)));
    return;
  }
  if (!isMap(map.get(key))) {
    if (value === undefined) return;
    map.set(scalar(key), document.createNode({}));
  }
  setField(document, map.get(key) as YAMLMap, rest, value);
}

function withCommentOf<T extends Node>(before: unknown, node: T): T {
  if (isNode(before) && before.comment != null) node.comment = before.comment;
  return node;
}

/** A value as nodes; every string in it, keys too, is written so that YAML 1.1 reads it as one. */
function nodeOf(document: Document, value: unknown): Node {
  const node = document.createNode(value);
  visit(node, { Scalar: (_, part) => void (typeof part.value === "string" && (part.type = styleOf(part.value))) });
  return node;
}

// what YAML 1.1, which kubectl reads, takes for something else than a string
const RESERVED = /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/i;
const PLAIN = /^[A-Za-z/](?:[\w./@+-]|:(?=\S))*$/;

const styleOf = (text: string) => (PLAIN.test(text) && !RESERVED.test(text) ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE);

function scalar(value: string): Scalar {
  const node = new Scalar(value);
  node.type = styleOf(value);
  return node;
}
