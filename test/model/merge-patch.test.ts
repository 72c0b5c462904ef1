import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import type { JsonMap, JsonValue } from "../../src/model/json-value.ts";
import { applyMergePatch, createMergePatch, createThreeWayMergePatch } from "../../src/model/merge-patch.ts";

const { tree } = fc.letrec<{ tree: JsonValue; map: JsonMap }>((tie) => ({
  tree: fc.oneof({ depthSize: "small" }, fc.string(), fc.integer(), fc.boolean(), fc.array(fc.integer()), tie("map")),
  map: fc.dictionary(fc.constantFrom("a", "b", "c", "constructor", "__proto__"), tie("tree")) as fc.Arbitrary<JsonMap>,
}));
const map = fc.dictionary(fc.constantFrom("a", "b", "c"), tree) as fc.Arbitrary<JsonMap>;
const plain = (value: JsonValue) => JSON.parse(JSON.stringify(value)) as JsonValue;

test("the merge patch between two objects leads from the one to the other", () => {
  fc.assert(
    fc.property(map, map, (before, after) => {
      assert.deepEqual(plain(applyMergePatch(before, createMergePatch(before, after))), plain(after));
    }),
  );
});

test("nothing has to be done to an object that is as it should be", () => {
  fc.assert(fc.property(map, (object) => assert.deepEqual(createMergePatch(object, object), {})));
});

// RFC 7386, appendix A
const cases: [JsonValue, JsonValue, JsonValue][] = [
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [
    ["a", "b"],
    ["c", "d"],
    ["c", "d"],
  ],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];
for (const [target, patch, result] of cases) {
  test(`RFC 7386: ${JSON.stringify(target)} and ${JSON.stringify(patch)}`, () => {
    assert.deepEqual(applyMergePatch(target, patch), result);
  });
}

test("a three-way merge keeps what others added, and deletes what was applied before and is no more", () => {
  const original = { spec: { a: 1, b: { c: 2, d: 3 } } };
  const current = { spec: { a: 1, b: { c: 2, d: 3, theirs: 9 }, more: true } };
  const patch = createThreeWayMergePatch(original, { spec: { a: 5, b: { c: 2 } } }, current);
  assert.deepEqual(patch, { spec: { a: 5, b: { d: null } } });
});
