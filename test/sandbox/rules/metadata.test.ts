import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject, Metadata } from "../../../src/model/snapshot.ts";
import { validateMetadata, validateMetadataUpdate } from "../../../src/sandbox/rules/metadata.ts";
import { labelName, subdomainName } from "../../../src/sandbox/rules/names.ts";
import type { Cause } from "../../../src/sandbox/types.ts";

const told = (causes: readonly Cause[]): string[] => causes.map(({ field, message }) => `${field}: ${message}`);
const object = (metadata: Metadata): KubeObject => ({ metadata: { name: "x", namespace: "n", ...metadata } });
const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "r", uid: "u", controller: true };

const cases: [situation: string, metadata: Metadata, causes: string[]][] = [
  ["a name that is missing", { name: "" }, ["metadata.name: Required value: name or generateName is required"]],
  [
    "a generateName that cannot begin a name",
    { generateName: "a.b-" },
    ['metadata.generateName: Invalid value: "a.b-": must not contain dots'],
  ],
  ["a namespace that is missing", { namespace: "" }, ["metadata.namespace: Required value"]],
  [
    "an owner of nothing",
    { ownerReferences: [{ apiVersion: "", kind: "", name: "", uid: "" }] },
    [
      'metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty',
      'metadata.ownerReferences.kind: Invalid value: "": must not be empty',
      'metadata.ownerReferences.name: Invalid value: "": must not be empty',
      'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
    ],
  ],
  [
    "two finalizers that contradict each other",
    { finalizers: ["orphan", "foregroundDeletion"] },
    [
      'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
    ],
  ],
  [
    "a label of two slashes",
    { labels: { "a/b/c": "d" } },
    [
      "metadata.labels: Invalid value: \"a/b/c\": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
    ],
  ],
];

for (const [situation, metadata, causes] of cases) {
  test(`${situation} is refused`, () =>
    assert.deepEqual(told(validateMetadata(object(metadata), true, labelName)), causes));
}

test("an annotation's key may have capitals in its prefix", () => {
  const annotated = object({ annotations: { "Example.com/Key": "v" } });
  assert.deepEqual(validateMetadata(annotated, true, subdomainName), []);
});

test("an object has one controller", () => {
  const [cause] = validateMetadata(object({ ownerReferences: [owner, { ...owner, name: "s" }] }), true, labelName);
  assert.match(
    cause?.message ?? "",
    /Only one reference can have Controller set to true\. Found "true" in references for ReplicaSet\/r and ReplicaSet\/s$/,
  );
});

test("what the server wrote may not change", () => {
  const before = object({ uid: "1" });
  assert.deepEqual(told(validateMetadataUpdate(object({ uid: "2" }), before)), [
    'metadata.uid: Invalid value: "2": field is immutable',
  ]);
});

test("who is being deleted gets no new finalizers", () => {
  const before = object({ deletionTimestamp: "2026-01-01T00:00:00Z", finalizers: ["a/b"] });
  const after = object({ deletionTimestamp: "2026-01-01T00:00:00Z", finalizers: ["a/b", "c/d"] });
  assert.deepEqual(told(validateMetadataUpdate(after, before)), [
    'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"c/d"}',
  ]);
});
