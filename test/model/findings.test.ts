import assert from "node:assert/strict";
import { test } from "node:test";

import { codes, KINDS } from "../../src/model/finding-kinds.ts";
import type { Fact } from "../../src/model/finding-facts.ts";
import { checkServices } from "../../src/model/findings.ts";
import { manifestSnapshot } from "../../src/model/manifest-snapshot.ts";
import type { Around, KubeObject, Pod, Service, Snapshot } from "../../src/model/snapshot.ts";
import { endpointOf, makeNode, NOT_READY, pod, READY, service, slice, snapshot } from "../support/objects.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const NOTHING: Around = { ingresses: [], httpRoutes: [], networkPolicies: [], statefulSets: [] };

type Parts = Partial<Omit<Snapshot, "around">> & { around?: Partial<Around> };

function facts({ around, ...parts }: Parts, namespace?: string): Fact[] {
  const whole = { ...snapshot(parts), around: { ...NOTHING, ...around } };
  const { findings } = checkServices({ snapshot: whole, fromFiles: false, replicas: new Map() }, namespace, NOW);
  return findings.map(({ fact }) => fact);
}

const kinds = (parts: Parts, namespace?: string): string[] => facts(parts, namespace).map(({ kind }) => kind);

const inFiles = (...objects: unknown[]): string[] =>
  checkServices(manifestSnapshot(objects as KubeObject[], "default"), undefined, NOW).findings.map(
    ({ fact }) => fact.kind,
  );

type Ports = NonNullable<NonNullable<Service["spec"]>["ports"]>;

/** Two ready Pods behind a Service, with the slice that the controller would make. */
function shop(spec: Partial<NonNullable<Service["spec"]>> = {}, pods: Pod[] = twoPods()): Parts {
  const web = service("web", { selector: { app: "web" }, ...spec });
  const ports = (web.spec?.ports ?? []).map(({ name = "", protocol = "TCP", port }) => ({ name, protocol, port }));
  const endpoints = pods.map((each) => endpointOf(each, READY));
  return { services: [web], pods, endpointSlices: [slice("web-a", "web", { endpoints, ports })] };
}

const twoPods = (parts: Parameters<typeof pod>[1] = {}) =>
  [1, 2].map((n) => pod(`web-${n}`, { ip: `10.0.0.${n}`, node: `node-${n}`, ...parts }));

const named = (target: string): Ports => [{ port: 80, protocol: "TCP", targetPort: target }];

test("a Service that is well has no findings", () => {
  assert.deepEqual(kinds(shop()), []);
});

test("an empty selector matches no Pod, and is not said to", () => {
  assert.deepEqual(kinds({ services: [service("web", { selector: {} })], pods: twoPods() }), ["no-selector-no-slices"]);
});

test("a Pod that ends, or has ended, is not one that is not ready", () => {
  const leaving = pod("web-3", { ip: "10.0.0.3", ready: false, deletionTimestamp: "2026-01-01T00:00:20Z" });
  const ended = pod("web-4", { ip: "10.0.0.4", phase: "Succeeded", ready: false });
  const parts = shop({}, twoPods());
  assert.deepEqual(kinds({ ...parts, pods: [...(parts.pods ?? []), leaving, ended] }), []);
});

test("a Pod that is not ready stands beside those that are", () => {
  const parts = shop({}, twoPods());
  const waiting = pod("web-3", { ip: "10.0.0.3", ready: false, message: "probe failed" });
  const [made] = parts.endpointSlices ?? [];
  made?.endpoints.push(endpointOf(waiting, NOT_READY));
  const [fact] = facts({ ...parts, pods: [...(parts.pods ?? []), waiting] });
  assert.ok(fact?.kind === "some-not-ready");
  assert.deepEqual([fact.ready, fact.held.map(({ name }) => name)], [2, ["web-3"]]);
});

test("a named port with another number on some Pods is a note", () => {
  const pods = [80, 81].map((containerPort, n) =>
    pod(`web-${n}`, { ip: `10.0.0.${n}`, ports: [{ name: "http", containerPort }] }),
  );
  const slices = pods.map((each, n) =>
    slice(`web-${n}`, "web", {
      endpoints: [endpointOf(each, READY)],
      ports: [{ name: "", port: 80 + n, protocol: "TCP" }],
    }),
  );
  const services = [service("web", { selector: { app: "web" }, ports: named("http") })];
  assert.deepEqual(kinds({ services, pods, endpointSlices: slices }), ["target-port-numbers"]);
});

test("a number that containers declare for another protocol only", () => {
  const udp: Ports = [{ port: 53, protocol: "UDP", targetPort: 53 }];
  const pods = twoPods({ ports: [{ containerPort: 53 }] });
  assert.deepEqual(kinds(shop({ ports: udp }, pods)), ["number-protocol-differs"]);
  const both: Ports = [
    ...udp.map((port) => ({ ...port, name: "udp" })),
    { name: "tcp", port: 53, protocol: "TCP", targetPort: 53 },
  ];
  assert.deepEqual(kinds(shop({ ports: both }, pods)), ["undeclared-target"]);
});

test("Pods that declare no ports say nothing about numbers", () => {
  assert.deepEqual(kinds(shop({}, twoPods({ ports: [] }))), []);
});

/** A Pod that a workload keeps, as the Deployment and Job controllers name things. */
const keptBy = (name: string, kind: string, owner: string, labels: Record<string, string> = {}): Pod => {
  const made = pod(name, { ip: `10.0.1.${name.length}`, labels: { app: "web", ...labels } });
  const reference = { apiVersion: "apps/v1", kind, name: owner, uid: owner, controller: true };
  return { ...made, metadata: { ...made.metadata, ownerReferences: [reference] } };
};

test("two ReplicaSets of one Deployment, and two Jobs of one CronJob, are one workload", () => {
  const rolling = ["6bdc5f45d", "7f9c8d6b4"].map((hash, n) =>
    keptBy(`web-${"x".repeat(n)}`, "ReplicaSet", `web-${hash}`, { "pod-template-hash": hash }),
  );
  assert.deepEqual(kinds(shop({}, rolling)), []);
  const jobs = ["29000001", "29000002"].map((time, n) => keptBy(`job-${"x".repeat(n)}`, "Job", `web-${time}`));
  assert.deepEqual(kinds(shop({}, jobs)), []);
});

const running = (one: Pod, ...images: string[]): Pod => {
  const containers = images.map((image, at) => ({
    name: `c${at}`,
    image,
    ports: [{ name: "http", containerPort: 80 }],
  }));
  return { ...one, spec: { ...one.spec, containers } };
};

test("a canary, which runs another version of the same images, is no more than a note", () => {
  const stable = running(keptBy("web-1", "ReplicaSet", "web-6bdc5f45d"), "registry:5000/web:1.0", "envoy@sha256:aa");
  const canary = running(keptBy("canary-10", "ReplicaSet", "canary-7f9"), "registry:5000/web:2.0", "envoy:3");
  assert.deepEqual(kinds(shop({}, [stable, canary])), ["several-versions"]);
  const other = running(keptBy("canary-10", "ReplicaSet", "canary-7f9"), "registry:5000/worker:2.0", "envoy:3");
  assert.deepEqual(kinds(shop({}, [stable, other])), ["several-workloads"]);
});

test("Pods of a Deployment and of a StatefulSet behind one Service are two", () => {
  const pods = [
    keptBy("web-1", "ReplicaSet", "web-6bdc5f45d", { "pod-template-hash": "6bdc5f45d" }),
    running(keptBy("store-10", "StatefulSet", "store"), "store:1"),
  ];
  const [fact] = facts(shop({}, pods));
  assert.ok(fact?.kind === "several-workloads");
  assert.deepEqual(fact.workloads.map(({ kind, name }) => `${kind} ${name}`).toSorted(), [
    "Deployment web",
    "StatefulSet store",
  ]);
});

test("one address and port belongs to one Service; other ports and protocols may share it", () => {
  const claim = (name: string, port: number, protocol = "TCP") =>
    service(name, { externalIPs: ["203.0.113.7"], ports: [{ port, protocol }] });
  const clashes = (...services: Service[]) => facts({ services }).filter(({ kind }) => kind === "address-clash").length;
  assert.equal(clashes(claim("a", 443), claim("b", 443)), 2);
  assert.equal(clashes(claim("a", 443), claim("b", 80), claim("c", 443, "UDP")), 0);
});

test("a load balancer skips nodes without endpoints: a note; clients on such nodes get nothing: a warning", () => {
  const nodes = ["node-1", "node-2", "node-3"].map((name) => makeNode(name, "a"));
  const given = { loadBalancer: { ingress: [{ ip: "198.51.100.1" }] } };
  const local = shop({ type: "LoadBalancer", externalTrafficPolicy: "Local" });
  const services = (local.services ?? []).map((each) => ({ ...each, status: given }));
  assert.deepEqual(kinds({ ...local, services, nodes }), ["load-balancer-skips-nodes"]);
  assert.deepEqual(kinds({ ...shop({ internalTrafficPolicy: "Local" }), nodes }), ["nodes-without-endpoint"]);
});

test("control-plane nodes and headless Services have no part in traffic policies", () => {
  const taints = [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }];
  const nodes = [makeNode("node-1", "a"), makeNode("node-2", "a"), { ...makeNode("cp", "a"), spec: { taints } }];
  assert.deepEqual(kinds({ ...shop({ internalTrafficPolicy: "Local" }), nodes }), []);
  const headless = shop({ clusterIP: "None", internalTrafficPolicy: "Local" });
  assert.deepEqual(kinds({ ...headless, nodes: [...nodes, makeNode("node-3", "a")] }), []);
});

for (const [externalName, expected] of [
  ["192.0.2.7", ["external-name-is-address"]],
  ["2001:db8::1", ["external-name-is-address"]],
  ["web.default.svc.cluster.local.", ["external-name-is-itself"]],
  ["WEB.default", ["external-name-is-itself"]],
  ["web.default.example.com", []],
  ["db.other.svc.cluster.local", []],
] as const) {
  test(`the external name ${externalName}: ${expected[0] ?? "nothing"}`, () => {
    assert.deepEqual(
      kinds({ services: [service("web", { type: "ExternalName", externalName, ports: [] })] }),
      expected,
    );
  });
}

test("ports of an ExternalName Service are a note", () => {
  const external = service("web", { type: "ExternalName", externalName: "example.com" });
  assert.deepEqual(kinds({ services: [external] }), ["external-name-ports"]);
});

test("a ready Pod in no slice, and a slice with a Pod that is gone", () => {
  const parts = shop();
  const left = pod("web-3", { ip: "10.0.0.3" });
  assert.deepEqual(kinds({ ...parts, pods: [...(parts.pods ?? []), left] }), ["pods-in-no-slice"]);
  assert.deepEqual(kinds({ ...parts, pods: (parts.pods ?? []).slice(0, 1) }), [
    "address-without-pod",
    "single-endpoint",
  ]);
});

test("every deprecated field is told with what replaces it", () => {
  const parts = shop({
    externalIPs: ["203.0.113.7"],
    loadBalancerIP: "203.0.113.8",
    trafficDistribution: "PreferClose",
  });
  const mirrored = slice("web-m", "web", { endpoints: [] });
  const labels = {
    ...mirrored.metadata?.labels,
    "endpointslice.kubernetes.io/managed-by": "endpointslicemirroring-controller.k8s.io",
  };
  const endpointSlices = [...(parts.endpointSlices ?? []), { ...mirrored, metadata: { ...mirrored.metadata, labels } }];
  const fields = facts({ ...parts, endpointSlices }).flatMap((fact) =>
    fact.kind === "deprecated-field" ? [fact.field] : [],
  );
  assert.deepEqual(fields, ["externalIPs", "loadBalancerIP", "PreferClose", "Endpoints"]);
});

test("a StatefulSet without serviceName, and one whose Service is not there", () => {
  const set = (serviceName: string) =>
    ({ metadata: { name: "db", namespace: "default" }, spec: { serviceName } }) as Around["statefulSets"][number];
  assert.deepEqual(kinds({ around: { statefulSets: [set("")] } }), ["stateful-set-without-service"]);
  assert.deepEqual(kinds({ around: { statefulSets: [set("db")] } }), ["stateful-set-service-missing"]);
});

test("routes: a Service that is not there, a port by name, a Service of a namespace that was not read", () => {
  const route = (backend: object) => ({
    metadata: { name: "r", namespace: "default" },
    spec: { rules: [{ backendRefs: [backend] }] },
  });
  const check = (backend: object, namespace?: string) =>
    kinds({ ...shop(), around: { httpRoutes: [route(backend)] } }, namespace);
  assert.deepEqual(check({ name: "web", port: 80 }), []);
  assert.deepEqual(check({ name: "web", port: 8080 }), ["route-to-no-port"]);
  assert.deepEqual(check({ name: "gone", port: 80 }), ["route-to-no-service"]);
  assert.deepEqual(check({ name: "gone", namespace: "other", port: 80 }, "default"), []);
  assert.deepEqual(check({ kind: "Bucket", group: "storage.example.com", name: "files" }), []);
});

test("network policies add up, and do not concern Pods on their node's network", () => {
  const policy = (name: string, ingress: object[]) => ({
    metadata: { name, namespace: "default" },
    spec: { podSelector: {}, policyTypes: ["Ingress"], ingress },
  });
  const check = (ingress: object[][], parts: Parts = shop()) =>
    kinds({ ...parts, around: { networkPolicies: ingress.map((rules, n) => policy(`p${n}`, rules)) as never } });
  assert.deepEqual(check([[]]), ["policies-let-nobody-in"]);
  assert.deepEqual(check([[], [{}]]), []);
  assert.deepEqual(check([[{ ports: [{ port: 1, endPort: 100 }] }]]), []);
  assert.deepEqual(check([[{ ports: [{ port: "http" }] }]]), []);
  assert.deepEqual(check([[{ ports: [{ port: 80, protocol: "UDP" }] }]]), ["policies-let-nobody-in"]);
  assert.deepEqual(check([[{ from: [{ podSelector: { matchLabels: { app: "nobody" } } }] }]]), [
    "policies-let-nobody-in",
  ]);
  assert.deepEqual(check([[{ from: [{ namespaceSelector: {} }] }]]), []);
  assert.deepEqual(check([[]], shop({}, twoPods({ spec: { hostNetwork: true } }))), []);
});

test("affinity: without effect on a headless Service, and apart for each protocol", () => {
  assert.deepEqual(kinds(shop({ clusterIP: "None", sessionAffinity: "ClientIP" })), ["affinity-on-headless"]);
  const ports: Ports = ["TCP", "UDP"].map((protocol) => ({
    name: protocol.toLowerCase(),
    port: 80,
    protocol,
    targetPort: 80,
  }));
  const pods = twoPods({ ports: [{ containerPort: 80 }, { containerPort: 80, protocol: "UDP" }] });
  assert.deepEqual(kinds(shop({ sessionAffinity: "ClientIP", ports }, pods)), ["affinity-by-protocol"]);
});

test("a port name of 63 letters is valid, but too long behind DNS's underscore", () => {
  const of = (length: number): Ports => [{ name: "a".repeat(length), port: 80, protocol: "TCP", targetPort: 80 }];
  assert.deepEqual(kinds(shop({ ports: of(63) })), ["port-name-not-dns"]);
  assert.deepEqual(kinds(shop({ ports: of(62) })), []);
});

test("the API server's own Service may have a single endpoint", () => {
  const own = service("kubernetes", { ports: [{ port: 443, protocol: "TCP", targetPort: 6443 }] });
  const endpointSlices = [
    slice("kubernetes", "kubernetes", {
      endpoints: [{ addresses: ["192.0.2.1"] }],
      byHand: true,
      ports: [{ name: "", port: 6443, protocol: "TCP" }],
    }),
  ];
  assert.deepEqual(kinds({ services: [own], endpointSlices }), []);
});

const manifest = (kind: string, name: string, spec: object, more: object = {}) => ({
  apiVersion:
    { Service: "v1", Pod: "v1", HorizontalPodAutoscaler: "autoscaling/v2", ApplicationSet: "argoproj.io/v1alpha1" }[
      kind
    ] ?? "apps/v1",
  kind,
  metadata: { name, ...more },
  spec,
});
const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "c", image: "nginx" }] } };
const webService = manifest("Service", "web", { selector: { app: "web" }, ports: [{ port: 80 }] });

test("files: replicas count, an autoscaler's fewest count before them, and a DaemonSet has many", () => {
  assert.deepEqual(inFiles(webService, manifest("Deployment", "web", { template })), ["single-endpoint"]);
  assert.deepEqual(inFiles(webService, manifest("Deployment", "web", { replicas: 2, template })), []);
  const scaler = manifest("HorizontalPodAutoscaler", "web", {
    scaleTargetRef: { kind: "Deployment", name: "web" },
    minReplicas: 2,
  });
  assert.deepEqual(inFiles(webService, manifest("Deployment", "web", { template }), scaler), []);
  assert.deepEqual(inFiles(webService, manifest("DaemonSet", "web", { template })), []);
});

test("files: what a Deployment keeps counts once, and what only looks like a workload does not count", () => {
  const ownerReferences = [{ apiVersion: "apps/v1", kind: "Deployment", name: "web", uid: "1", controller: true }];
  const kept = manifest("ReplicaSet", "web-1", { replicas: 2, template }, { ownerReferences });
  assert.deepEqual(inFiles(webService, manifest("Deployment", "web", { replicas: 2, template }), kept), []);
  const set = manifest("ApplicationSet", "web", {
    template: { metadata: { labels: { app: "web" } }, spec: { project: "x" } },
  });
  const other = { metadata: { labels: { app: "other" } }, spec: template.spec };
  assert.deepEqual(inFiles(webService, set, manifest("Deployment", "other", { template: other })), ["no-pod-matches"]);
});

test("files without any workload say nothing of what Services select", () => {
  assert.deepEqual(inFiles(webService), []);
});

const selecting = (selector: object) =>
  manifest("Service", "web", { selector, ports: [{ name: "http", port: 80, targetPort: "http" }] });
const labelled = (labels: object, spec: object = {}) => ({
  metadata: { labels },
  spec: { containers: [{ name: "c", image: "nginx", ports: [{ name: "http", containerPort: 80 }] }], ...spec },
});
const web = manifest("Deployment", "web", { replicas: 2, template: labelled({ app: "web" }) });

test("files: Pods of Jobs, and of Helm's tests, that lack the named port are no endpoints, and no fault", () => {
  const containers = [{ name: "task", image: "task" }];
  const task = labelled({ app: "web" }, { containers, restartPolicy: "Never" });
  const job = { ...manifest("Job", "migrate", { template: task }), apiVersion: "batch/v1" };
  const cron = {
    ...manifest("CronJob", "clean", { jobTemplate: { spec: { template: task } } }),
    apiVersion: "batch/v1",
  };
  assert.deepEqual(inFiles(selecting({ app: "web" }), web, job, cron), []);
  const hook = { labels: { app: "web" }, annotations: { "helm.sh/hook": "test-success" } };
  assert.deepEqual(inFiles(selecting({ app: "web" }), web, manifest("Pod", "test", { containers }, hook)), []);
  const sidecar = manifest("Deployment", "side", { replicas: 2, template: labelled({ app: "web" }, { containers }) });
  assert.deepEqual(inFiles(selecting({ app: "web" }), web, sidecar), ["target-port-on-some", "several-workloads"]);
});

test("files: labels that controllers give to Pods later are in no template", () => {
  for (const label of ["pod-template-hash", "rollouts-pod-template-hash", "apps.kubernetes.io/pod-index"])
    assert.deepEqual(inFiles(selecting({ app: "web", [label]: "x" }), web), [], label);
  const set = manifest("StatefulSet", "db", { replicas: 2, serviceName: "web", template: labelled({ app: "db" }) });
  const byName = (name: string) =>
    inFiles(selecting({ "statefulset.kubernetes.io/pod-name": name }), set).filter((kind) => kind === "no-pod-matches");
  assert.deepEqual(byName("db-0"), []);
  assert.deepEqual(byName("dc-0"), ["no-pod-matches"]);
});

test("files: Pods that an operator makes of an object among them are not missed", () => {
  const cluster = { ...manifest("Cluster", "db", {}), apiVersion: "postgresql.cnpg.io/v1" };
  assert.deepEqual(inFiles(selecting({ "cnpg.io/cluster": "db", role: "primary" }), web, cluster), []);
  assert.deepEqual(inFiles(selecting({ "cnpg.io/cluster": "db" }), web), ["no-pod-matches"]);
});

test("a hand-written slice must serve the port under its name; a selector's slices are the controller's affair", () => {
  const ports = [{ name: "https", port: 80, protocol: "TCP" }];
  const endpointSlices = [slice("s", "web", { endpoints: [{ addresses: ["192.0.2.1"] }], ports, byHand: true })];
  assert.ok(kinds({ services: [service("web")], endpointSlices }).includes("port-not-served"));
  const kept = { services: [service("web", { selector: { app: "web" } })], endpointSlices };
  assert.ok(!kinds(kept).includes("port-not-served"));
});

test("files: Endpoints that stand in them are written by hand", () => {
  const byHand = { apiVersion: "v1", kind: "Endpoints", metadata: { name: "old" }, subsets: [] };
  assert.deepEqual(inFiles(manifest("Service", "old", { ports: [{ port: 80 }] }), byHand), ["deprecated-field"]);
});

test("every code has a kind of finding", () => {
  assert.deepEqual([...new Set(Object.values(KINDS).map(({ code }) => code))].toSorted(), codes);
});
