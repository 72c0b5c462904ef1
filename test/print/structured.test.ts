import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";
import { load } from "js-yaml";

import { KUBECTL_SCHEMA } from "../../src/manifests/schema.ts";
import { toCompactJson, toJson } from "../../src/print/json.ts";
import { toKyaml } from "../../src/print/kyaml.ts";
import { objectName, withoutManagedFields } from "../../src/print/structured.ts";
import { toYaml } from "../../src/print/yaml.ts";
import recording from "../recordings/print/structured.json" with { type: "json" };

// JSON data as a server may send it: any text but lone surrogates, any number but -0, which JSON.stringify drops
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(..." \n\t:#-?'\"\\[]{},&*!|>%@`01exy_.~<=", "é", "😀", "\u0085", "\u2028", "\ufeff", "null"),
  }),
  fc.constantFrom(
    "yes",
    "No",
    "on",
    "y",
    "0777",
    "0x1F",
    "1e3",
    "1_000",
    "null",
    "~",
    "",
    "2020-01-01",
    "12:30",
    ".inf",
    "<<",
    "=",
    "---",
  ),
);
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((value) => value + 0);
const data = fc
  .letrec((tie) => ({
    value: fc.oneof({ depthSize: "small" }, text, number, fc.boolean(), fc.constant(null), tie("list"), tie("map")),
    list: fc.array(tie("value"), { maxLength: 4 }),
    map: fc.dictionary(
      text.filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 4, noNullPrototype: true },
    ),
  }))
  .value.map((spec) => ({ spec }));

test("objects are printed as JSON byte for byte as kubectl prints them", () => {
  assert.equal(toJson(recording.object), recording.printed.json);
});

test("objects are printed as YAML byte for byte as kubectl prints them", () => {
  assert.equal(toYaml(recording.object), recording.printed.yaml);
});

test("objects are printed as KYAML byte for byte as kubectl prints them", () => {
  assert.equal(toKyaml(recording.object), recording.printed.kyaml);
});

test("JSON reads back as the same data", () => {
  fc.assert(fc.property(data, (value) => assert.deepEqual(JSON.parse(toJson(value)), value)));
  fc.assert(fc.property(data, (value) => assert.deepEqual(JSON.parse(toCompactJson(value)), value)));
});

test("YAML reads back as the same data, for a reader of YAML 1.1", () => {
  fc.assert(
    fc.property(data, (value) => assert.deepEqual(load(toYaml(value), { schema: KUBECTL_SCHEMA }), value)),
    { numRuns: 500 },
  );
});

test("YAML reads back as the same data, for a reader of YAML 1.2", () => {
  fc.assert(
    fc.property(data, (value) => assert.deepEqual(load(toYaml(value)), value)),
    { numRuns: 500 },
  );
});

test("KYAML reads back as the same data", () => {
  fc.assert(
    fc.property(data, (value) => assert.deepEqual(load(toKyaml(value), { schema: KUBECTL_SCHEMA }), value)),
    { numRuns: 500 },
  );
});

test("what a terminal would obey is escaped, whatever the format", () => {
  const hostile = { a: "\u009b2J \u202e\u200b\u{e0041}" };
  assert.equal(toCompactJson(hostile), String.raw`{"a":"\u009b2J \u202e\u200b\udb40\udc41"}`);
  assert.equal(toYaml(hostile), 'a: "\\x9B2J \\u202E\\u200B\\U000E0041"\n');
  assert.match(toKyaml(hostile), /"\\u009b2J \\u202e\\u200b\\U000e0041"/);
});

test("keys that look like numbers are sorted as text, not as JavaScript orders them", () => {
  assert.equal(toCompactJson({ b: 1, "10": 2, "9": 3 }), '{"10":2,"9":3,"b":1}');
});

test("managedFields go, from objects and from the items of lists, and what was handed in keeps them", () => {
  const object = { kind: "Service", metadata: { name: "web", managedFields: [{ manager: "kubectl" }] } };
  const list = { kind: "List", items: [object] };
  assert.deepEqual(withoutManagedFields(list), {
    kind: "List",
    items: [{ kind: "Service", metadata: { name: "web" } }],
  });
  assert.equal(object.metadata.managedFields.length, 1);
});

test("an object's name tells its group, unless that is the core group", () => {
  assert.equal(objectName({ apiVersion: "v1", kind: "Service", metadata: { name: "web" } }), "service/web");
  assert.equal(
    objectName({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" } }),
    "deployment.apps/web",
  );
});
