import assert from "node:assert/strict";
import { test } from "node:test";

import type { EndpointSlice } from "../../../src/model/snapshot.ts";
import { place } from "../../../src/sandbox/controllers/endpoint-slices/place.ts";
import { hashStruct, sortByHash } from "../../../src/sandbox/controllers/go-hash.ts";
import {
  barePod,
  deployment,
  labelNode,
  serviceFor,
  startTestCluster,
  template,
  type TestCluster,
  ZONE,
} from "../../support/live-cluster.ts";

const slicesOf = ({ objects }: TestCluster, service: string): EndpointSlice[] =>
  objects.endpointSlices
    .list("default")
    .filter(({ metadata }) => metadata?.labels?.["kubernetes.io/service-name"] === service);

const endpointsOf = (cluster: TestCluster, service: string) =>
  slicesOf(cluster, service).flatMap(({ endpoints }) => endpoints ?? []);

test("a Pod on its way out serves until it is gone, but is not ready", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle, until } = cluster;
  objects.pods.create(barePod("web", { app: "web" }));
  objects.services.create(serviceFor("web"));
  await whenIdle();
  assert.deepEqual(endpointsOf(cluster, "web")[0]?.conditions, { ready: true, serving: true, terminating: false });
  objects.pods.delete(objects.pods.get("default/web")!);
  await whenIdle();
  assert.deepEqual(endpointsOf(cluster, "web")[0]?.conditions, { ready: false, serving: true, terminating: true });
  await until("the endpoint to go", () => endpointsOf(cluster, "web").length === 0);
});

test("the one slice of a Service keeps its name while endpoints come and go", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle, until } = cluster;
  objects.services.create(serviceFor("web"));
  await whenIdle();
  const [empty] = slicesOf(cluster, "web");
  assert.deepEqual([empty?.endpoints, empty?.ports], [null, null]);
  objects.pods.create(barePod("web", { app: "web" }));
  await whenIdle();
  objects.pods.delete(objects.pods.get("default/web")!);
  await until("the endpoint to go", () => endpointsOf(cluster, "web").length === 0);
  assert.deepEqual(
    slicesOf(cluster, "web").map(({ metadata }) => metadata?.name),
    [empty?.metadata?.name],
  );
});

test("a named target port may be another number on each Pod: each set of ports has slices of its own", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  const containers = (port: number) => template("web", [{ name: "http", containerPort: port }]).spec!;
  objects.pods.create(barePod("a", { app: "web" }, containers(80)));
  objects.pods.create(barePod("b", { app: "web" }, containers(8080)));
  objects.pods.create(barePod("c", { app: "web" }, containers(8080)));
  objects.services.create(serviceFor("web", { ports: [{ port: 80, targetPort: "http" }] }));
  await whenIdle();
  const found = slicesOf(cluster, "web").map(({ ports, endpoints }) => [
    ports?.map(({ port }) => port).join(),
    endpoints
      .map(({ targetRef }) => targetRef?.name)
      .toSorted()
      .join(),
  ]);
  assert.deepEqual(found.toSorted(), [
    ["80", "a"],
    ["8080", "b,c"],
  ]);
});

test("publishNotReadyAddresses makes every address ready, the others only those of ready Pods", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  const broken = template("web", undefined, { readinessProbe: { exec: { command: ["false"] } } }).spec!;
  objects.pods.create(barePod("web", { app: "web" }, broken));
  objects.services.create(serviceFor("web"));
  objects.services.create({
    ...serviceFor("web", { publishNotReadyAddresses: true }),
    metadata: { name: "all", namespace: "default" },
  });
  await whenIdle();
  assert.deepEqual(endpointsOf(cluster, "web")[0]?.conditions, { ready: false, serving: false, terminating: false });
  assert.deepEqual(endpointsOf(cluster, "all")[0]?.conditions, { ready: true, serving: false, terminating: false });
});

test("250 Pods make three slices of at most 100, and one that goes changes one slice only", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle, until } = cluster;
  objects.services.create(serviceFor("web"));
  objects.deployments.create(deployment("web", 250));
  await whenIdle();
  const sizes = () =>
    slicesOf(cluster, "web")
      .map(({ endpoints }) => endpoints.length)
      .toSorted((a, b) => b - a);
  assert.deepEqual(sizes(), [100, 100, 50]);

  const versions = () =>
    new Map(slicesOf(cluster, "web").map(({ metadata }) => [metadata?.name, metadata?.resourceVersion]));
  const before = versions();
  const made = objects.deployments.get("default/web")!;
  objects.deployments.update({ ...made, spec: { ...made.spec!, replicas: 249 } });
  await until("249 endpoints", () => endpointsOf(cluster, "web").length === 249);
  const changed = [...versions()].filter(([name, version]) => before.get(name) !== version);
  assert.equal(changed.length, 1);
});

test("a Service without selector, and an ExternalName, get no slices", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  objects.pods.create(barePod("web", { app: "web" }));
  objects.services.create(serviceFor("none", { selector: {} }));
  objects.services.create(
    serviceFor("alias", { type: "ExternalName", externalName: "example.com", selector: { app: "web" } }),
  );
  await whenIdle();
  assert.deepEqual([...slicesOf(cluster, "none"), ...slicesOf(cluster, "alias")], []);
});

test("trafficDistribution gives endpoints hints for their zones, and for their nodes", async (t) => {
  const cluster = await startTestCluster(t, { nodes: 1 });
  const { objects, whenIdle } = cluster;
  objects.pods.create(barePod("web", { app: "web" }));
  await whenIdle();
  labelNode(cluster, "node-1", ZONE, "zone-a");
  const made = objects.services.create(serviceFor("web", { trafficDistribution: "PreferClose" }));
  await whenIdle();
  const [endpoint] = endpointsOf(cluster, "web");
  assert.deepEqual([endpoint?.zone, endpoint?.hints], ["zone-a", { forZones: [{ name: "zone-a" }] }]);
  objects.services.update({ ...made, spec: { ...made.spec, trafficDistribution: "PreferSameNode" } });
  await whenIdle();
  assert.deepEqual(endpointsOf(cluster, "web")[0]?.hints, {
    forZones: [{ name: "zone-a" }],
    forNodes: [{ name: "node-1" }],
  });
});

test("a slice that is deleted by hand comes back, one that is made by hand stays", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  objects.pods.create(barePod("web", { app: "web" }));
  objects.services.create(serviceFor("web"));
  await whenIdle();
  const labels = { "kubernetes.io/service-name": "web" };
  objects.endpointSlices.create({
    metadata: { name: "by-hand", namespace: "default", labels },
    addressType: "IPv4",
    endpoints: [{ addresses: ["192.0.2.99"] }],
    ports: [],
  });
  const own = slicesOf(cluster, "web").find(({ metadata }) => metadata?.name !== "by-hand");
  objects.endpointSlices.delete(own!);
  await whenIdle();
  assert.equal(slicesOf(cluster, "web").length, 2);
  assert.ok(objects.endpointSlices.get("default/by-hand"));
});

test("a Service's slices go with it", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  const made = objects.services.create(serviceFor("web"));
  await whenIdle();
  objects.services.delete(made);
  await whenIdle();
  assert.deepEqual(slicesOf(cluster, "web"), []);
  assert.equal(objects.endpoints.get("default/web"), undefined);
});

const endpoint = (number: number) => ({ addresses: [`10.0.0.${number}`], targetRef: { uid: `uid-${number}` } });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => endpoint(from + index));
const slice = (name: string, endpoints: ReturnType<typeof range>) =>
  ({ metadata: { name }, addressType: "IPv4", endpoints }) as EndpointSlice;

test("new endpoints fill slices that change anyway, before they touch another", () => {
  const { create, update, remove } = place(
    [slice("full", range(0, 90)), slice("changing", range(100, 150))],
    [...range(0, 90), ...range(101, 150), ...range(200, 205)],
  );
  assert.deepEqual([create, remove], [[], []]);
  assert.deepEqual(
    update.map(({ metadata, endpoints }) => [metadata?.name, endpoints.length]),
    [["changing", 54]],
  );
});

test("new endpoints that fit into one slice go to the one that is closest to full", () => {
  const { create, update } = place(
    [slice("roomy", range(0, 10)), slice("closer", range(100, 180)), slice("too full", range(200, 299))],
    [...range(0, 10), ...range(100, 180), ...range(200, 299), ...range(300, 310)],
  );
  assert.deepEqual(create, []);
  assert.deepEqual(
    update.map(({ metadata, endpoints }) => [metadata?.name, endpoints.length]),
    [["closer", 90]],
  );
});

test("endpoints that no slice has room for make new slices, and an emptied slice goes", () => {
  const { create, update, remove } = place([slice("old", range(0, 60))], range(100, 310));
  assert.deepEqual(
    create.map((endpoints) => endpoints.length),
    [100, 100, 10],
  );
  assert.deepEqual(update, []);
  assert.deepEqual(
    remove.map(({ metadata }) => metadata?.name),
    ["old"],
  );
});

test("ports stand in the order of their hashes, as recorded from a real cluster", () => {
  const order = (ports: [string, string, number, string?][]) =>
    sortByHash(ports, ([name, protocol, port, appProtocol]) =>
      hashStruct("v1.EndpointPort", [
        ["Name", "*string", name],
        ["Protocol", "*v1.Protocol", protocol],
        ["Port", "*int32", port],
        ["AppProtocol", "*string", appProtocol],
      ]),
    ).map(([name]) => name);
  assert.deepEqual(
    order([
      ["api", "TCP", 9200],
      ["gossip", "UDP", 9300],
    ]),
    ["gossip", "api"],
  );
  assert.deepEqual(
    order([
      ["http", "TCP", 8080],
      ["metrics", "TCP", 9113],
    ]),
    ["http", "metrics"],
  );
  assert.deepEqual(
    order([
      ["a", "TCP", 80, "http"],
      ["b", "UDP", 81],
      ["c", "TCP", 82],
    ]),
    ["a", "c", "b"],
  );
});
