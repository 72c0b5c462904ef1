import assert from "node:assert/strict";
import { test } from "node:test";

import { ExitCode } from "../../src/errors.ts";
import { checkList, checkObject, checkTable } from "../../src/kube/check-shape.ts";

const web = { apiVersion: "v1", kind: "Service", metadata: { name: "web" } };
const refused = (words: string) => ({
  text: `error: the server's answer is not a ${words}`,
  exitCode: ExitCode.noConnection,
});

for (const table of [
  { columnDefinitions: [{ name: 5 }] },
  { rows: [{ cells: "web" }] },
  { rows: [{ cells: [], object: { metadata: { labels: "a=b" } } }] },
  { rows: {} },
  { metadata: { resourceVersion: {} } },
]) {
  test(`${JSON.stringify(table)} is no Table`, () => {
    assert.throws(() => checkTable({ kind: "Table", ...table }), refused("Table"));
  });
}

test("lists that Go writes as null are empty", () => {
  checkTable({ kind: "Table", columnDefinitions: null, rows: null });
  checkList({ items: null });
  checkList({ items: [{ metadata: { name: "web", creationTimestamp: null, labels: null } }] });
});

for (const list of [{}, { items: {} }, { items: [5] }, { items: [{ metadata: { name: {} } }] }]) {
  test(`${JSON.stringify(list)} is no list`, () => assert.throws(() => checkList(list), refused("list")));
}

test("an object has a kind and a name; a Status needs none, and neither does the answer to a review", () => {
  checkObject(web, true);
  checkObject({ kind: "Status", status: "Success" }, true);
  checkObject({ kind: "SelfSubjectAccessReview", metadata: {} }, false);
  for (const odd of [{}, { kind: "Service" }, { metadata: { name: "web" } }, { ...web, metadata: "web" }]) {
    assert.throws(() => checkObject(odd, true), refused("Kubernetes object"));
  }
});
