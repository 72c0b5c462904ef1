import assert from "node:assert/strict";
import { test } from "node:test";

import { createApplyPatch } from "../../src/model/apply-patch.ts";
import { asMap, type JsonMap } from "../../src/model/json-value.ts";
import { readLastApplied, withLastApplied } from "../../src/model/last-applied.ts";
import { groupKind } from "../../src/model/pod-template.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";
import { applyStrategicPatch } from "../../src/model/strategic/apply.ts";
import { patchMetaOf } from "../../src/model/strategic/patch-meta.ts";
import { toCompactJson } from "../../src/print/json.ts";
import { readRecording } from "../support/recordings.ts";

interface Recording {
  applied: { name: string; applied: KubeObject; current: KubeObject; patch: JsonMap }[];
}

const { applied } = readRecording<Recording>("kubectl-patches.json");

function planPatch(configuration: KubeObject, current: KubeObject, overwrite = true) {
  const modified = asMap(withLastApplied(configuration, toCompactJson));
  const states = { original: readLastApplied(current), modified, current: asMap(current) };
  return createApplyPatch(states, { groupKind: groupKind(current), overwrite });
}

for (const { name, applied: configuration, current, patch } of applied) {
  test(`apply sends the patch that kubectl sends: ${name}`, () => {
    const plan = planPatch(configuration, current);
    assert.equal(plan.type, "strategic");
    assert.deepEqual(plan.patch, patch);
  });
}

const service = (ports: JsonMap[], metadata: KubeObject["metadata"] = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "dns", ...metadata },
  spec: { ports },
});

/** The Service as a server has it after `configuration` was applied, with what the server adds. */
function live(configuration: KubeObject, ports: JsonMap[]): KubeObject {
  const annotated = withLastApplied(configuration, toCompactJson);
  return { ...annotated, metadata: { ...annotated.metadata, resourceVersion: "7" }, spec: { ports } };
}

const udp = { name: "dns", port: 53, protocol: "UDP" };
const tcp = { name: "dns-tcp", port: 53, protocol: "TCP" };
const served = (port: JsonMap, nodePort: number) => ({ ...port, targetPort: 53, nodePort });

function patchedPorts(current: KubeObject, patch: JsonMap): unknown {
  const patched = applyStrategicPatch(asMap(current), patch, patchMetaOf("Service") ?? {});
  return (patched["spec"] as JsonMap)["ports"];
}

test("TCP and UDP on one number are unchanged when they are applied again", () => {
  const configuration = service([udp, tcp]);
  const current = live(configuration, [served(udp, 30_001), served(tcp, 30_001)]);
  assert.deepEqual(planPatch(configuration, current).patch, {});
});

test("a change to the TCP port leaves the UDP port of the same number as it is", () => {
  const current = live(service([udp, tcp]), [served(udp, 30_001), served(tcp, 30_002)]);
  const { patch } = planPatch(service([udp, { ...tcp, targetPort: 5353 }]), current);
  assert.deepEqual(patchedPorts(current, patch), [served(udp, 30_001), { ...served(tcp, 30_002), targetPort: 5353 }]);
});

test("a UDP port that is taken out goes, and the TCP port of the same number stays", () => {
  const current = live(service([udp, tcp]), [served(udp, 30_001), served(tcp, 30_002)]);
  const { patch } = planPatch(service([tcp]), current);
  assert.deepEqual(patchedPorts(current, patch), [served(tcp, 30_002)]);
});

test("a port that someone else added stays when TCP and UDP share a number", () => {
  const other = { name: "metrics", port: 9153, protocol: "TCP", targetPort: 9153, nodePort: 30_003 };
  const current = live(service([udp, tcp]), [served(udp, 30_001), served(tcp, 30_002), other]);
  const { patch } = planPatch(service([{ ...udp, targetPort: 5353 }, tcp]), current);
  const ports = [{ ...served(udp, 30_001), targetPort: 5353 }, served(tcp, 30_002), other];
  assert.deepEqual(patchedPorts(current, patch), ports);
});

test("a patch that replaces the list of ports holds for the version it was made from alone", () => {
  const current = live(service([tcp]), [served(tcp, 30_002)]);
  const { patch } = planPatch(service([udp, tcp]), current);
  assert.equal((patch["metadata"] as JsonMap)["resourceVersion"], "7");
});

test("a custom resource gets a JSON merge patch: additions, changes, and deletions of what was applied before", () => {
  const widget = (spec: JsonMap): KubeObject => ({
    apiVersion: "example.com/v1",
    kind: "Widget",
    metadata: { name: "w" },
    spec,
  });
  const before = withLastApplied(widget({ size: 1, color: "red" }), toCompactJson);
  const current = { ...before, spec: { size: 5, color: "red", seen: true } };
  const { type, patch } = planPatch(widget({ size: 1, list: [1] }), current);
  assert.equal(type, "merge");
  assert.deepEqual(patch["spec"], { size: 1, list: [1], color: null });
});

test("without --overwrite a field that was changed in the cluster, and is to be something else, is refused", () => {
  const configuration: KubeObject = { ...service([tcp]), spec: { selector: { app: "web" }, ports: [tcp] } };
  const annotated = withLastApplied(configuration, toCompactJson);
  const current = { ...annotated, spec: { selector: { app: "mine" }, ports: [tcp] } };
  assert.throws(() => planPatch(configuration, current, false), /spec\.selector\.app/);
  assert.deepEqual(planPatch(configuration, current).patch, { spec: { selector: { app: "web" } } });
});

test("a configuration of another name is not patched onto this object", () => {
  const current = live(service([tcp]), [served(tcp, 30_002)]);
  const other = service([tcp], { name: "other" });
  assert.throws(() => planPatch(other, current), /At least one of apiVersion, kind and name was changed/);
});
