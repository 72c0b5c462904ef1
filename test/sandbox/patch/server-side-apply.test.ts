import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { applyServerSide } from "../../../src/sandbox/patch/server-side-apply.ts";
import { trackUpdate } from "../../../src/sandbox/patch/track-update.ts";
import { recording, refusalOf, schemaFor } from "./support.ts";

const NOW = new Date("2026-11-23T02:08:20Z");

const answered = new Map<string, KubeObject>();
for (const { name, query, configuration, status, answer } of recording.applies) {
  const parameters = new URLSearchParams(query);
  const stored = answered.get(configuration.metadata?.name ?? "");
  if (status < 300) answered.set(configuration.metadata?.name ?? "", answer);
  const request = {
    schema: schemaFor(configuration),
    live: stored,
    applied: configuration,
    manager: parameters.get("fieldManager") ?? "",
    force: parameters.has("force"),
    now: NOW,
  };
  test(`${name}: the answer is as recorded`, () => {
    if (status >= 300) {
      assert.deepEqual(
        refusalOf(() => applyServerSide(request)),
        answer,
      );
      return;
    }
    const applied = applyServerSide(request);
    assert.equal(JSON.stringify(applied.metadata?.managedFields), JSON.stringify(answer.metadata?.managedFields));
    if (stored) assert.deepEqual(applied["spec"], answer["spec"]);
  });
}

const service = (spec: object, metadata: object = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "a", namespace: "n", ...metadata },
  spec,
});
const deployment = (containers: object[], spec: object = {}): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "d" },
  spec: { ...spec, template: { spec: { containers } } },
});

/** Applies one configuration after another, each by its manager. */
function applyAll(...steps: [manager: string, configuration: KubeObject, force?: boolean][]): KubeObject {
  let object: KubeObject | undefined;
  for (const [manager, applied, force = false] of steps) {
    object = applyServerSide({ schema: schemaFor(applied), live: object, applied, manager, force, now: NOW });
  }
  assert.ok(object);
  return object;
}

const owners = (object: KubeObject) =>
  Object.fromEntries((object.metadata?.managedFields ?? []).map(({ manager, fieldsV1 }) => [manager, fieldsV1]));

const port = (number: number, more: object = {}) => ({ port: number, protocol: "TCP", ...more });

test("a field that its manager no longer applies is removed", () => {
  const object = applyAll(
    ["one", service({ type: "NodePort", clusterIP: "None" })],
    ["one", service({ type: "NodePort" })],
  );
  assert.deepEqual(object["spec"], { type: "NodePort" });
});

test("a field that its manager no longer applies stays while another one applies it", () => {
  const object = applyAll(
    ["one", service({ type: "NodePort", clusterIP: "None" })],
    ["two", service({ clusterIP: "None" })],
    ["one", service({ type: "NodePort" })],
  );
  assert.deepEqual(object["spec"], { type: "NodePort", clusterIP: "None" });
  assert.deepEqual(owners(object)["two"], { "f:spec": { "f:clusterIP": {} } });
});

test("list items of other managers stay, and one's own that are no longer applied go", () => {
  const object = applyAll(
    ["one", service({ ports: [port(1), port(2)] })],
    ["two", service({ ports: [port(3)] })],
    ["one", service({ ports: [port(2)] })],
  );
  assert.deepEqual((object["spec"] as { ports: object[] }).ports, [port(2), port(3)]);
});

test("TCP and UDP on one number are two ports, and TCP need not be said", () => {
  const object = applyAll(
    ["one", service({ ports: [{ port: 53 }, { port: 53, protocol: "UDP" }] })],
    [
      "one",
      service({
        ports: [
          { port: 53, name: "t" },
          { port: 53, protocol: "UDP" },
        ],
      }),
    ],
  );
  assert.deepEqual((object["spec"] as { ports: object[] }).ports, [
    { port: 53, name: "t" },
    { port: 53, protocol: "UDP" },
  ]);
});

test("applied items stand in the configuration's order, others where they stood", () => {
  const live = service({ ports: [port(1), port(2), port(3), port(4)] });
  const applied = service({ ports: [port(3), port(1), port(5)] });
  const object = applyServerSide({ schema: schemaFor(live), live, applied, manager: "one", force: true, now: NOW });
  const order = (object["spec"] as { ports: { port: number }[] }).ports.map((item) => item.port);
  assert.deepEqual(order, [2, 3, 4, 1, 5]);
});

test("the same value by two managers is no conflict: both own it", () => {
  const object = applyAll(["one", service({ type: "NodePort" })], ["two", service({ type: "NodePort" })]);
  assert.deepEqual(Object.keys(owners(object)).toSorted(), ["one", "two"]);
});

test("several conflicts are listed by manager", () => {
  const first = applyAll(
    ["one", service({ type: "NodePort", ports: [port(80, { name: "a" })] })],
    ["two", service({ clusterIP: "None" })],
  );
  const applied = service({ type: "ClusterIP", clusterIP: "", ports: [port(80, { name: "b" })] });
  const { message, details, code } = refusalOf(() =>
    applyServerSide({ schema: schemaFor(applied), live: first, applied, manager: "three", force: false, now: NOW }),
  );
  assert.equal(code, 409);
  assert.equal(
    message,
    'Apply failed with 3 conflicts: conflicts with "one":\n- .spec.ports[port=80,protocol="TCP"].name\n- .spec.type\n' +
      'conflicts with "two":\n- .spec.clusterIP',
  );
  assert.equal(details?.causes?.length, 3);
});

test("a conflict with a manager that did not apply names its version, and its subresource", () => {
  const before = service({ type: "NodePort" });
  const managedFields = trackUpdate(schemaFor(before), undefined, before, { manager: "edit", now: NOW });
  const entries = managedFields?.map((entry) => ({ ...entry, subresource: "scale" }));
  const applied = service({ type: "ClusterIP" });
  const conflict = (stored: typeof managedFields) =>
    refusalOf(() =>
      applyServerSide({
        schema: schemaFor(applied),
        live: service({ type: "NodePort" }, { managedFields: stored }),
        applied,
        manager: "one",
        force: false,
        now: NOW,
      }),
    ).message;
  assert.equal(conflict(managedFields), 'Apply failed with 1 conflict: conflict with "edit" using v1: .spec.type');
  assert.equal(
    conflict(entries),
    'Apply failed with 1 conflict: conflict with "edit" with subresource "scale" using v1: .spec.type',
  );
});

test("force takes a field over from whoever owned it", () => {
  const object = applyAll(["one", service({ type: "NodePort" })], ["two", service({ type: "ClusterIP" }), true]);
  assert.deepEqual(owners(object), { two: { "f:spec": { "f:type": {} } } });
});

test("what an object without managedFields holds belongs to before-first-apply", () => {
  const live = service({ type: "NodePort" });
  const applied = service({ type: "ClusterIP" });
  const { message } = refusalOf(() =>
    applyServerSide({ schema: schemaFor(live), live, applied, manager: "one", force: false, now: NOW }),
  );
  assert.equal(message, 'Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .spec.type');
});

test("a selector is owned as a whole", () => {
  const object = applyAll(
    ["one", service({ selector: { a: "1", b: "2" } })],
    ["one", service({ selector: { a: "1" } })],
  );
  assert.deepEqual(object["spec"], { selector: { a: "1" } });
});

test("labels are owned one by one", () => {
  const object = applyAll(
    ["one", service({}, { labels: { a: "1" } })],
    ["two", service({}, { labels: { b: "2" } })],
    ["one", service({}, { labels: {} })],
  );
  assert.deepEqual(object.metadata?.labels, { b: "2" });
});

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

test("kubectl takes over what its client-side apply wrote, and brings the annotation up to date", () => {
  const configuration = service({ type: "NodePort" });
  const annotations = { [LAST_APPLIED]: JSON.stringify(configuration) };
  const before = service({ type: "NodePort" }, { annotations });
  const managedFields = trackUpdate(schemaFor(before), undefined, before, {
    manager: "kubectl-client-side-apply",
    now: NOW,
  });
  const live = service({ type: "NodePort" }, { annotations, managedFields });
  const applied = service({ type: "ClusterIP" });
  const request = { schema: schemaFor(live), live, applied, force: false, now: NOW };
  assert.equal(refusalOf(() => applyServerSide({ ...request, manager: "other" })).code, 409);
  const object = applyServerSide({ ...request, manager: "kubectl" });
  assert.deepEqual(object["spec"], { type: "ClusterIP" });
  const text = object.metadata?.annotations?.[LAST_APPLIED] ?? "";
  assert.equal(text, `${JSON.stringify({ ...applied, metadata: { annotations: {}, ...applied.metadata } })}\n`);
});

const MALFORMED: [KubeObject, string][] = [
  [service({ prots: [] }), ".spec.prots: field not declared in schema"],
  [
    service({ ports: [{ port: "http" }] }),
    '.spec.ports[port="http",protocol="TCP"].port: expected numeric (int or float), got string',
  ],
  [service({ ports: {} }), ".spec.ports: expected list, got map[]"],
  [service({ type: 5 }), ".spec.type: expected string, got &value.valueUnstructured{Value:5}"],
  [service({ ports: [port(1), port(1)] }), '.spec.ports: duplicate entries for key [port=1,protocol="TCP"]'],
];
for (const [applied, problem] of MALFORMED) {
  test(`a configuration is refused: ${problem}`, () => {
    const { message, code } = refusalOf(() =>
      applyServerSide({ schema: schemaFor(applied), live: undefined, applied, manager: "one", force: false, now: NOW }),
    );
    assert.equal(message, `failed to create typed patch object (n/a; /v1, Kind=Service): ${problem}`);
    assert.equal(code, 500);
  });
}

test("a list item without its key cannot be applied", () => {
  const applied: KubeObject = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "a" },
    secrets: [{ namespace: "x" }],
  };
  const { message } = refusalOf(() =>
    applyServerSide({ schema: schemaFor(applied), live: undefined, applied, manager: "one", force: false, now: NOW }),
  );
  assert.match(
    message ?? "",
    /\.secrets: element 0: associative list with keys has an element that omits key field "name"/,
  );
});

test("managedFields cannot be applied", () => {
  const applied = service({}, { managedFields: [] });
  const { message } = refusalOf(() =>
    applyServerSide({ schema: schemaFor(applied), live: undefined, applied, manager: "one", force: false, now: NOW }),
  );
  assert.equal(message, "metadata.managedFields must be nil");
});

test("containers merge by name, deep down", () => {
  const object = applyAll(
    ["one", deployment([{ name: "a", image: "x", env: [{ name: "E", value: "1" }] }], { replicas: 2 })],
    ["two", deployment([{ name: "a", env: [{ name: "F", value: "2" }] }])],
    ["one", deployment([{ name: "a", image: "y" }], { replicas: 2 })],
  );
  assert.deepEqual((object["spec"] as { template: { spec: object } }).template.spec, {
    containers: [{ name: "a", image: "y", env: [{ name: "F", value: "2" }] }],
  });
});
