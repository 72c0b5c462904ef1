import assert from "node:assert/strict";
import { test } from "node:test";

import { proxyPorts } from "../../../src/model/dataplane/proxy-ports.ts";
import { decideTraffic, type Traffic } from "../../../src/model/dataplane/traffic.ts";
import type { EndpointSlice, Service } from "../../../src/model/snapshot.ts";
import { nodeSettings, service, slice } from "../../support/dataplane.ts";

function traffic(web: Service, ...endpointSlices: EndpointSlice[]): Traffic {
  const [port] = proxyPorts({ services: [web], endpointSlices }, "IPv4", "n1");
  assert.ok(port);
  return decideTraffic(port, nodeSettings);
}

const ips = (endpoints: Traffic["cluster"]) => endpoints.map(({ ip }) => ip);

test("absent conditions mean ready", () => {
  assert.deepEqual(ips(traffic(service(), slice([{ ip: "10.1.0.1" }])).cluster), ["10.1.0.1"]);
});

test("several slices make one list, each address once, ordered as text", () => {
  const first = slice([{ ip: "10.1.0.9" }, { ip: "10.1.0.10", node: "n2" }]);
  const second = slice([{ ip: "10.1.0.10", node: "n1" }]);
  const { cluster } = traffic(service(), first, second);
  assert.deepEqual(ips(cluster), ["10.1.0.10", "10.1.0.9"]);
  assert.equal(cluster[0]?.isLocal, true, "of entries for one address a local one wins");
});

test("a slice of another family, a port of another name or protocol, and host names give no endpoints", () => {
  const others = [
    slice([{ ip: "fd00:1::1" }]),
    slice([{ ip: "10.1.0.1" }], { ports: [{ name: "other", port: 80, protocol: "TCP" }] }),
    slice([{ ip: "10.1.0.2" }], { ports: [{ name: "p80", port: 80, protocol: "UDP" }] }),
    slice([{ ip: "example.com" }], { addressType: "FQDN" }),
  ];
  assert.deepEqual(traffic(service(), ...others).cluster, []);
});

test("endpoints that end but still serve take the traffic only when none is ready", () => {
  const ending = { ip: "10.1.0.1", ready: false, serving: true, terminating: true };
  const gone = { ip: "10.1.0.2", ready: false, serving: false, terminating: true };
  assert.deepEqual(ips(traffic(service(), slice([ending, gone])).cluster), ["10.1.0.1"]);
  assert.deepEqual(ips(traffic(service(), slice([ending, gone, { ip: "10.1.0.3" }])).cluster), ["10.1.0.3"]);
});

test("under the policy Local, local endpoints that end serve while others elsewhere are ready", () => {
  const local = { ip: "10.1.0.1", node: "n1", ready: false, serving: true, terminating: true };
  const found = traffic(service({ internalTrafficPolicy: "Local" }), slice([local, { ip: "10.1.0.2", node: "n2" }]));
  assert.deepEqual(ips(found.local), ["10.1.0.1"]);
  assert.deepEqual(found.cluster, [], "nothing uses the policy Cluster");
});

test("without endpoints packets are rejected; with endpoints on other nodes alone, dropped", () => {
  const local = { internalTrafficPolicy: "Local" };
  assert.equal(traffic(service(local)).internalRefusal, "reject");
  assert.equal(traffic(service(local), slice([{ ip: "10.1.0.1", node: "n2" }])).internalRefusal, "drop");
  assert.equal(traffic(service(local), slice([{ ip: "10.1.0.1", node: "n1" }])).internalRefusal, undefined);
});

test("the external policy Local means nothing for a Service that the outside cannot reach", () => {
  const inside = service({ type: "ClusterIP", externalTrafficPolicy: "Local" });
  assert.equal(traffic(inside, slice([{ ip: "10.1.0.1" }])).port.externalLocal, false);
});

test("hints for the zone narrow the endpoints when each has hints and one is for it", () => {
  const near = { ip: "10.1.0.1", zones: ["z1"] };
  const far = { ip: "10.1.0.2", zones: ["z2"] };
  assert.deepEqual(ips(traffic(service(), slice([near, far])).cluster), ["10.1.0.1"]);
  assert.equal(traffic(service(), slice([near, { ip: "10.1.0.2" }])).cluster.length, 2, "one has no hint");
  assert.equal(traffic(service(), slice([far])).cluster.length, 1, "none is for this zone");
});

test("hints for the node come before those for its zone", () => {
  const here = { ip: "10.1.0.1", zones: ["z1"], nodes: ["n1"] };
  const beside = { ip: "10.1.0.2", zones: ["z1"], nodes: ["n2"] };
  const found = traffic(service(), slice([here, beside]));
  assert.deepEqual(ips(found.cluster), ["10.1.0.1"]);
  assert.equal(found.narrowing, "node");
});

test("hints do not narrow the policy Local, nor endpoints that are not ready", () => {
  const local = service({ type: "NodePort", externalTrafficPolicy: "Local" });
  local.spec!.ports![0]!.nodePort = 30080;
  const found = traffic(
    local,
    slice([
      { ip: "10.1.0.1", node: "n1", zones: ["z2"] },
      { ip: "10.1.0.2", zones: ["z1"] },
    ]),
  );
  assert.deepEqual(ips(found.cluster), ["10.1.0.2"]);
  assert.deepEqual(ips(found.local), ["10.1.0.1"]);
  assert.equal(found.reachable.length, 2);
});

test("load balancer addresses of ipMode Proxy are left to the load balancer", () => {
  const ingress = [{ ip: "203.0.113.1" }, { ip: "203.0.113.2", ipMode: "Proxy" }, { hostname: "lb.example.com" }];
  const { port } = traffic(service({ type: "LoadBalancer" }, { loadBalancer: { ingress } }));
  assert.deepEqual(port.loadBalancerIps, ["203.0.113.1"]);
  assert.deepEqual(port.proxiedIps, ["203.0.113.2"]);
});

test("kube-proxy leaves alone what is headless, external, labelled for others, or has no address yet", () => {
  const labelled = service();
  labelled.metadata!.labels = { "service.kubernetes.io/service-proxy-name": "mesh" };
  const left = [
    service({ clusterIP: "None" }),
    service({ type: "ExternalName", externalName: "x.example.com" }),
    labelled,
    service({ clusterIP: "" }),
  ];
  for (const web of left) assert.deepEqual(proxyPorts({ services: [web], endpointSlices: [] }, "IPv4", "n1"), []);
});

test("hints for other nodes alone leave the choice to the hints for the zone", () => {
  const beside = { ip: "10.1.0.1", zones: ["z1"], nodes: ["n2"] };
  const far = { ip: "10.1.0.2", zones: ["z2"], nodes: ["n3"] };
  const found = traffic(service(), slice([beside, far]));
  assert.deepEqual([ips(found.cluster), found.narrowing], [["10.1.0.1"], "zone"]);
});

test("a node whose zone is not known takes no hint as meant for it", () => {
  const endpoints = slice([
    { ip: "10.1.0.1", zones: ["z1"] },
    { ip: "10.1.0.2", zones: [""] },
  ]);
  const [port] = proxyPorts({ services: [service()], endpointSlices: [endpoints] }, "IPv4", "n9");
  assert.ok(port);
  assert.equal(decideTraffic(port, { node: "n9", zone: "z9" }).cluster.length, 2);
});

test("endpoints that are not ready have no say in whether all have hints", () => {
  const near = { ip: "10.1.0.1", zones: ["z1"] };
  const far = { ip: "10.1.0.2", zones: ["z2"] };
  const found = traffic(service(), slice([near, far, { ip: "10.1.0.3", ready: false, serving: false }]));
  assert.deepEqual(ips(found.cluster), ["10.1.0.1"]);
});

for (const label of ["service.kubernetes.io/service-proxy-name", "service.kubernetes.io/headless"]) {
  test(`what carries the label ${label} is left to others, Services and slices alike`, () => {
    const labels = { "kubernetes.io/service-name": "web", [label]: "" };
    const metadata = { namespace: "ns1", name: "web-2", labels };
    assert.deepEqual(traffic(service(), slice([{ ip: "10.1.0.1" }], { metadata })).cluster, []);
    const labelled = service();
    labelled.metadata!.labels = { [label]: "" };
    const objects = { services: [labelled], endpointSlices: [slice([{ ip: "10.1.0.1" }])] };
    assert.deepEqual(proxyPorts(objects, "IPv4", "n1"), []);
  });
}

test("a Service of both families is served a family at a time, each with its own addresses and endpoints", () => {
  const dual = service({
    clusterIPs: ["10.96.0.5", "fd00:96::5"],
    type: "LoadBalancer",
    externalIPs: ["198.51.100.1", "2001:db8::1"],
    loadBalancerSourceRanges: ["198.51.100.0/24", "2001:db8::/32"],
  });
  const endpointSlices = [slice([{ ip: "10.1.0.1" }]), slice([{ ip: "fd00:1::1" }])];
  const [v6] = proxyPorts({ services: [dual], endpointSlices }, "IPv6", "n1");
  assert.deepEqual(
    [v6?.clusterIp, v6?.externalIps, v6?.sourceRanges, v6?.endpoints.map(({ address }) => address)],
    ["fd00:96::5", ["2001:db8::1"], ["2001:db8::/32"], ["[fd00:1::1]:8080"]],
  );
});

test("slices with differing numbers for one port name each bring their own", () => {
  const first = slice([{ ip: "10.1.0.1" }]);
  const second = slice([{ ip: "10.1.0.2" }], { ports: [{ name: "p80", port: 9090, protocol: "TCP" }] });
  const found = traffic(service(), first, second).cluster.map(({ address }) => address);
  assert.deepEqual(found, ["10.1.0.1:8080", "10.1.0.2:9090"]);
});
