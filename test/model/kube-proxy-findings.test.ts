import assert from "node:assert/strict";
import { test } from "node:test";

import { kubeProxyConfiguration } from "../../src/model/dataplane/kube-proxy-config.ts";
import type { Fact } from "../../src/model/finding-facts.ts";
import { checkServices, type Finding } from "../../src/model/findings.ts";
import type { Node, Service } from "../../src/model/snapshot.ts";
import { service, snapshot } from "../support/objects.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const object = { kind: "ConfigMap", metadata: { namespace: "kube-system", name: "kube-proxy" } };

function found(configuration: object, services: Service[], nodes: Node[] = []): Finding[] {
  const kubeProxy = { object, configuration: kubeProxyConfiguration(configuration) };
  const parts = snapshot({ services, nodes, unreadable: [{ kind: "EndpointSlice", reason: "" }] });
  const input = { snapshot: parts, fromFiles: false, replicas: new Map(), kubeProxy };
  return checkServices(input, undefined, NOW).findings.filter(({ code }) => code === "SVC026");
}

const facts = (...args: Parameters<typeof found>): Fact[] => found(...args).map(({ fact }) => fact);

const node = (name: string, ...addresses: string[]): Node => ({
  metadata: { name },
  status: { addresses: addresses.map((address) => ({ type: "InternalIP", address })) },
});

const nodePort = service("web", {
  type: "NodePort",
  ports: [{ port: 80, protocol: "TCP", targetPort: 80, nodePort: 30_080 }],
});

function balanced(ingress: object[] | undefined): Service {
  const web = service("web", { type: "LoadBalancer", allocateLoadBalancerNodePorts: false });
  return { ...web, status: { loadBalancer: ingress ? { ingress: ingress as { ip: string }[] } : {} } };
}

const NODES = [node("node-1", "192.0.2.11"), node("node-2", "198.51.100.12")];

test("the mode ipvs is deprecated; others are not", () => {
  assert.deepEqual(facts({ mode: "ipvs" }, [service("web")]), [{ kind: "proxy-mode-deprecated", mode: "ipvs" }]);
  for (const mode of ["iptables", "nftables", "", undefined]) assert.deepEqual(facts({ mode }, [service("web")]), []);
});

test("the subject is the ConfigMap, and an annotation of it silences the code", () => {
  const [finding] = found({ mode: "ipvs" }, [service("web")]);
  assert.deepEqual(finding?.subject, { kind: "ConfigMap", namespace: "kube-system", name: "kube-proxy" });
  assert.equal(finding?.silenced, undefined);
});

test("without a Service that kube-proxy serves, its settings are nobody's concern", () => {
  const external = service("alias", { type: "ExternalName", externalName: "example.com" });
  assert.deepEqual(facts({ mode: "ipvs" }, [service("db", { clusterIP: "None" }), external]), []);
});

test("nodes without an address in nodePortAddresses answer no node port", () => {
  const ranges = ["192.0.2.0/24"];
  assert.deepEqual(facts({ nodePortAddresses: ranges }, [nodePort], NODES), [
    { kind: "node-ports-closed", ranges, services: ["default/web"], nodes: ["node-2"], of: 2 },
  ]);
  assert.deepEqual(found({ nodePortAddresses: ranges }, [nodePort], NODES)[0]?.services, [
    { namespace: "default", name: "web" },
  ]);
});

for (const [words, nodePortAddresses] of [
  ["no ranges", []],
  ["primary", ["primary"]],
  ["every address", ["0.0.0.0/0"]],
  ["a range for each node", ["192.0.2.0/24", "198.51.100.0/24"]],
  ["only ranges of the other family, which leave this one open", ["2001:db8::/32"]],
] as const) {
  test(`node ports are open: ${words}`, () => {
    assert.deepEqual(facts({ nodePortAddresses }, [nodePort], NODES), []);
  });
}

test("Services without node ports need no address for them", () => {
  assert.deepEqual(facts({ nodePortAddresses: ["127.0.0.0/8"] }, [service("web")], NODES), []);
});

test("loopback addresses alone close node ports even where no node is known", () => {
  const [fact] = facts({ nodePortAddresses: ["127.0.0.0/8"] }, [nodePort]);
  assert.deepEqual([fact?.kind, fact && "of" in fact && fact.of], ["node-ports-closed", 0]);
  assert.deepEqual(facts({ nodePortAddresses: ["192.0.2.0/24"] }, [nodePort]), []);
});

test("without strictARP, every node of ipvs claims a load balancer's address", () => {
  const arp = (configuration: object, ingress: object[] | undefined) =>
    facts(configuration, [balanced(ingress)]).filter(({ kind }) => kind === "strict-arp-off");
  const off = { mode: "ipvs", ipvs: { strictARP: false } };
  assert.deepEqual(arp(off, [{ ip: "192.0.2.40" }]), [
    { kind: "strict-arp-off", addresses: [{ service: "default/web", ip: "192.0.2.40" }] },
  ]);
  assert.deepEqual(arp(off, undefined), [
    { kind: "strict-arp-off", addresses: [{ service: "default/web", ip: undefined }] },
  ]);
  assert.deepEqual(arp({ mode: "ipvs", ipvs: { strictARP: true } }, [{ ip: "192.0.2.40" }]), []);
  assert.deepEqual(arp({ mode: "iptables", ipvs: { strictARP: false } }, [{ ip: "192.0.2.40" }]), []);
  for (const elsewhere of [
    { hostname: "lb.example.com" },
    { ip: "192.0.2.40", ipMode: "Proxy" },
    { ip: "2001:db8::4" },
  ])
    assert.deepEqual(arp(off, [elsewhere]), [], JSON.stringify(elsewhere));
});

test("a configuration with fields of other types counts as one without them", () => {
  const strange = { mode: 5, nodePortAddresses: "all", ipvs: [], iptables: null, detectLocal: "x", clusterCIDR: {} };
  assert.deepEqual(facts(strange, [nodePort], NODES), []);
  assert.equal(kubeProxyConfiguration(strange).clusterCIDR, undefined);
  assert.equal(kubeProxyConfiguration({ iptables: { masqueradeBit: 99 } }).iptables.masqueradeBit, undefined);
  for (const text of [null, "mode: ipvs", 5]) assert.deepEqual(facts(text as never, [nodePort]), []);
});
