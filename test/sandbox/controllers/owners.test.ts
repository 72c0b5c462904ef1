import assert from "node:assert/strict";
import { test } from "node:test";

import { deployment, readyPods, serviceFor, startTestCluster, template } from "../../support/live-cluster.ts";

test("in the background, what a Deployment made goes after it", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle, until } = cluster;
  const made = objects.deployments.create(deployment("web", 2));
  await whenIdle();
  objects.deployments.delete(made, { propagationPolicy: "Background" });
  assert.equal(objects.deployments.get("default/web"), undefined);
  await until("the Pods to go", () => objects.pods.list("default").length === 0);
  assert.deepEqual(objects.replicaSets.list("default"), []);
});

test("in the foreground, a Deployment goes last", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, registry, whenIdle, until } = cluster;
  const made = objects.deployments.create(deployment("web", 2));
  await whenIdle();
  const gone: string[] = [];
  registry.subscribe(({ type, kind }) => {
    if (type === "DELETED" && kind.kind !== "Event") gone.push(kind.kind);
  });
  objects.deployments.delete(made, { propagationPolicy: "Foreground" });
  const waiting = objects.deployments.get("default/web");
  assert.deepEqual(waiting?.metadata?.finalizers, ["foregroundDeletion"]);
  await until("the Deployment to go", () => !objects.deployments.get("default/web"));
  assert.deepEqual(gone, ["Pod", "Pod", "ReplicaSet", "Deployment"]);
});

test("orphans outlive their owner, and a new owner of the same selector takes them over", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle, until } = cluster;
  const made = objects.deployments.create(deployment("web", 2));
  await whenIdle();
  const before = readyPods(cluster, "web").map(({ metadata }) => metadata?.name);
  objects.deployments.delete(made, { propagationPolicy: "Orphan" });
  await until("the Deployment to go", () => !objects.deployments.get("default/web"));
  await whenIdle();
  const [set] = objects.replicaSets.list("default");
  assert.deepEqual(set?.metadata?.ownerReferences ?? [], []);

  objects.deployments.create(deployment("web", 2));
  await whenIdle();
  assert.equal(objects.replicaSets.list("default").length, 1);
  assert.deepEqual(
    readyPods(cluster, "web").map(({ metadata }) => metadata?.name),
    before,
  );
});

test("an object whose owner never was there is deleted, one with another owner that stays only loses the reference", async (t) => {
  const { objects, whenIdle } = await startTestCluster(t);
  const stays = objects.configMaps.create({ metadata: { name: "stays", namespace: "default" } });
  const reference = (uid: string | undefined, name = "stays") => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    name,
    uid: uid ?? "",
  });
  const gone = reference("00000000-0000-0000-0000-000000000000", "gone");
  objects.configMaps.create({ metadata: { name: "lost", namespace: "default", ownerReferences: [gone] } });
  const owners = [gone, reference(stays.metadata?.uid)];
  objects.configMaps.create({ metadata: { name: "kept", namespace: "default", ownerReferences: owners } });
  await whenIdle();
  assert.equal(objects.configMaps.get("default/lost"), undefined);
  assert.deepEqual(objects.configMaps.get("default/kept")?.metadata?.ownerReferences, [reference(stays.metadata?.uid)]);
});

test("a new namespace is furnished, and what is taken away comes back", async (t) => {
  const { objects, credentials, whenIdle } = await startTestCluster(t);
  objects.namespaces.create({ metadata: { name: "shop" } });
  await whenIdle();
  assert.ok(objects.serviceAccounts.get("shop/default"));
  assert.deepEqual(objects.configMaps.get("shop/kube-root-ca.crt")?.["data"], { "ca.crt": credentials.ca });
  objects.serviceAccounts.delete(objects.serviceAccounts.get("shop/default")!);
  await whenIdle();
  assert.ok(objects.serviceAccounts.get("shop/default"));
});

test("a namespace takes all that is in it along, and goes last", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, registry, whenIdle, until } = cluster;
  const namespace = objects.namespaces.create({ metadata: { name: "shop" } });
  const inShop = <T extends { metadata?: object }>(object: T): T => ({
    ...object,
    metadata: { ...object.metadata, namespace: "shop" },
  });
  objects.deployments.create(inShop(deployment("web", 3)));
  objects.services.create(inShop(serviceFor("web")));
  objects.replicationControllers.create(
    inShop({ metadata: { name: "rc" }, spec: { replicas: 1, selector: { app: "rc" }, template: template("rc") } }),
  );
  await whenIdle();
  objects.namespaces.delete(namespace);
  assert.equal(objects.namespaces.get("shop")?.status?.phase, "Terminating");
  await until("the namespace to go", () => !objects.namespaces.get("shop"));
  const left = registry.kinds.filter(({ namespaced }) => namespaced).flatMap((kind) => registry.list(kind, "shop"));
  assert.deepEqual(left, []);
  assert.deepEqual(cluster.errors, []);
});
