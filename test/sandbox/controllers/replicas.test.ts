import assert from "node:assert/strict";
import { test } from "node:test";

import type { Pod, ReplicaSet } from "../../../src/model/snapshot.ts";
import { rankForDeletion } from "../../../src/sandbox/controllers/rank-pods.ts";
import { barePod, readyPods, startTestCluster, template } from "../../support/live-cluster.ts";

const replicaSet = (app: string, replicas: number): ReplicaSet => ({
  metadata: { name: app, namespace: "default" },
  spec: { replicas, selector: { matchLabels: { app } }, template: template(app) },
});

test("a deleted Pod is replaced at once, under a new name and address", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle, until } = cluster;
  objects.replicaSets.create(replicaSet("web", 2));
  await whenIdle();
  const [gone] = readyPods(cluster, "web");
  assert.ok(gone);
  objects.pods.delete(gone);
  await whenIdle();
  const now = readyPods(cluster, "web");
  assert.equal(now.length, 2);
  assert.ok(
    now.every(({ metadata, status }) => metadata?.name !== gone.metadata?.name && status?.podIP !== gone.status?.podIP),
  );
  await until("the old one to go", () => !objects.pods.get(`default/${gone.metadata?.name}`));
});

test("a Pod that nobody manages is adopted, one whose labels no longer match is let go", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  objects.pods.create(barePod("stray", { app: "web" }));
  objects.replicaSets.create(replicaSet("web", 2));
  await whenIdle();
  const names = readyPods(cluster, "web").map(({ metadata }) => metadata?.name);
  assert.equal(names.length, 2);
  assert.ok(names.includes("stray"));
  const stray = objects.pods.get("default/stray");
  assert.equal(stray?.metadata?.ownerReferences?.[0]?.kind, "ReplicaSet");

  objects.pods.update({ ...stray!, metadata: { ...stray!.metadata, labels: { app: "other" } } });
  await whenIdle();
  assert.deepEqual(objects.pods.get("default/stray")?.metadata?.ownerReferences ?? [], []);
  assert.equal(readyPods(cluster, "web").length, 2);
});

test("replicas count as available once they have been ready for minReadySeconds", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle, until } = cluster;
  const set = replicaSet("web", 1);
  objects.replicaSets.create({ ...set, spec: { ...set.spec!, minReadySeconds: 1 } });
  await whenIdle();
  const status = () => objects.replicaSets.get("default/web")?.status;
  assert.equal(status()?.readyReplicas, 1);
  assert.equal(status()?.availableReplicas, undefined);
  await until("the replica to be available", () => status()?.availableReplicas === 1);
});

const pod = (
  name: string,
  parts: { node?: string; ready?: string; created?: string; cost?: string; phase?: string },
): Pod => ({
  metadata: {
    name,
    creationTimestamp: parts.created ?? "2026-01-01T00:00:00Z",
    ...(parts.cost && { annotations: { "controller.kubernetes.io/pod-deletion-cost": parts.cost } }),
  },
  spec: { containers: [], ...(parts.node && { nodeName: parts.node }) },
  status: {
    phase: parts.phase ?? "Running",
    ...(parts.ready && { conditions: [{ type: "Ready", status: "True", lastTransitionTime: parts.ready }] }),
  },
});

test("Pods are deleted in the order of controller.ActivePodsWithRanks", () => {
  const early = "2026-01-01T00:00:00Z";
  const late = "2026-01-02T00:00:00Z";
  const ranked = rankForDeletion([
    pod("oldest", { node: "b", ready: early }),
    pod("ready later", { node: "b", ready: late }),
    pod("crowded", { node: "a", ready: early }),
    pod("crowded too", { node: "a", ready: early }),
    pod("crowded as well", { node: "a", ready: early }),
    pod("cheap", { node: "b", ready: early, cost: "-5" }),
    pod("not ready", { node: "b" }),
    pod("pending", { node: "b", phase: "Pending" }),
    pod("without a node", { phase: "Pending" }),
  ]);
  assert.deepEqual(
    ranked.map(({ metadata }) => metadata?.name),
    [
      "without a node",
      "pending",
      "not ready",
      "cheap",
      // node b has more Pods in all
      "ready later",
      "oldest",
      "crowded",
      "crowded too",
      "crowded as well",
    ],
  );
});
