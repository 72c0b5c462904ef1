import assert from "node:assert/strict";
import { test } from "node:test";

import { countNodePorts, DEFAULT_RANGE, parsePortRange, portUses } from "../../src/model/port-use.ts";
import type { Service } from "../../src/model/snapshot.ts";
import { service } from "../support/objects.ts";

const balanced = (name: string, ingress: { ip?: string; hostname?: string }[]): Service => ({
  ...service(name, { type: "LoadBalancer", ports: [{ port: 443, protocol: "TCP", nodePort: 30_443 }] }),
  status: { loadBalancer: { ingress } },
});

const shown = (services: Service[]) =>
  portUses(services).map(
    ({ kind, address, number, protocol, name }) => `${kind} ${address} ${number}/${protocol} ${name}`,
  );

test("node ports come first in the order of their numbers, then addresses", () => {
  const web = service("web", {
    type: "NodePort",
    externalIPs: ["203.0.113.7"],
    ports: [
      { port: 80, protocol: "TCP", nodePort: 30_500 },
      { port: 53, protocol: "UDP", nodePort: 30_053 },
    ],
  });
  assert.deepEqual(shown([web, balanced("edge", [{ ip: "198.51.100.1" }, { hostname: "lb.example.com" }])]), [
    "node-port undefined 30053/UDP web",
    "node-port undefined 30443/TCP edge",
    "node-port undefined 30500/TCP web",
    "load-balancer 198.51.100.1 443/TCP edge",
    "load-balancer lb.example.com 443/TCP edge",
    "external-ip 203.0.113.7 53/UDP web",
    "external-ip 203.0.113.7 80/TCP web",
  ]);
});

test("a load balancer that is pending has a line without an address", () => {
  assert.ok(shown([balanced("edge", [])]).includes("load-balancer undefined 443/TCP edge"));
});

test("the health check of traffic policy Local holds a node port, too", () => {
  const edge = service("edge", { type: "LoadBalancer", ports: [], healthCheckNodePort: 31_000 });
  assert.deepEqual(shown([edge]), ["health-check undefined 31000/TCP edge"]);
});

test("a ClusterIP or ExternalName Service holds nothing", () => {
  assert.deepEqual(shown([service("web"), service("docs", { type: "ExternalName", externalName: "example.com" })]), []);
});

// The bands are those of https://kubernetes.io/docs/concepts/services-networking/service/#avoid-nodeport-collisions:
// 30000-30085 for numbers chosen by hand, 30086-32767 given out first.
test("the default range has 2768 numbers, of which 86 are given out last", () => {
  assert.deepEqual(countNodePorts([], DEFAULT_RANGE), {
    range: { first: 30_000, last: 32_767 },
    used: 0,
    free: 2768,
    byHand: { first: 30_000, last: 30_085, free: 86 },
    outside: [],
  });
});

test("a number counts once for both protocols, and what is outside the range is told", () => {
  const dns = service("dns", {
    type: "NodePort",
    ports: [
      { port: 53, name: "tcp", protocol: "TCP", nodePort: 30_053 },
      { port: 53, name: "udp", protocol: "UDP", nodePort: 30_053 },
      { port: 80, name: "old", protocol: "TCP", nodePort: 8080 },
    ],
  });
  const count = countNodePorts(portUses([dns]), DEFAULT_RANGE);
  assert.deepEqual([count.used, count.free, count.byHand?.free, count.outside], [1, 2767, 85, [8080]]);
});

// KEP-3668: a range of 16 numbers or fewer is not parted; 16 numbers at least, 128 at most
for (const [text, byHand] of [
  ["30000-30015", undefined],
  ["30000-30031", "30000-30015"],
  ["20000-40000", "20000-20127"],
] as const) {
  test(`of ${text}, ${byHand ?? "no part"} is kept for numbers chosen by hand`, () => {
    const part = countNodePorts([], parsePortRange(text) ?? DEFAULT_RANGE).byHand;
    assert.equal(part && `${part.first}-${part.last}`, byHand);
  });
}

test("a range is two ports in order", () => {
  assert.deepEqual(parsePortRange("1-65535"), { first: 1, last: 65_535 });
  for (const text of ["", "30000", "2-1", "0-5", "1-65536", "a-b"]) assert.equal(parsePortRange(text), undefined, text);
});
