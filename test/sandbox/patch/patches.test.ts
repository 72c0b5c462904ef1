import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { applyJsonPatch } from "../../../src/sandbox/patch/json-patch.ts";
import { applyMergePatch } from "../../../src/sandbox/patch/merge-patch.ts";
import { refusalOf } from "./support.ts";

const object = (): KubeObject => ({
  metadata: { name: "a", labels: { a: "1", "x/y": "2" } },
  spec: { ports: [{ port: 80 }, { port: 81 }], type: "ClusterIP" },
});

const JSON_PATCHES: [string, object[], (expected: KubeObject) => void][] = [
  [
    "adds a field",
    [{ op: "add", path: "/spec/clusterIP", value: "None" }],
    ({ spec }) => Object.assign(spec as object, { clusterIP: "None" }),
  ],
  [
    "replaces in a list",
    [{ op: "replace", path: "/spec/ports/1/port", value: 82 }],
    ({ spec }) => ((spec as Spec).ports[1] = { port: 82 }),
  ],
  [
    "appends to a list",
    [{ op: "add", path: "/spec/ports/-", value: { port: 90 } }],
    ({ spec }) => (spec as Spec).ports.push({ port: 90 }),
  ],
  [
    "inserts into a list",
    [{ op: "add", path: "/spec/ports/0", value: { port: 90 } }],
    ({ spec }) => (spec as Spec).ports.unshift({ port: 90 }),
  ],
  [
    "removes an escaped key",
    [{ op: "remove", path: "/metadata/labels/x~1y" }],
    ({ metadata }) => delete metadata?.labels?.["x/y"],
  ],
  [
    "copies",
    [{ op: "copy", from: "/metadata/labels/a", path: "/metadata/labels/b" }],
    ({ metadata }) => Object.assign(metadata?.labels ?? {}, { b: "1" }),
  ],
  ["tests and goes on", [{ op: "test", path: "/spec/type", value: "ClusterIP" }], () => undefined],
];
interface Spec {
  ports: object[];
}
for (const [what, patch, change] of JSON_PATCHES) {
  test(`a JSON patch ${what}`, () => {
    const before = object();
    const expected = object();
    change(expected);
    assert.deepEqual(applyJsonPatch(before, patch), expected);
    assert.deepEqual(before, object());
  });
}

const UNAPPLICABLE: [string, object][] = [
  ["removes what is not there", { op: "remove", path: "/spec/nope" }],
  ["replaces what is not there", { op: "replace", path: "/spec/nope", value: 1 }],
  ["adds below what is not there", { op: "add", path: "/spec/nope/x", value: 1 }],
  ["adds beyond a list's end", { op: "add", path: "/spec/ports/5", value: {} }],
  ["fails its test", { op: "test", path: "/spec/type", value: "NodePort" }],
  ["has no value to add", { op: "add", path: "/spec/x" }],
  ["has no path", { op: "remove" }],
  ["has a path that is no pointer", { op: "remove", path: "spec" }],
  ["has an operation that is unknown", { op: "merge", path: "/spec", value: {} }],
  ["reaches for what objects inherit", { op: "add", path: "/toString/x", value: 1 }],
  ["replaces a list's length", { op: "replace", path: "/spec/ports/length", value: 0 }],
  ["tests what objects inherit", { op: "test", path: "/constructor", value: 1 }],
  ["removes what objects inherit", { op: "remove", path: "/spec/toString" }],
  ["reaches for a prototype", { op: "add", path: "/metadata/labels/__proto__", value: { x: 1 } }],
];
for (const [what, operation] of UNAPPLICABLE) {
  test(`a JSON patch that ${what} is refused as the API server refuses it`, () => {
    const { code, reason, message, details } = refusalOf(() => applyJsonPatch(object(), [operation]));
    assert.deepEqual(
      { code, reason, message, details },
      {
        code: 422,
        reason: "Invalid",
        message: "the server rejected our request due to an error in our request",
        details: {},
      },
    );
    assert.equal("x" in Object.prototype.toString, false);
  });
}

test("a JSON patch must be a list of objects", () => {
  assert.equal(
    refusalOf(() => applyJsonPatch(object(), {})).message,
    "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp",
  );
  assert.equal(refusalOf(() => applyJsonPatch(object(), ["x"])).code, 400);
  assert.equal(refusalOf(() => applyJsonPatch(object(), [null])).code, 422);
});

test("a JSON patch of more than ten thousand operations is refused", () => {
  const patch = Array.from({ length: 10_001 }, () => ({ op: "test", path: "/spec/type", value: "ClusterIP" }));
  assert.equal(refusalOf(() => applyJsonPatch(object(), patch)).code, 413);
});

// RFC 7386, appendix A, inside of an object
const MERGES: [unknown, unknown, unknown][] = [
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];
for (const [target, patch, result] of MERGES) {
  test(`${JSON.stringify(target)} merged with ${JSON.stringify(patch)} is ${JSON.stringify(result)}`, () => {
    assert.deepEqual(applyMergePatch(target as KubeObject, patch), result);
  });
}

test("a merge patch must be an object", () => {
  const { code, message } = refusalOf(() => applyMergePatch(object(), []));
  assert.equal(code, 400);
  assert.equal(
    message,
    "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}",
  );
});

test("a merge patch cannot reach a prototype", () => {
  const patched = applyMergePatch(object(), JSON.parse('{"__proto__": {"polluted": true}}'));
  assert.equal("polluted" in {}, false);
  assert.deepEqual(Object.getPrototypeOf(patched), Object.prototype);
});

test("copies that copy each other end at a limit, before they fill the memory", () => {
  const map = { metadata: { name: "a" }, data: { a: "x".repeat(1000) } };
  const patch = Array.from({ length: 40 }, (_, at) => ({ op: "copy", from: "/data", path: `/data/k${at}` }));
  assert.throws(() => applyJsonPatch(map, patch), {
    message: /^Unable to copy, the accumulated size increase of copy is \d+, exceeding the limit 3145728$/,
  });
});
