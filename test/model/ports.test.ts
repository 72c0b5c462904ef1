import assert from "node:assert/strict";
import { test } from "node:test";

import { resolveTargetPort, targetPortOf } from "../../src/model/ports.ts";
import { pod } from "../support/objects.ts";

const containers = [
  { name: "a", image: "a", ports: [{ name: "dns", containerPort: 53, protocol: "UDP" }] },
  { name: "b", image: "b", ports: [{ name: "dns", containerPort: 5353 }, { containerPort: 9000 }] },
];

test("a numeric target is taken as it stands, declared or not", () => {
  assert.equal(resolveTargetPort(pod("p", { spec: { containers } }), { port: 80, targetPort: 4242 }), 4242);
});

test("without a target the Service's own number is the target", () => {
  assert.equal(targetPortOf({ port: 80 }), 80);
});

test("a named target is the first container port of that name and protocol", () => {
  const target = pod("p", { spec: { containers } });
  assert.equal(resolveTargetPort(target, { port: 53, targetPort: "dns", protocol: "UDP" }), 53);
  assert.equal(resolveTargetPort(target, { port: 53, targetPort: "dns", protocol: "TCP" }), 5353);
  assert.equal(resolveTargetPort(target, { port: 53, targetPort: "dns", protocol: "SCTP" }), undefined);
  assert.equal(resolveTargetPort(target, { port: 53, targetPort: "none" }), undefined);
});

test("ports of init containers count only when those keep running", () => {
  const init = { name: "i", image: "i", ports: [{ name: "side", containerPort: 15001 }] };
  const once = pod("p", { spec: { containers, initContainers: [init] } });
  const sidecar = pod("p", { spec: { containers, initContainers: [{ ...init, restartPolicy: "Always" }] } });
  assert.equal(resolveTargetPort(once, { port: 1, targetPort: "side" }), undefined);
  assert.equal(resolveTargetPort(sidecar, { port: 1, targetPort: "side" }), 15001);
});
