import { loadAll, YAMLException } from "js-yaml";

import { documentLines } from "./document-lines.ts";
import { cutObject, findDuplicateKey } from "./json-stream.ts";
import { DEEPEST, MOST_DOCUMENTS, MOST_JSON_VALUES, MOST_YAML_CHARACTERS } from "./limits.ts";
import { checkJsonData, DataError, excessive, toPlainData } from "./plain-data.ts";
import { KUBECTL_SCHEMA } from "./schema.ts";

/** One document of a file, and the line on which it begins, from 1; undefined when that cannot be told. */
export interface Document {
  value: unknown;
  line: number | undefined;
}

/**
 * The documents of a file: YAML as kubectl reads it, or JSON objects one after another. Empty documents are left out.
 * Throws a DataError with kubectl's words and the place: "… yaml: line 2, column 1: found character that …".
 */
export function parseDocuments(bytes: Uint8Array): Document[] {
  const text = decode(bytes);
  const documents = parseText(text).filter(({ value }) => value !== null && value !== undefined);
  refuseMany(documents);
  return documents;
}

function refuseMany(documents: readonly Document[]): void {
  if (documents.length > MOST_DOCUMENTS) throw new DataError(`more than ${MOST_DOCUMENTS} documents`);
}

/** JSON as far as it goes, and YAML from there on: a file may change from one to the other, as it may for kubectl. */
function parseText(text: string): Document[] {
  const objects: Document[] = [];
  let rest = text;
  let linesBefore = 0;
  let mostValues = 0;
  for (let cut = cutObject(rest); cut; cut = cutObject(rest)) {
    // before anything is made of it, for that takes many times the room
    mostValues += cut.mostValues;
    if (mostValues > MOST_JSON_VALUES) throw excessive();
    const value = parseJson(cut.object);
    if (value === undefined) break;
    const start = rest.length - cut.rest.length - cut.object.length;
    const line = linesBefore + countLines(rest.slice(0, start)) + 1;
    refuseDuplicateKey(cut.object, line - 1);
    objects.push({ value, line });
    refuseMany(objects);
    rest = cut.rest;
    linesBefore = line - 1 + countLines(cut.object);
  }
  const values = parseYaml(rest, linesBefore);
  const lines = documentLines(rest);
  const areSure = lines.length === values.length;
  return [
    ...objects,
    ...values.map((value, at) => ({ value, line: areSure ? linesBefore + (lines[at] ?? 0) : undefined })),
  ];
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  checkJsonData(value);
  return value;
}

/** JSON.parse takes the last of several equal keys; YAML allows none. */
function refuseDuplicateKey(object: string, linesBefore: number): void {
  const { key, position } = findDuplicateKey(object) ?? {};
  if (key === undefined) return;
  const lines = object.slice(0, position).split("\n");
  const place = `line ${linesBefore + lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
  const words = `key ${JSON.stringify(key)} already set in map`;
  throw new DataError(`error converting YAML to JSON: yaml: ${place}: ${words}`);
}

/** `linesBefore` counts the lines of the file that stand before this text. */
function parseYaml(text: string, linesBefore: number): unknown[] {
  if (text.length > MOST_YAML_CHARACTERS)
    throw new DataError(`more than ${MOST_YAML_CHARACTERS} characters are too many for YAML`);
  try {
    return loadAll(text, { schema: KUBECTL_SCHEMA, maxDepth: DEEPEST }).map(toPlainData);
  } catch (error) {
    if (error instanceof DataError) throw new DataError(`error converting YAML to JSON: ${error.message}`);
    if (error instanceof RangeError) throw new DataError(`error converting YAML to JSON: nested too deeply`);
    if (!(error instanceof YAMLException)) throw error;
    throw new DataError(`error converting YAML to JSON: yaml: ${placeOf(error, linesBefore)}${wordsOf(error, text)}`);
  }
}

function placeOf({ mark }: YAMLException, linesBefore: number): string {
  return mark ? `line ${linesBefore + mark.line + 1}, column ${mark.column + 1}: ` : "";
}

/** kubectl's words where it has the same reason, else the parser's. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^tab characters must not be used in indentation$/, "found character that cannot start any token"],
  [/^(?:null byte is not allowed|the stream contains non-printable)/, "control characters are not allowed"],
  [/^unidentified alias "(.*)"$/, "unknown anchor '$1' referenced"],
  [/^bad indentation of a mapping entry$/, "mapping values are not allowed in this context"],
  [/^unexpected end of the stream within a flow collection$/, "did not find expected ',' or ']'"],
  [/^missed comma between flow collection entries$/, "did not find expected ',' or ']'"],
];

function wordsOf({ reason, mark }: YAMLException, text: string): string {
  if (reason === "duplicated mapping key" && mark) {
    const key = /^["']?([^:"'\s]*)/.exec(text.slice(mark.position))?.[1] ?? "";
    return `key ${JSON.stringify(key)} already set in map`;
  }
  const [pattern, words] = WORDS.find(([known]) => known.test(reason)) ?? [];
  return pattern && words !== undefined ? reason.replace(pattern, words) : reason;
}

/** The text of UTF-8 bytes, without a byte order mark. Throws a DataError for bytes that are no text. */
function decode(bytes: Uint8Array): string {
  try {
    return checkText(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof DataError) throw error;
    const lossy = new TextDecoder().decode(bytes);
    throw notText(lossy, lossy.indexOf("\ufffd"), "invalid UTF-8: this is no text");
  }
}

function checkText(text: string): string {
  const at = text.search(/[\0-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
  if (at >= 0) throw notText(text, at, "control characters are not allowed");
  return text;
}

function notText(text: string, at: number, words: string): DataError {
  const lines = text.slice(0, at).split("\n");
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return new DataError(`error converting YAML to JSON: yaml: line ${lines.length}, column ${column}: ${words}`);
}
