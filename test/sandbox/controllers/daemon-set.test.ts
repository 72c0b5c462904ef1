import assert from "node:assert/strict";
import { test } from "node:test";

import type { DaemonSet } from "../../../src/model/snapshot.ts";
import { isReady } from "../../../src/sandbox/controllers/pods.ts";
import { readyPods, startTestCluster, template, type TestCluster } from "../../support/live-cluster.ts";

const daemonSet = (spec: Partial<NonNullable<DaemonSet["spec"]>> = {}): DaemonSet => ({
  metadata: { name: "agent", namespace: "default" },
  spec: { selector: { matchLabels: { app: "agent" } }, template: template("agent"), ...spec },
});

const nodesOf = (cluster: TestCluster) =>
  readyPods(cluster, "agent")
    .map(({ spec }) => spec?.nodeName)
    .toSorted();

test("each node gets a Pod, a new node too, and a node that goes takes its Pod along", async (t) => {
  const cluster = await startTestCluster(t, { nodes: 2 });
  const { objects, whenIdle } = cluster;
  objects.daemonSets.create(daemonSet());
  await whenIdle();
  assert.deepEqual(nodesOf(cluster), ["node-1", "node-2"]);

  const [node] = objects.nodes.list();
  const added = objects.nodes.create({ ...node!, metadata: { name: "extra" } });
  objects.nodes.update({ ...added, status: node!.status! }, "status");
  await whenIdle();
  assert.deepEqual(nodesOf(cluster), ["extra", "node-1", "node-2"]);

  objects.nodes.delete(added);
  await whenIdle();
  assert.deepEqual(nodesOf(cluster), ["node-1", "node-2"]);
  assert.equal(objects.daemonSets.get("default/agent")?.status?.desiredNumberScheduled, 2);
});

test("a node selector limits the nodes; daemons do not mind a cordoned node", async (t) => {
  const cluster = await startTestCluster(t, { nodes: 3 });
  const { objects, whenIdle } = cluster;
  const node = objects.nodes.get("node-1")!;
  objects.nodes.update({ ...node, spec: { ...node.spec, unschedulable: true } });
  const { metadata, spec } = template("agent");
  const nodeSelector = { "kubernetes.io/hostname": "node-1" };
  objects.daemonSets.create(
    daemonSet({ template: { ...(metadata && { metadata }), spec: { ...spec!, nodeSelector } } }),
  );
  await whenIdle();
  assert.deepEqual(nodesOf(cluster), ["node-1"]);
});

test("a rolling update takes one node after the other", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, registry, whenIdle, until } = cluster;
  const made = objects.daemonSets.create(daemonSet());
  await whenIdle();
  let fewest = 3;
  registry.subscribe(({ kind }) => {
    if (kind.kind === "DaemonSet") fewest = Math.min(fewest, readyPods(cluster, "agent").length);
  });
  objects.daemonSets.update({
    ...made,
    spec: { ...made.spec!, template: template("agent", undefined, { image: "nginx:2" }) },
  });
  await until("all nodes", () => {
    const pods = objects.pods.list("default");
    return pods.length === 3 && pods.every((pod) => isReady(pod) && pod.spec?.containers[0]?.image === "nginx:2");
  });
  assert.equal(fewest, 2);
});

test("with a surge, a new Pod is there before the old one goes", async (t) => {
  const cluster = await startTestCluster(t, { nodes: 1 });
  const { objects, registry, whenIdle, until } = cluster;
  const updateStrategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  const made = objects.daemonSets.create(daemonSet({ updateStrategy }));
  await whenIdle();
  let fewest = 1;
  registry.subscribe(() => (fewest = Math.min(fewest, readyPods(cluster, "agent").length)));
  objects.daemonSets.update({
    ...made,
    spec: { ...made.spec!, template: template("agent", undefined, { image: "nginx:2" }) },
  });
  await until(
    "the new Pod alone",
    () =>
      objects.pods
        .list("default")
        .map(({ spec }) => spec?.containers[0]?.image)
        .join() === "nginx:2",
  );
  assert.equal(fewest, 1);
});

test("OnDelete waits for the user", async (t) => {
  const cluster = await startTestCluster(t, { nodes: 1 });
  const { objects, whenIdle, until } = cluster;
  const made = objects.daemonSets.create(daemonSet({ updateStrategy: { type: "OnDelete" } }));
  await whenIdle();
  objects.daemonSets.update({
    ...made,
    spec: { ...made.spec!, template: template("agent", undefined, { image: "nginx:2" }) },
  });
  await whenIdle();
  const [pod] = objects.pods.list("default");
  assert.equal(pod?.spec?.containers[0]?.image, "nginx:1.15");
  objects.pods.delete(pod!);
  await until("a new Pod", () => readyPods(cluster, "agent")[0]?.spec?.containers[0]?.image === "nginx:2");
});
