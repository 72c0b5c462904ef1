import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject, Service } from "../../../src/model/snapshot.ts";
import { createRuleRunner, type Outcome, type RuleRunner } from "./rule-runner.ts";

type Spec = NonNullable<Service["spec"]>;

const service = (name: string, spec: object): KubeObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name },
  spec,
});

function specOf(outcome: Outcome): Spec {
  assert.ok("object" in outcome, JSON.stringify(outcome));
  return outcome.object["spec"] as Spec;
}

function refusals(outcome: Outcome): string[] {
  assert.ok("causes" in outcome, "it was taken");
  return [...new Set(outcome.causes.map(({ field, message }) => `${field}: ${message}`))];
}

const nodePorts = ({ ports = [] }: Spec): (number | undefined)[] => ports.map(({ nodePort }) => nodePort);
const port = { port: 80 };

/** A runner and the spec of a Service s in it. */
function start(spec: object): { rules: RuleRunner; before: Spec } {
  const rules = createRuleRunner();
  return { rules, before: specOf(rules.create(service("s", spec))) };
}

test("a manifest sent again, without what the cluster gave out, changes nothing", () => {
  const { rules, before } = start({ type: "LoadBalancer", externalTrafficPolicy: "Local", ports: [port] });
  const again = specOf(
    rules.replace(service("s", { type: "LoadBalancer", externalTrafficPolicy: "Local", ports: [port] })),
  );
  assert.deepEqual(again, before);
});

test("a node port stays with the port of the same name", () => {
  const { rules, before } = start({
    type: "NodePort",
    ports: [
      { name: "a", port: 80 },
      { name: "b", port: 81 },
    ],
  });
  const [, second] = nodePorts(before);
  const after = specOf(rules.replace(service("s", { type: "NodePort", ports: [{ name: "b", port: 82 }] })));
  assert.deepEqual(nodePorts(after), [second]);
});

test("what a deleted Service held can be had again", () => {
  const { rules } = start({ type: "NodePort", clusterIP: "10.96.7.7", ports: [{ port: 80, nodePort: 30100 }] });
  const second = service("t", { type: "NodePort", clusterIP: "10.96.7.7", ports: [{ port: 80, nodePort: 30100 }] });
  assert.deepEqual(refusals(rules.create(second)), [
    'spec.clusterIPs: Invalid value: ["10.96.7.7"]: failed to allocate IP 10.96.7.7: provided IP is already allocated',
  ]);
  rules.delete("Service", "s");
  assert.equal(specOf(rules.create(second)).clusterIP, "10.96.7.7");
});

test("a refused Service has taken nothing", () => {
  const rules = createRuleRunner();
  const bad = { type: "NodePort", clusterIP: "10.96.7.7", ports: [{ port: 0, nodePort: 30100 }] };
  assert.equal(refusals(rules.create(service("s", bad))).length, 2);
  specOf(rules.create(service("s", { ...bad, ports: [{ port: 80, nodePort: 30100 }] })));
});

test("a dry run has taken nothing", () => {
  const rules = createRuleRunner();
  const fixed = service("s", { type: "NodePort", clusterIP: "10.96.7.7", ports: [{ port: 80, nodePort: 30100 }] });
  specOf(rules.create(fixed, true));
  specOf(rules.create(fixed));
});

test("a node port that a change leaves behind can be had again", () => {
  const { rules } = start({ type: "NodePort", ports: [{ port: 80, nodePort: 30100 }] });
  specOf(rules.patch("Service", "s", { spec: { ports: [{ port: 80, nodePort: 30101 }] } }));
  assert.deepEqual(
    nodePorts(specOf(rules.create(service("t", { type: "NodePort", ports: [{ port: 80, nodePort: 30100 }] })))),
    [30100],
  );
  assert.deepEqual(refusals(rules.patch("Service", "s", { spec: { ports: [{ port: 80, nodePort: 30100 }] } })), [
    "spec.ports[0].nodePort: Invalid value: 30100: provided port is already allocated",
  ]);
});

test("TCP and UDP on one port share a node port", () => {
  const { before } = start({
    type: "NodePort",
    ports: [
      { name: "t", port: 53 },
      { name: "u", port: 53, protocol: "UDP" },
    ],
  });
  const [tcp, udp] = nodePorts(before);
  assert.equal(tcp, udp);
});

test("a load balancer may do without node ports", () => {
  const { before } = start({ type: "LoadBalancer", allocateLoadBalancerNodePorts: false, ports: [port] });
  assert.deepEqual(nodePorts(before), [undefined]);
});

test("a load balancer that leaves Local gives its health check port back", () => {
  const { rules, before } = start({
    type: "LoadBalancer",
    externalTrafficPolicy: "Local",
    healthCheckNodePort: 30200,
    ports: [port],
  });
  assert.equal(before.healthCheckNodePort, 30200);
  const after = specOf(rules.patch("Service", "s", { spec: { externalTrafficPolicy: "Cluster" } }));
  assert.equal(after.healthCheckNodePort, undefined);
  specOf(rules.create(service("t", { type: "NodePort", ports: [{ port: 80, nodePort: 30200 }] })));
});

test("a taken health check port is an internal error, as the API server has it", () => {
  const { rules } = start({ type: "NodePort", ports: [{ port: 80, nodePort: 30200 }] });
  const wanted = { type: "LoadBalancer", externalTrafficPolicy: "Local", healthCheckNodePort: 30200, ports: [port] };
  assert.throws(() => rules.create(service("t", wanted)), {
    message:
      "Internal error occurred: failed to allocate requested HealthCheck NodePort 30200: provided port is already allocated",
  });
});

test("the health check port may not change", () => {
  const { rules } = start({ type: "LoadBalancer", externalTrafficPolicy: "Local", ports: [port] });
  assert.deepEqual(refusals(rules.patch("Service", "s", { spec: { healthCheckNodePort: 30201 } })), [
    "spec.healthCheckNodePort: Forbidden: field is immutable",
  ]);
});

test("the class of a load balancer may not change, and goes with the type", () => {
  const { rules } = start({ type: "LoadBalancer", loadBalancerClass: "acme.io/fast", ports: [port] });
  assert.deepEqual(refusals(rules.patch("Service", "s", { spec: { loadBalancerClass: "acme.io/slow" } })), [
    'spec.loadBalancerClass: Invalid value: "acme.io/slow": may not change once set',
  ]);
  const after = specOf(rules.patch("Service", "s", { spec: { type: "ClusterIP" } }));
  assert.equal(after.loadBalancerClass, undefined);
  assert.equal(after.allocateLoadBalancerNodePorts, undefined);
});

test("an ExternalName that becomes a ClusterIP gets an address", () => {
  const { rules, before } = start({ type: "ExternalName", externalName: "x.example.com." });
  assert.equal(before.clusterIP, undefined);
  const after = specOf(rules.patch("Service", "s", { spec: { type: "ClusterIP", externalName: null, ports: [port] } }));
  assert.match(after.clusterIP ?? "", /^10\.96\./);
  assert.deepEqual(after.ipFamilies, ["IPv4"]);
});

test("a Service does not become headless", () => {
  const { rules } = start({ ports: [port] });
  assert.deepEqual(refusals(rules.patch("Service", "s", { spec: { clusterIP: "None" } })), [
    'spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set',
  ]);
});

const addresses: [address: string, refusal: string][] = [
  ["10.96.0.0", "the provided IP (10.96.0.0) is not in the valid range. The range of valid IPs is 10.96.0.0/16"],
  [
    "10.96.255.255",
    "the provided IP (10.96.255.255) is not in the valid range. The range of valid IPs is 10.96.0.0/16",
  ],
  ["10.97.0.1", "the provided network does not match the current range"],
];

for (const [address, refusal] of addresses) {
  test(`the cluster IP ${address} is refused`, () => {
    assert.deepEqual(refusals(createRuleRunner().create(service("s", { clusterIP: address, ports: [port] }))), [
      `spec.clusterIPs: Invalid value: ["${address}"]: failed to allocate IP ${address}: ${refusal}`,
    ]);
  });
}

test("clusterIP and clusterIPs must say the same", () => {
  const sent = service("s", { clusterIP: "10.96.1.1", clusterIPs: ["10.96.1.2"], ports: [port] });
  assert.deepEqual(refusals(createRuleRunner().create(sent)), [
    'spec.clusterIPs: Invalid value: ["10.96.1.2"]: first value must match `clusterIP`',
  ]);
});

test("an IPv6 address is not of this cluster", () => {
  assert.deepEqual(refusals(createRuleRunner().create(service("s", { clusterIP: "fd00::1", ports: [port] }))), [
    'spec.clusterIPs[0]: Invalid value: ["fd00::1"]: IPv6 is not configured on this cluster',
  ]);
});

test("only a load balancer has a load balancer's status", () => {
  const { rules } = start({ ports: [port] });
  const status = { status: { loadBalancer: { ingress: [{ ip: "203.0.113.9" }] } } };
  assert.deepEqual(refusals(rules.patchStatus("Service", "s", status)), [
    "status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'",
  ]);
});

test("the status of a load balancer goes with the type", () => {
  const { rules } = start({ type: "LoadBalancer", ports: [port] });
  rules.patchStatus("Service", "s", { status: { loadBalancer: { ingress: [{ hostname: "lb.example.com" }] } } });
  const outcome = rules.patch("Service", "s", { spec: { type: "NodePort" } });
  assert.ok("object" in outcome);
  assert.deepEqual(outcome.object["status"], { loadBalancer: {} });
});

test("what a Service ignores or will lose is warned about", () => {
  const outcome = createRuleRunner().create(
    service("s", { clusterIP: "None", sessionAffinity: "ClientIP", externalName: "x", ports: [port] }),
  );
  assert.deepEqual("warnings" in outcome && outcome.warnings, [
    "spec.SessionAffinity is ignored for headless services",
    'spec.externalName is ignored when spec.type is not "ExternalName"',
  ]);
});

test("annotations have a limit together", () => {
  const sent = service("s", { ports: [port] });
  sent.metadata = { name: "s", annotations: { a: "x".repeat(200_000), b: "y".repeat(70_000) } };
  assert.deepEqual(refusals(createRuleRunner().create(sent)), [
    "metadata.annotations: Too long: may not be more than 262144 bytes",
  ]);
});
