import assert from "node:assert/strict";
import { test } from "node:test";

import { DEFAULT_SETTINGS } from "../../src/model/dataplane/settings.ts";
import type { Around, NetworkPolicy, Service, Snapshot } from "../../src/model/snapshot.ts";
import type { ServiceTrace, Step } from "../../src/model/trace.ts";
import { traceChanges } from "../../src/model/trace-changes.ts";
import { traceServices } from "../../src/model/trace-service.ts";
import {
  endpointOf,
  makeNode,
  NOT_READY,
  pod,
  READY,
  service,
  slice,
  snapshot,
  TERMINATING,
} from "../support/objects.ts";

interface Question {
  from?: string;
  fromFiles?: boolean;
}

function trace(parts: Partial<Snapshot>, { from, fromFiles = false }: Question = {}): ServiceTrace {
  const input = { snapshot: snapshot(parts), fromFiles, replicas: new Map() };
  const now = new Date("2026-01-01T00:00:00Z");
  const settings = DEFAULT_SETTINGS;
  const [first] = traceServices(() => true, { input, settings, from, domain: "cluster.local", now });
  assert.ok(first);
  return first;
}

const stepsOf = ({ steps, ports }: ServiceTrace): Step[] => [...steps, ...ports.flatMap((port) => port.steps)];

/** "kind state fault" of each step. */
const brief = (found: ServiceTrace) =>
  stepsOf(found).map(({ kind, state, fault }) =>
    [kind, state, ...(fault ? [fault.kind === "finding" ? fault.code : fault.kind] : [])].join(" "),
  );

/** "address inside outside state" of each endpoint. */
const shares = ({ ports }: ServiceTrace) =>
  ports.flatMap(({ endpoints }) =>
    endpoints.map(({ address, inside, outside, state }) =>
      [address, ...[inside, outside].map((share) => (share ? share.most : "")), state].join(" "),
    ),
  );

const a = pod("web-a", { ip: "10.0.0.1", node: "node-1" });
const b = pod("web-b", { ip: "10.0.0.2", node: "node-2" });
const nodes = ["node-1", "node-2", "node-3"].map((name) => makeNode(name, `zone-${name.at(-1)}`));
const web = (spec: Partial<NonNullable<Service["spec"]>> = {}) => service("web", { selector: { app: "web" }, ...spec });
const both = [slice("web-1", "web", { endpoints: [endpointOf(a, READY), endpointOf(b, READY)] })];

test("traffic that arrives passes every step, and ready endpoints share it equally", () => {
  const found = trace({ services: [web()], pods: [a, b], endpointSlices: both, nodes });
  assert.deepEqual(brief(found), ["dns-name ok", "cluster-ip ok", "port ok", "target-port ok", "endpoints ok"]);
  assert.deepEqual(shares(found), ["10.0.0.1:80 2  ok", "10.0.0.2:80 2  ok"]);
  assert.equal(found.state, "ok");
});

test("an endpoint names the container that declares its port, and a single container that does not", () => {
  const sidecar = { name: "proxy", image: "envoy", ports: [{ containerPort: 9901 }] };
  const main = { name: "main", image: "nginx", ports: [{ name: "http", containerPort: 80 }] };
  const two = pod("web-a", { spec: { containers: [sidecar, main] } });
  const silent = pod("web-b", { ip: "10.0.0.2", ports: [] });
  const endpointSlices = [slice("web-1", "web", { endpoints: [endpointOf(two, READY), endpointOf(silent, READY)] })];
  const [port] = trace({ services: [web()], pods: [two, silent], endpointSlices }).ports;
  assert.deepEqual(
    port?.endpoints.map(({ container }) => container),
    [
      { name: "main", portName: "http", isDeclared: true },
      { name: "main", portName: undefined, isDeclared: false },
    ],
  );
});

test("a selector that matches nothing breaks at the endpoints, and the nearest Pod is shown", () => {
  const found = trace({ services: [web({ selector: { app: "wbe" } })], pods: [a], endpointSlices: [] });
  assert.equal(brief(found).at(-1), "endpoints broken SVC001");
  assert.deepEqual(shares(found), ["10.0.0.1:80 0  broken"]);
  assert.equal(found.state, "broken");
});

test("a target port that no container has breaks there first", () => {
  const ports = [{ name: "web", port: 80, protocol: "TCP", targetPort: "web" }];
  const found = trace({ services: [web({ ports })], pods: [a], endpointSlices: [] });
  assert.deepEqual(brief(found).slice(-2), ["target-port broken SVC004", "endpoints broken remark"]);
});

test("internal policy Local loses clients on nodes without an endpoint, and each endpoint has its node's traffic", () => {
  const services = [web({ internalTrafficPolicy: "Local" })];
  const found = trace({ services, pods: [a, b], endpointSlices: both, nodes });
  const [, entrance] = stepsOf(found);
  assert.equal(entrance?.state, "warning");
  assert.deepEqual(entrance?.fault?.kind === "no-local-endpoint" && entrance.fault.nodes, ["node-3"]);
  const [port] = found.ports;
  assert.deepEqual(port?.endpoints[0]?.inside, { least: 1, most: 1, isOfNode: true });
});

test("from a node without an endpoint, internal policy Local ends there; from another one it passes", () => {
  const parts = { services: [web({ internalTrafficPolicy: "Local" })], pods: [a, b], endpointSlices: both, nodes };
  assert.equal(trace(parts, { from: "node-3" }).state, "broken");
  const found = trace(parts, { from: "node-2" });
  assert.equal(found.state, "ok");
  assert.deepEqual(shares(found), ["10.0.0.1:80 0  idle", "10.0.0.2:80 1  ok"]);
});

const nodePort = { type: "NodePort", ports: [{ port: 80, protocol: "TCP", targetPort: 80, nodePort: 30080 }] };

test("external policy Local concerns clients from outside alone", () => {
  const services = [web({ ...nodePort, externalTrafficPolicy: "Local" })];
  const found = trace({ services, pods: [a, b], endpointSlices: both, nodes }, { from: "node-1" });
  assert.deepEqual(brief(found).slice(1, 3), ["cluster-ip ok", "node-port ok"]);
  assert.deepEqual(shares(found), ["10.0.0.1:80 2 1 ok", "10.0.0.2:80 2 0 ok"]);
  const elsewhere = trace({ services, pods: [a, b], endpointSlices: both, nodes }, { from: "node-3" });
  assert.deepEqual(brief(elsewhere).slice(1, 3), ["cluster-ip ok", "node-port broken no-local-endpoint"]);
  assert.equal(elsewhere.state, "warning");
});

test("zone hints narrow what a node uses; without a node an endpoint's share depends on it", () => {
  const hinted = [endpointOf(a, READY), endpointOf(b, READY)].map((endpoint, at) => ({
    ...endpoint,
    hints: { forZones: [{ name: `zone-${at + 1}` }] },
  }));
  const parts = { services: [web()], pods: [a, b], endpointSlices: [slice("s", "web", { endpoints: hinted })], nodes };
  assert.deepEqual(shares(trace(parts, { from: "node-2" })), ["10.0.0.1:80 0  idle", "10.0.0.2:80 1  ok"]);
  const [port] = trace(parts).ports;
  // zone-3 has no hint, so node-3 uses both
  assert.deepEqual(port?.endpoints[0]?.inside, { least: 0, most: 1, isOfNode: false });
});

test("when none is ready, endpoints that serve while they terminate take the traffic", () => {
  const ending = pod("web-a", { ip: "10.0.0.1", deletionTimestamp: "2026-01-01T00:00:10Z" });
  const endpointSlices = [slice("s", "web", { endpoints: [endpointOf(ending, TERMINATING)] })];
  const found = trace({ services: [web()], pods: [ending], endpointSlices });
  assert.equal(brief(found).at(-1), "endpoints warning terminating-only");
  assert.deepEqual(shares(found), ["10.0.0.1:80 1  warning"]);
});

test("no ready endpoint breaks, with the reason at each Pod", () => {
  const c = pod("web-a", { ready: false, message: "probe failed" });
  const found = trace({
    services: [web()],
    pods: [c],
    endpointSlices: [slice("s", "web", { endpoints: [endpointOf(c, NOT_READY)] })],
  });
  assert.equal(brief(found).at(-1), "endpoints broken SVC002");
  assert.deepEqual(
    found.ports[0]?.endpoints[0]?.row.reasons.map(({ kind }) => kind),
    ["not-ready"],
  );
});

const given = (...ingress: object[]) => ({ loadBalancer: { ingress } }) as NonNullable<Service["status"]>;
const balancer = { ...nodePort, type: "LoadBalancer" };

test("a load balancer without an address is a flaw: the other ways in are open", () => {
  const found = trace({ services: [web(balancer)], pods: [a, b], endpointSlices: both });
  assert.deepEqual(brief(found).slice(1, 4), ["cluster-ip ok", "node-port ok", "load-balancer warning SVC011"]);
  assert.equal(found.state, "warning");
});

test("in files a load balancer has no address yet, which is no fault", () => {
  const found = trace({ services: [web(balancer)], pods: [a, b], endpointSlices: both }, { fromFiles: true });
  assert.ok(brief(found).includes("load-balancer unknown no-address-yet"));
  assert.equal(found.state, "ok");
});

test("addresses of ipMode VIP, ipMode Proxy and host names are ways in; the latter two send traffic on", () => {
  const status = given({ ip: "192.0.2.1" }, { ip: "192.0.2.2", ipMode: "Proxy" }, { hostname: "lb.example.com" });
  const one = { ...web({ ...balancer, loadBalancerSourceRanges: ["198.51.100.0/24"] }), status };
  const steps = stepsOf(trace({ services: [one], pods: [a, b], endpointSlices: both }));
  const found = steps.flatMap((step) => ("isForwarded" in step && step.kind === "load-balancer" ? [step] : []));
  assert.deepEqual(
    found.map(({ address, isForwarded, sources, state }) => [address, isForwarded, sources.join(), state]),
    [
      ["192.0.2.1:80", false, "198.51.100.0/24", "ok"],
      ["192.0.2.2:80", true, "198.51.100.0/24", "ok"],
      ["lb.example.com", true, "198.51.100.0/24", "ok"],
    ],
  );
});

test("a port that the load balancer refuses is told with its error", () => {
  const ports = [{ port: 80, protocol: "TCP", error: "PortInUse" }];
  const one = { ...web(balancer), status: given({ ip: "192.0.2.1", ports }) };
  const found = trace({ services: [one], pods: [a, b], endpointSlices: both });
  assert.ok(brief(found).includes("load-balancer broken load-balancer-error"));
});

test("both families have their own cluster IP, endpoints and shares; the node port is one", () => {
  const dual = pod("web-a", { ips: ["10.0.0.1", "fd00::1"] });
  const services = [web({ ...nodePort, clusterIPs: ["10.96.0.1", "fd00:96::1"], ipFamilies: ["IPv4", "IPv6"] })];
  const six = { ...endpointOf(dual, READY), addresses: ["fd00::1"] };
  const endpointSlices = [
    slice("s4", "web", { endpoints: [endpointOf(dual, READY)] }),
    slice("s6", "web", { endpoints: [six], addressType: "IPv6" }),
  ];
  const found = trace({ services, pods: [dual], endpointSlices });
  const addresses = stepsOf(found).flatMap((step) => ("isForwarded" in step ? [step.address] : []));
  assert.deepEqual(addresses, ["10.96.0.1:80", "30080", "[fd00:96::1]:80"]);
  assert.deepEqual(shares(found), ["10.0.0.1:80 1 1 ok", "[fd00::1]:80 1 1 ok"]);
});

test("a headless Service has no proxy: its clients choose, so there are no shares; without a ready Pod its name is not there", () => {
  const services = [web({ clusterIP: "None", clusterIPs: ["None"] })];
  const found = trace({ services, pods: [a, b], endpointSlices: both });
  assert.deepEqual(brief(found).slice(0, 2), ["dns-name ok", "headless ok"]);
  assert.deepEqual(shares(found), ["10.0.0.1:80   ok", "10.0.0.2:80   ok"]);
  const empty = trace({ services, pods: [], endpointSlices: [] });
  assert.equal(brief(empty)[0], "dns-name broken no-records");
});

test("an ExternalName Service is a name and nothing more", () => {
  const found = trace({ services: [service("docs", { type: "ExternalName", externalName: "docs.example.com" })] });
  assert.deepEqual(brief(found), ["dns-name ok", "external-name ok"]);
  assert.deepEqual(found.ports, []);
  const wrong = trace({ services: [service("docs", { type: "ExternalName", externalName: "192.0.2.1" })] });
  assert.equal(brief(wrong)[1], "external-name broken SVC013");
});

test("without a selector, a slice that serves another port name leads nowhere", () => {
  const ports = [{ name: "https", port: 80, protocol: "TCP" }];
  const endpointSlices = [slice("s", "web", { endpoints: [{ addresses: ["192.0.2.5"] }], ports, byHand: true })];
  const found = trace({ services: [service("web")], endpointSlices });
  assert.equal(brief(found).at(-1), "endpoints broken SVC012");
});

test("a Service that a label leaves to another proxy cannot be judged", () => {
  const one = web();
  const labels = { "service.kubernetes.io/service-proxy-name": "cilium" };
  const found = trace({
    services: [{ ...one, metadata: { ...one.metadata, labels } }],
    pods: [a, b],
    endpointSlices: both,
  });
  assert.equal(brief(found)[1], "cluster-ip unknown other-proxy");
});

test("network policies that let nobody in break behind the endpoints", () => {
  const policy: NetworkPolicy = { metadata: { name: "deny", namespace: "default" }, spec: { podSelector: {} } };
  const around: Around = { ingresses: [], httpRoutes: [], statefulSets: [], networkPolicies: [policy] };
  const found = trace({ services: [web()], pods: [a, b], endpointSlices: both, around });
  assert.deepEqual(brief(found).slice(-2), ["endpoints ok", "network-policy broken SVC019"]);
});

test("where EndpointSlices cannot be read, the Pods' own state stands for them", () => {
  const unreadable = [{ kind: "EndpointSlice", reason: "forbidden" }];
  const found = trace({ services: [web()], pods: [a, pod("web-b", { ip: "10.0.0.2", ready: false })], unreadable });
  assert.deepEqual(shares(found), ["10.0.0.1:80 1  ok", "10.0.0.2:80 0  broken"]);
});

test("where Pods and EndpointSlices cannot be read, nothing is known of the endpoints", () => {
  const unreadable = [
    { kind: "EndpointSlice", reason: "forbidden" },
    { kind: "Pod", reason: "forbidden" },
  ];
  const found = trace({ services: [web()], unreadable });
  assert.equal(brief(found).at(-1), "endpoints unknown remark");
  assert.equal(found.state, "unknown");
});

test("what an annotation silences is no flaw, unless traffic ends there", () => {
  const ignore = (code: string, one: Service): Service => ({
    ...one,
    metadata: { ...one.metadata, annotations: { [`svcctl.dev/ignore.${code}`]: "meant" } },
  });
  const published = web({ publishNotReadyAddresses: true });
  const parts = { pods: [a, b], endpointSlices: both };
  assert.equal(trace({ ...parts, services: [published] }).state, "warning");
  assert.equal(trace({ ...parts, services: [ignore("SVC021", published)] }).state, "ok");
  assert.equal(trace({ services: [ignore("SVC001", web({ selector: { app: "x" } }))] }).state, "broken");
});

test("changes name the endpoint that came, went or changed; a share that only shrinks is none", () => {
  const at = (endpoints: Parameters<typeof slice>[2]["endpoints"], pods: Snapshot["pods"]) =>
    trace({ services: [web()], pods, endpointSlices: [slice("s", "web", { endpoints })] });
  const one = at([endpointOf(a, READY)], [a]);
  const two = at([endpointOf(a, READY), endpointOf(b, READY)], [a, b]);
  const told = (before: ServiceTrace[], after: ServiceTrace[]) =>
    traceChanges(before, after).map((change) => {
      if (change.kind === "endpoint") return [change.before?.address, change.after?.address].join("→");
      return change.kind === "step" ? (change.after?.kind ?? "gone") : change.kind;
    });
  assert.deepEqual(told([one], [two]), ["endpoints", "→10.0.0.2:80"]);
  assert.deepEqual(told([two], [one]), ["endpoints", "10.0.0.2:80→"]);
  assert.deepEqual(told([one], []), ["gone"]);
  assert.deepEqual(told([], [one]), ["start"]);
  assert.deepEqual(told([two], [two]), []);
});

test("seconds that a deletion still takes are no change", () => {
  const ending = pod("web-a", { deletionTimestamp: "2026-01-01T00:00:30Z" });
  const endpointSlices = [slice("s", "web", { endpoints: [endpointOf(ending, TERMINATING)] })];
  const parts = snapshot({ services: [web()], pods: [ending], endpointSlices });
  const at = (time: string) =>
    traceServices(() => true, {
      input: { snapshot: parts, fromFiles: false, replicas: new Map() },
      settings: DEFAULT_SETTINGS,
      from: undefined,
      domain: "cluster.local",
      now: new Date(time),
    });
  assert.deepEqual(traceChanges(at("2026-01-01T00:00:00Z"), at("2026-01-01T00:00:09Z")), []);
});
