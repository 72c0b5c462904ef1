import assert from "node:assert/strict";
import { test } from "node:test";

import { parseDocuments } from "../../src/manifests/parse.ts";

const parse = (text: string) => parseDocuments(Buffer.from(text)).map(({ value }) => value);

test("a key that a JSON object has twice is refused at its place, as in YAML", () => {
  const text = '{"kind": "Service",\n  "metadata": {"name": "a"},\n  "metadata": {"name": "b"}}';
  assert.throws(() => parse(text), /yaml: line 3, column 3: key "metadata" already set in map/);
});

test("keys that are equal behind their escapes are one key, in later documents too", () => {
  assert.throws(() => parse('{"a": 1}\n{"a": 1, "\\u0061": 2}'), /line 2, column 10: key "a" already set/);
});

test("equal keys of different objects, and values like keys, are no duplicates", () => {
  const value = { a: { a: "a" }, b: [{ a: 'x": ' }, { a: 2 }], "}": "a" };
  assert.deepEqual(parse(JSON.stringify(value)), [value]);
});

test("a string of megabytes is no obstacle", () => {
  const value = { a: "x".repeat(9_000_000) };
  assert.deepEqual(parse(JSON.stringify(value)), [value]);
});
