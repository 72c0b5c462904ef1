import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject, ManagedFieldsEntry } from "../../../src/model/snapshot.ts";
import { trackUpdate } from "../../../src/sandbox/patch/track-update.ts";
import { recording, schemaFor } from "./support.ts";

const timeOf = (entries: readonly ManagedFieldsEntry[]) =>
  new Date(Math.max(...entries.map(({ time = "" }) => Date.parse(time))));

for (const { name, object, managedFields } of recording.creates) {
  test(`${name}: who owns what is as recorded`, () => {
    const writer = { manager: managedFields[0]?.manager ?? "", now: timeOf(managedFields) };
    const entries = trackUpdate(schemaFor(object), undefined, object, writer);
    assert.equal(JSON.stringify(entries), JSON.stringify(managedFields));
  });
}

for (const { name, previous, next, subresource, managedFields } of recording.updates) {
  test(`${name}: who owns what afterwards is as recorded`, () => {
    const writer = { manager: "unknown", now: timeOf(managedFields), subresource };
    const sent = { ...next, metadata: { ...next.metadata, managedFields: previous.metadata?.managedFields ?? [] } };
    assert.equal(JSON.stringify(trackUpdate(schemaFor(next), previous, sent, writer)), JSON.stringify(managedFields));
  });
}

const EARLIER = new Date("2026-01-01T00:00:00Z");
const LATER = new Date("2026-01-01T00:01:00Z");
const service = (spec: object, managedFields?: ManagedFieldsEntry[]): KubeObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "a", ...(managedFields && { managedFields }) },
  spec,
});
const schema = schemaFor(service({}));

function created(spec: object, manager = "one"): KubeObject {
  const object = service(spec);
  return service(spec, trackUpdate(schema, undefined, object, { manager, now: EARLIER }));
}

const brief = (entries: readonly ManagedFieldsEntry[] | undefined) =>
  entries?.map(({ manager, time, fieldsV1 }) => [manager, time?.slice(14, 16), fieldsV1]);

test("a field that another manager changes is no longer the first one's", () => {
  const before = created({ type: "ClusterIP", clusterIP: "None" });
  const after = trackUpdate(schema, before, service({ type: "NodePort", clusterIP: "None" }), {
    manager: "two",
    now: LATER,
  });
  assert.deepEqual(brief(after), [
    ["one", "00", { "f:spec": { "f:clusterIP": {} } }],
    ["two", "01", { "f:spec": { "f:type": {} } }],
  ]);
});

test("a field that is gone belongs to nobody, and leaves the times as they were", () => {
  const before = created({ type: "ClusterIP", clusterIP: "None" });
  const after = trackUpdate(schema, before, service({ type: "ClusterIP" }), { manager: "two", now: LATER });
  assert.deepEqual(brief(after), [["one", "00", { "f:spec": { "f:type": {} } }]]);
});

test("a write that changes nothing leaves managedFields as they were", () => {
  const before = created({ type: "ClusterIP" });
  const after = trackUpdate(schema, before, service({ type: "ClusterIP" }), { manager: "two", now: LATER });
  assert.deepEqual(after, before.metadata?.managedFields);
});

test("status cannot be owned through the object, nor spec through its status", () => {
  const before = { ...created({ type: "ClusterIP" }), status: { loadBalancer: {} } };
  const next = { ...service({ type: "NodePort" }), status: { loadBalancer: { ingress: [{ ip: "203.0.113.1" }] } } };
  const fieldsBy = (subresource?: string) =>
    trackUpdate(schema, before, next, { manager: "two", now: LATER, subresource })?.find(
      ({ manager }) => manager === "two",
    )?.fieldsV1;
  assert.deepEqual(fieldsBy(), { "f:spec": { "f:type": {} } });
  assert.deepEqual(fieldsBy("status"), { "f:status": { "f:loadBalancer": { "f:ingress": {} } } });
});

test("[{}] clears managedFields, and what comes later is not attributed until somebody applies", () => {
  const before = created({ type: "ClusterIP" });
  const cleared = trackUpdate(schema, before, service({ type: "ClusterIP" }, [{}]), { manager: "two", now: LATER });
  assert.equal(cleared, undefined);
  const bare = service({ type: "ClusterIP" });
  assert.equal(trackUpdate(schema, bare, service({ type: "NodePort" }), { manager: "two", now: LATER }), undefined);
});

test("managedFields that a request edits are taken over", () => {
  const before = created({ type: "ClusterIP" });
  const renamed = (before.metadata?.managedFields ?? []).map((entry) => ({ ...entry, manager: "renamed" }));
  const after = trackUpdate(schema, before, service({ type: "ClusterIP" }, renamed), { manager: "two", now: LATER });
  assert.deepEqual(after, renamed);
});

test("of more than ten writers, the oldest are gathered", () => {
  let object = created({ type: "ClusterIP" }, "writer-00");
  for (let index = 1; index <= 11; index++) {
    const spec = {
      ...(object["spec"] as object),
      selector: { app: "a" },
      [FIELDS[index % FIELDS.length]!]: `x${index}`,
    };
    const now = new Date(EARLIER.getTime() + index * 1000);
    const manager = `writer-${String(index).padStart(2, "0")}`;
    object = service(spec, trackUpdate(schema, object, service(spec), { manager, now }));
  }
  const managers = object.metadata?.managedFields?.map(({ manager }) => manager) ?? [];
  assert.ok(managers.length <= 10, managers.join());
});

const FIELDS = [
  "clusterIP",
  "externalName",
  "externalTrafficPolicy",
  "internalTrafficPolicy",
  "ipFamilyPolicy",
  "loadBalancerClass",
  "loadBalancerIP",
  "sessionAffinity",
  "trafficDistribution",
  "type",
  "healthCheckNodePort",
  "allocateLoadBalancerNodePorts",
];
