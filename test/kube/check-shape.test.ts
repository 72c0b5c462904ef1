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
  checkList({ items: null }, "Service");
  checkList({ items: [{ metadata: { name: "web", creationTimestamp: null, labels: null } }] }, "Service");
});

for (const list of [{}, { items: {} }, { items: [5] }, { items: [{ metadata: { name: {} } }] }]) {
  test(`${JSON.stringify(list)} is no list`, () => assert.throws(() => checkList(list, "Service"), refused("list")));
}

test("an object has a kind and a name; a Status needs none, and neither does the answer to a review", () => {
  checkObject(web, { isNamed: true });
  checkObject({ kind: "Status", status: "Success" }, { isNamed: true });
  checkObject({ kind: "SelfSubjectAccessReview", metadata: {} }, { isNamed: false });
  for (const odd of [{}, { kind: "Service" }, { metadata: { name: "web" } }, { ...web, metadata: "web" }]) {
    assert.throws(() => checkObject(odd, { isNamed: true }), refused("Kubernetes object"));
  }
});

for (const [fields, fault] of [
  [{ spec: { ports: "80" } }, "spec.ports must be a list"],
  [{ spec: { ports: [{ port: "80" }] } }, "spec.ports[0].port must be a number"],
  [{ spec: { selector: { app: 1 } } }, "spec.selector must be a map of texts"],
] as const) {
  test(`a Service is refused when ${fault.replace("must be", "is not")}`, () => {
    assert.throws(() => checkObject({ ...web, ...fields }, { isNamed: true }), {
      text: `error: the server's answer is not a Service: ${fault}`,
    });
  });
}

test("a kind of another group than Kubernetes' own may have any fields", () => {
  const knative = { ...web, apiVersion: "serving.knative.dev/v1", spec: { ports: "80" } };
  checkObject(knative, { isNamed: true });
});

test("fields that are null count as absent, but where API servers write null", () => {
  const slice = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", addressType: "IPv4", endpoints: null };
  const odd = { ...slice, metadata: { name: "web-1" }, ports: [{ name: null, port: 80 }] };
  checkObject(odd, { isNamed: true });
  assert.deepEqual(odd, { ...slice, metadata: { name: "web-1" }, ports: [{ port: 80 }] });
});
