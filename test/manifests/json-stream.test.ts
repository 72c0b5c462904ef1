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

test("a key that stands far behind many others is found again", () => {
  const keys = Array.from({ length: 40 }, (_, at) => `"k${at}": 0`);
  for (const again of ["k0", "k15", "k16", "k39"])
    assert.throws(() => parse(`{${[...keys, `"${again}": 1`].join(", ")}}`), new RegExp(`key "${again}" already set`));
  assert.equal(parse(`{"a": {${keys.join(", ")}}, "b": {${keys.join(", ")}}}`).length, 1);
});

test("the JSON list of a large cluster is read, though YAML of its size is refused", () => {
  const items = Array.from({ length: 50_000 }, (_, at) => ({ kind: "Service", metadata: { name: `web-${at}` } }));
  const text = JSON.stringify({ kind: "List", items }, undefined, 20);
  assert.ok(text.length > 10 * 1024 * 1024, `${text.length} characters`);
  assert.deepEqual(parse(text), [{ kind: "List", items }]);
  assert.throws(() => parse(`# YAML\n${text}`), /more than 10485760 characters are too many for YAML$/);
});

test("JSON that would take many times its room is refused before it is made", () => {
  assert.throws(() => parse(`{"a": [${"[],".repeat(5_000_000)}[]]}`), /too many values$/);
  assert.throws(() => parse(`{"a": [${"0,".repeat(2_600_000)}0]}`.repeat(2)), /too many values$/);
});
