import assert from "node:assert/strict";
import { test } from "node:test";

import type { ProxySettings } from "../../../src/model/dataplane/settings.ts";
import type { EndpointSlice, Service } from "../../../src/model/snapshot.ts";
import { nodeSettings, rulesText, service, slice } from "../../support/dataplane.ts";
import { type Fate, followPacket, type Packet } from "../../support/follow-packet.ts";

/** The nodes and clients of kube-proxy's own tests (pkg/proxy/iptables/proxier_test.go), whose outcomes these are. */
const NODE = "192.168.0.2";
const OTHER_ADDRESS = "192.168.1.2";
const NODE6 = "2001:db8::1";
const POD = "10.0.0.2";
const CLIENT = "203.0.113.2";
const BLOCKED = "203.0.113.130";
const LOCAL = [NODE, OTHER_ADDRESS, NODE6, "127.0.0.1", "::1"];
const SETTINGS: ProxySettings = {
  ...nodeSettings,
  clusterCidrs: ["10.0.0.0/8"],
  nodeIp: (family) => (family === "IPv4" ? NODE : NODE6),
};

type Objects = { services: Service[]; endpointSlices: EndpointSlice[] };

function flow(objects: Objects, settings: Partial<ProxySettings> = {}, family: "IPv4" | "IPv6" = "IPv4") {
  const rules = rulesText(objects, [family], { ...SETTINGS, ...settings });
  return (from: string, to: string, port: number, more: Partial<Packet> = {}): Fate =>
    followPacket(rules, { from, to, port, ...more }, LOCAL);
}

const kept = (...ends: string[]): Fate => ({ ends, masquerade: false });
const masqueraded = (...ends: string[]): Fate => ({ ends, masquerade: true });
const IGNORED = kept();

/** A load balancer with an external IP and a node port, and endpoints elsewhere and on this node. */
function everyEntrance(spec: Partial<NonNullable<Service["spec"]>>): Objects {
  const ports = [{ name: "p80", port: 80, protocol: "TCP", nodePort: 3001 }];
  const whole = { type: "LoadBalancer", clusterIP: "172.30.0.41", externalIPs: ["192.168.99.11"], ports, ...spec };
  const web = service(whole, { loadBalancer: { ingress: [{ ip: "1.2.3.4" }] } });
  const endpoints = [{ ip: "10.180.0.1" }, { ip: "10.180.2.1", node: "n1" }];
  return {
    services: [web],
    endpointSlices: [slice(endpoints, { ports: [{ name: "p80", port: 80, protocol: "TCP" }] })],
  };
}

const ENTRANCES = [
  ["192.168.99.11", 80],
  ["1.2.3.4", 80],
  [NODE, 3001],
] as const;
const BOTH = ["10.180.0.1:80", "10.180.2.1:80"];

test("with the external policy Cluster every endpoint is chosen, and packets to external addresses are masqueraded", () => {
  const send = flow(everyEntrance({ externalTrafficPolicy: "Cluster" }));
  assert.deepEqual(send(POD, "172.30.0.41", 80), kept(...BOTH));
  assert.deepEqual(send(CLIENT, "172.30.0.41", 80), masqueraded(...BOTH));
  for (const [to, port] of ENTRANCES)
    for (const from of [POD, CLIENT]) assert.deepEqual(send(from, to, port), masqueraded(...BOTH), `${from} to ${to}`);
});

test("with the external policy Local clients outside get the node's endpoint, Pods every one, and both keep their address", () => {
  const send = flow(everyEntrance({ externalTrafficPolicy: "Local", healthCheckNodePort: 30_000 }));
  assert.deepEqual(send(POD, "172.30.0.41", 80), kept(...BOTH));
  for (const [to, port] of ENTRANCES) {
    assert.deepEqual(send(POD, to, port), kept(...BOTH), `a Pod to ${to}`);
    assert.deepEqual(send(CLIENT, to, port), kept("10.180.2.1:80"), `a client to ${to}`);
    assert.deepEqual(send(NODE, to, port), masqueraded(...BOTH), `the node to ${to}`);
  }
});

test("on a node without endpoints the external policy Local drops clients, and lets Pods and the node through", () => {
  const send = flow(everyEntrance({ externalTrafficPolicy: "Local" }), { node: "n2" });
  for (const [to, port] of ENTRANCES) {
    assert.deepEqual(send(CLIENT, to, port), kept("DROP"), `a client to ${to}`);
    assert.deepEqual(send(POD, to, port), kept(...BOTH), `a Pod to ${to}`);
    assert.deepEqual(send(NODE, to, port), masqueraded(...BOTH), `the node to ${to}`);
  }
});

test("the internal policy Local narrows the cluster IP alone", () => {
  const send = flow(everyEntrance({ internalTrafficPolicy: "Local" }));
  assert.deepEqual(send(POD, "172.30.0.41", 80), kept("10.180.2.1:80"));
  assert.deepEqual(send(NODE, "172.30.0.41", 80), masqueraded("10.180.2.1:80"));
  assert.deepEqual(send(CLIENT, NODE, 3001), masqueraded(...BOTH));
  const away = flow(everyEntrance({ internalTrafficPolicy: "Local" }), { node: "n2" });
  assert.deepEqual(away(POD, "172.30.0.41", 80), kept("DROP"));
  assert.deepEqual(away(CLIENT, NODE, 3001), masqueraded(...BOTH));
});

test("a Service without any endpoint rejects everywhere, whatever its policies", () => {
  const { services } = everyEntrance({ externalTrafficPolicy: "Local", internalTrafficPolicy: "Local" });
  const send = flow({ services, endpointSlices: [] });
  for (const [to, port] of [["172.30.0.41", 80] as const, ...ENTRANCES])
    for (const from of [POD, CLIENT, NODE]) assert.deepEqual(send(from, to, port), kept("REJECT"), `${from} to ${to}`);
});

test("the health check node port is let in whether or not there are endpoints, with any nodePortAddresses", () => {
  const { services } = everyEntrance({ externalTrafficPolicy: "Local", healthCheckNodePort: 30_000 });
  const send = flow({ services, endpointSlices: [] }, { nodePortAddresses: ["127.0.0.0/8"] });
  assert.deepEqual(send("1.2.3.4", NODE, 30_000), kept("ACCEPT"));
  assert.deepEqual(flow({ services: [], endpointSlices: [] })("1.2.3.4", NODE, 30_000), IGNORED);
});

test("an endpoint that reaches itself is masqueraded; ports and protocols do not mix", () => {
  const port = (name: string, number: number, protocol: string) => ({ name, port: number, protocol });
  const web = service({
    clusterIP: "172.30.0.42",
    ports: [port("http", 80, "TCP"), port("dns-udp", 53, "UDP"), port("dns-tcp", 53, "TCP"), port("s", 53, "SCTP")],
  });
  const endpoints = slice([{ ip: "10.180.0.1", node: "n1" }], {
    ports: [port("http", 80, "TCP"), port("dns-udp", 53, "UDP"), port("dns-tcp", 5353, "TCP"), port("s", 53, "SCTP")],
  });
  const send = flow({ services: [web], endpointSlices: [endpoints] });
  assert.deepEqual(send("10.180.0.1", "172.30.0.42", 80), masqueraded("10.180.0.1:80"));
  assert.deepEqual(send("10.180.0.2", "172.30.0.42", 53), kept("10.180.0.1:5353"));
  assert.deepEqual(send("10.180.0.2", "172.30.0.42", 53, { protocol: "udp" }), kept("10.180.0.1:53"));
  assert.deepEqual(send("10.180.0.2", "172.30.0.42", 53, { protocol: "sctp" }), kept("10.180.0.1:53"));
  assert.deepEqual(send("10.180.0.2", "172.30.0.42", 80, { protocol: "udp" }), IGNORED);
  assert.deepEqual(send("10.180.0.2", "172.30.0.42", 443), IGNORED);
});

test("source ranges guard a load balancer's addresses, not its node port; spaces around them count for nothing", () => {
  const ingress = [{ ip: "1.2.3.4" }, { ip: "5.6.7.8" }, { ip: "9.9.9.9", ipMode: "Proxy" }];
  const { services, endpointSlices } = everyEntrance({
    externalIPs: [],
    loadBalancerSourceRanges: ["192.168.0.0/24", " 203.0.113.0/25", "2001:db8::/32", "10.0.0.2"],
  });
  const send = flow({ services: [{ ...services[0], status: { loadBalancer: { ingress } } }], endpointSlices });
  for (const ip of ["1.2.3.4", "5.6.7.8"]) {
    assert.deepEqual(send(CLIENT, ip, 80), masqueraded(...BOTH), "a client in the ranges");
    assert.deepEqual(send(BLOCKED, ip, 80), kept("DROP"), "a client outside of them");
    assert.deepEqual(send(POD, ip, 80), kept("DROP"), "an address alone is no range");
    assert.deepEqual(send(NODE, ip, 80), masqueraded(...BOTH), "the node, which is in the ranges");
    assert.deepEqual(send(ip, ip, 80), masqueraded(...BOTH), "the node by the load balancer's own address");
  }
  assert.deepEqual(send(BLOCKED, NODE, 3001), masqueraded(...BOTH));
  assert.deepEqual(send(CLIENT, "9.9.9.9", 80), IGNORED, "an address of ipMode Proxy");
});

/** kube-proxy's combinations of --nodeport-addresses and --iptables-localhost-nodeports. */
const NODE_PORTS: [
  family: "IPv4" | "IPv6",
  localhostNodePorts: boolean,
  nodePortAddresses: string[] | undefined,
  answers: { other: boolean; localhost: boolean },
][] = [
  ["IPv4", true, undefined, { other: true, localhost: true }],
  ["IPv4", false, undefined, { other: true, localhost: false }],
  ["IPv4", false, ["192.168.0.0/24", "127.0.0.1/32"], { other: false, localhost: false }],
  ["IPv4", true, ["192.168.0.0/24", "127.0.0.1/32"], { other: false, localhost: true }],
  ["IPv4", true, ["192.168.0.0/24"], { other: false, localhost: false }],
  ["IPv4", true, ["2001:db8::/64"], { other: true, localhost: true }],
  ["IPv4", true, ["primary"], { other: false, localhost: false }],
  ["IPv6", true, undefined, { other: true, localhost: false }],
  ["IPv6", true, ["2001:db8::/64"], { other: false, localhost: false }],
];

for (const [family, localhostNodePorts, nodePortAddresses, answers] of NODE_PORTS) {
  const where = `${nodePortAddresses?.join(", ") ?? "every address"}${localhostNodePorts ? "" : " but localhost"}`;
  test(`node ports of ${family} on ${where}`, () => {
    const isIpv4 = family === "IPv4";
    const objects = {
      services: [
        service({
          type: "NodePort",
          clusterIP: isIpv4 ? "172.30.0.41" : "fd00:172:30::41",
          ports: [{ name: "p80", port: 80, protocol: "TCP", nodePort: 3001 }],
        }),
      ],
      endpointSlices: [slice([{ ip: isIpv4 ? "10.180.0.1" : "fd00:10:180::1" }])],
    };
    const settings = { localhostNodePorts, nodePortAddresses, knowsInterfaces: true };
    const send = flow(objects, settings, family);
    const [client, node, other, localhost, end] = isIpv4
      ? [CLIENT, NODE, OTHER_ADDRESS, "127.0.0.1", "10.180.0.1:8080"]
      : ["2600:5200::1", NODE6, "2001:db8:1::2", "::1", "[fd00:10:180::1]:8080"];
    assert.deepEqual(send(client, node, 3001), masqueraded(end));
    assert.deepEqual(send(node, node, 3001), masqueraded(end));
    assert.deepEqual(send(localhost, localhost, 3001), answers.localhost ? masqueraded(end) : IGNORED);
    if (isIpv4) assert.deepEqual(send(client, other, 3001), answers.other ? masqueraded(end) : IGNORED);
    const rules = rulesText(objects, [family], { ...SETTINGS, ...settings });
    assert.equal(rules.includes("block incoming localnet connections"), answers.localhost);
    assert.match(rules, /-A INPUT -j KUBE-FIREWALL/, "the chain that kube-proxy shares with the kubelet");
  });
}

for (const [words, settings, pod, client] of [
  ["by an interface", { podInterface: { name: "cni0", isPrefix: false } }, "cni0", "eth0"],
  ["by how interfaces' names begin", { podInterface: { name: "veth", isPrefix: true } }, "veth12ab", "eth0"],
] as const) {
  test(`Pods are told apart ${words}`, () => {
    const send = flow(everyEntrance({ externalTrafficPolicy: "Local" }), settings);
    assert.deepEqual(send(POD, "172.30.0.41", 80, { input: pod }), kept(...BOTH));
    assert.deepEqual(send(POD, "172.30.0.41", 80, { input: client }), masqueraded(...BOTH));
    assert.deepEqual(send(POD, "1.2.3.4", 80, { input: pod }), kept(...BOTH));
    assert.deepEqual(send(POD, "1.2.3.4", 80, { input: client }), kept("10.180.2.1:80"));
  });
}

test("where nothing tells Pods apart, none is treated apart; masqueradeAll takes in everybody", () => {
  const objects = everyEntrance({ externalTrafficPolicy: "Local" });
  const send = flow(objects, { clusterCidrs: [] });
  assert.deepEqual(send(CLIENT, "172.30.0.41", 80), kept(...BOTH));
  assert.deepEqual(send(POD, "1.2.3.4", 80), kept("10.180.2.1:80"));
  assert.deepEqual(flow(objects, { masqueradeAll: true })(POD, "172.30.0.41", 80), masqueraded(...BOTH));
});

test("packets outside of a connection's window are dropped, unless the kernel is told to be liberal", () => {
  const rules = (settings: Partial<ProxySettings>) =>
    rulesText({ services: [], endpointSlices: [] }, ["IPv4"], { ...SETTINGS, ...settings });
  assert.match(rules({}), /-A KUBE-FORWARD -m conntrack --ctstate INVALID .*-j DROP/);
  assert.doesNotMatch(rules({ tcpBeLiberal: true }), /INVALID/);
});
