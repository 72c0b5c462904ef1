import assert from "node:assert/strict";
import { test } from "node:test";

import type { StatefulSet } from "../../../src/model/snapshot.ts";
import { isReady } from "../../../src/sandbox/controllers/pods.ts";
import { startTestCluster, template, type TestCluster } from "../../support/live-cluster.ts";

const statefulSet = (replicas: number, spec: Partial<NonNullable<StatefulSet["spec"]>> = {}): StatefulSet => ({
  metadata: { name: "db", namespace: "default" },
  spec: { replicas, serviceName: "db", selector: { matchLabels: { app: "db" } }, template: template("db"), ...spec },
});

const podNames = ({ objects }: TestCluster) => objects.pods.list("default").map(({ metadata }) => metadata?.name);

test("Pods start in order: each waits until the one before is ready", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, registry, whenIdle } = cluster;
  const early: string[] = [];
  registry.subscribe(({ type, kind, object }) => {
    if (type !== "ADDED" || kind.kind !== "Pod") return;
    const ordinal = Number(object.metadata?.name?.split("-")[1]);
    const before = ordinal === 0 ? undefined : objects.pods.get(`default/db-${ordinal - 1}`);
    if (ordinal > 0 && !(before && isReady(before))) early.push(object.metadata?.name ?? "");
  });
  objects.statefulSets.create(statefulSet(3));
  await whenIdle();
  assert.deepEqual(podNames(cluster), ["db-0", "db-1", "db-2"]);
  assert.deepEqual(early, []);
});

test("a Pod that never gets ready holds up those after it, unless Pods are managed in parallel", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  const broken = template("db", undefined, { readinessProbe: { exec: { command: ["false"] } } });
  const made = objects.statefulSets.create(statefulSet(3, { template: broken }));
  await whenIdle();
  assert.deepEqual(podNames(cluster), ["db-0"]);
  objects.statefulSets.delete(made, { propagationPolicy: "Background" });
  await cluster.until("the Pod to go", () => podNames(cluster).length === 0);

  objects.statefulSets.create(statefulSet(3, { template: broken, podManagementPolicy: "Parallel" }));
  await whenIdle();
  assert.deepEqual(podNames(cluster), ["db-0", "db-1", "db-2"]);
});

test("scaling down ends the highest ordinal first", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle, until, events } = cluster;
  const made = objects.statefulSets.create(statefulSet(3));
  await whenIdle();
  objects.statefulSets.update({ ...made, spec: { ...made.spec!, replicas: 1 } });
  await until("one Pod", () => podNames(cluster).join() === "db-0");
  assert.deepEqual(
    events("db").filter((event) => event.startsWith("SuccessfulDelete")),
    [
      "SuccessfulDelete Delete Pod db-2 in StatefulSet db successful",
      "SuccessfulDelete Delete Pod db-1 in StatefulSet db successful",
    ],
  );
});

test("a rolling update replaces from the highest ordinal down to the partition, and keeps names", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle, until } = cluster;
  const updateStrategy = { type: "RollingUpdate", rollingUpdate: { partition: 1 } };
  const made = objects.statefulSets.create(statefulSet(3, { updateStrategy }));
  await whenIdle();
  const changed = template("db", undefined, { image: "nginx:2" });
  objects.statefulSets.update({ ...made, spec: { ...made.spec!, template: changed } });
  const images = () => objects.pods.list("default").map(({ spec }) => spec?.containers[0]?.image);
  await until("two new Pods", () => images().join() === "nginx:1.15,nginx:2,nginx:2");
  await whenIdle();
  const { currentRevision, updateRevision, currentReplicas, updatedReplicas } =
    objects.statefulSets.get("default/db")?.status ?? {};
  assert.notEqual(currentRevision, updateRevision);
  assert.deepEqual([currentReplicas, updatedReplicas], [1, 2]);

  // a Pod below the partition comes back as it was
  objects.pods.delete(objects.pods.get("default/db-0")!);
  await until("db-0 to be back", () => {
    const pod = objects.pods.get("default/db-0");
    return pod && isReady(pod) && !pod.metadata?.deletionTimestamp;
  });
  assert.deepEqual(images(), ["nginx:1.15", "nginx:2", "nginx:2"]);
});

test("each Pod has a host name, an index and a subdomain of its own", async (t) => {
  const { objects, whenIdle } = await startTestCluster(t);
  objects.statefulSets.create(statefulSet(1, { ordinals: { start: 5 } }));
  await whenIdle();
  const pod = objects.pods.get("default/db-5");
  assert.deepEqual([pod?.spec?.hostname, pod?.spec?.subdomain], ["db-5", "db"]);
  const { status } = objects.statefulSets.get("default/db") ?? {};
  assert.deepEqual(pod?.metadata?.labels, {
    app: "db",
    "apps.kubernetes.io/pod-index": "5",
    "controller-revision-hash": status?.currentRevision,
    "statefulset.kubernetes.io/pod-name": "db-5",
  });
});
