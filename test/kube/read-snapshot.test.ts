import assert from "node:assert/strict";
import { test } from "node:test";

import { readSnapshot } from "../../src/kube/read-snapshot.ts";
import { clusterOf } from "../support/cluster.ts";

const object = (kind: string, name: string, parts: object = {}, namespace = "shop") => ({
  apiVersion: kind === "EndpointSlice" ? "discovery.k8s.io/v1" : "v1",
  kind,
  metadata: { name, ...(kind !== "Node" && { namespace }) },
  ...parts,
});
const service = (name: string, selector?: Record<string, string>) => object("Service", name, { spec: { selector } });
const pod = (name: string, labels: Record<string, string>) => {
  const { metadata, ...rest } = object("Pod", name);
  return { ...rest, metadata: { ...metadata, labels } };
};
const slice = (name: string, serviceName: string, ...pods: string[]) => {
  const { metadata, ...rest } = object("EndpointSlice", name);
  const endpoints = pods.map((target) => ({ addresses: ["10.0.0.1"], targetRef: { kind: "Pod", name: target } }));
  return { ...rest, metadata: { ...metadata, labels: { "kubernetes.io/service-name": serviceName } }, endpoints };
};
const about = (name: string, involved: string) =>
  object("Event", name, { involvedObject: { kind: "Service", name: involved } });

const SHOP = [
  service("web", { app: "web" }),
  service("api", { app: "api" }),
  service("lost", { app: "nobody" }),
  service("manual"),
  pod("web-1", { app: "web" }),
  pod("api-1", { app: "api" }),
  slice("web-a", "web", "web-1"),
  slice("api-a", "api", "api-1"),
  object("Node", "node-1"),
  about("e1", "web"),
  about("e2", "api"),
  object("Service", "elsewhere", {}, "other"),
];

const namesOf = (items: readonly { metadata?: { name?: string } }[]) => items.map(({ metadata }) => metadata?.name);

test("without names everything of a namespace is read, with one list for each kind", async () => {
  const cluster = clusterOf(SHOP);
  const read = await readSnapshot(cluster, { namespace: "shop" });
  assert.deepEqual(namesOf(read.services), ["web", "api", "lost", "manual"]);
  assert.deepEqual(namesOf(read.pods), ["web-1", "api-1"]);
  assert.deepEqual(namesOf(read.endpointSlices), ["web-a", "api-a"]);
  assert.deepEqual(namesOf(read.nodes), ["node-1"]);
  assert.deepEqual(read.events, []);
  assert.deepEqual(read.unreadable, []);
  assert.deepEqual(cluster.requests.toSorted(), ["list endpointslices", "list nodes", "list pods", "list services"]);
});

test("all namespaces are read at once", async () => {
  const { services } = await readSnapshot(clusterOf(SHOP), { namespace: undefined });
  assert.ok(namesOf(services).includes("elsewhere"));
});

test("for one Service, only its slices, its Pods and its Events are read", async () => {
  const read = await readSnapshot(clusterOf(SHOP), { namespace: "shop", names: ["web"], events: true });
  assert.deepEqual(namesOf(read.services), ["web"]);
  assert.deepEqual(namesOf(read.pods), ["web-1"]);
  assert.deepEqual(namesOf(read.endpointSlices), ["web-a"]);
  assert.deepEqual(namesOf(read.events), ["e1"]);
});

test("a Service that selects nobody brings all Pods, so that the near ones can be told", async () => {
  const { pods } = await readSnapshot(clusterOf(SHOP), { namespace: "shop", names: ["lost"] });
  assert.deepEqual(namesOf(pods), ["web-1", "api-1"]);
});

test("a Service without a selector, or whose slices name other Pods, brings all Pods", async () => {
  const byHand = [...SHOP, slice("web-b", "web", "api-1")];
  for (const [objects, name] of [
    [SHOP, "manual"],
    [byHand, "web"],
  ] as const) {
    const { pods } = await readSnapshot(clusterOf(objects), { namespace: "shop", names: [name] });
    assert.deepEqual(namesOf(pods), ["web-1", "api-1"], name);
  }
});

test("named Services come in the order of their names; one that is missing is a failure beside the others", async () => {
  const read = await readSnapshot(clusterOf(SHOP), { namespace: "shop", names: ["api", "ghost", "web", "api"] });
  assert.deepEqual(namesOf(read.services), ["api", "web"]);
  assert.deepEqual(
    read.failures.map(({ text }) => text),
    ['Error from server (NotFound): services "ghost" not found'],
  );
});

test("a name that is none becomes part of no selector", async () => {
  const cluster = clusterOf(SHOP);
  const read = await readSnapshot(cluster, { namespace: "shop", names: ["a),b notin (c"] });
  assert.equal(read.failures.length, 1);
  assert.ok(!cluster.requests.includes("list endpointslices"));
});

test("kinds that may not be listed are named with the server's reason, and the rest is there", async () => {
  const cluster = clusterOf(SHOP, { forbidden: ["nodes", "endpointslices"] });
  const read = await readSnapshot(cluster, { namespace: "shop" });
  assert.equal(read.services.length, 4);
  assert.deepEqual(
    read.unreadable.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
    [
      { kind: "EndpointSlice", reason: "endpointslices.discovery.k8s.io is forbidden: cannot list" },
      { kind: "Node", reason: "nodes is forbidden: cannot list" },
    ],
  );
});

test("where Services themselves may not be listed there is nothing to tell", async () => {
  await assert.rejects(readSnapshot(clusterOf(SHOP, { forbidden: ["services"] }), { namespace: "shop" }), {
    exitCode: 4,
  });
});
