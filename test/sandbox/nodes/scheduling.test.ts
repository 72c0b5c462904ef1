import assert from "node:assert/strict";
import { test } from "node:test";

import type { Pod } from "../../../src/model/snapshot.ts";
import { barePod, deployment, readyPods, startTestCluster, type TestCluster } from "../../support/live-cluster.ts";

const nodeOf = ({ objects }: TestCluster, name: string) => objects.pods.get(`default/${name}`)?.spec?.nodeName;
const scheduledOf = ({ objects }: TestCluster, name: string) =>
  objects.pods.get(`default/${name}`)?.status?.conditions?.find(({ type }) => type === "PodScheduled");

test("the Pods of one owner are spread over the nodes, whatever else runs there", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  for (const name of ["a", "b", "c", "d"]) objects.pods.create(barePod(name, {}, { nodeName: "node-1" }));
  objects.deployments.create(deployment("web", 6));
  await whenIdle();
  const nodes = readyPods(cluster, "web")
    .map(({ spec }) => spec?.nodeName)
    .toSorted();
  assert.deepEqual(nodes, ["node-1", "node-1", "node-2", "node-2", "node-3", "node-3"]);
});

test("node names, selectors and affinity are obeyed", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  const affinity = (operator: string, values: string[]) => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator, values }] }],
        },
      },
    },
  });
  objects.pods.create(barePod("named", {}, { nodeName: "node-3" }));
  objects.pods.create(barePod("selected", {}, { nodeSelector: { "kubernetes.io/hostname": "node-2" } }));
  objects.pods.create(barePod("in", {}, affinity("In", ["node-2"])));
  objects.pods.create(barePod("not-in", {}, affinity("NotIn", ["node-1", "node-2"])));
  await whenIdle();
  const names = ["named", "selected", "in", "not-in"].map((name) => nodeOf(cluster, name));
  assert.deepEqual(names, ["node-3", "node-2", "node-2", "node-3"]);
});

test("a Pod that fits nowhere waits, says why, and runs as soon as a node changes", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle, events } = cluster;
  const node = objects.nodes.get("node-1")!;
  objects.nodes.update({ ...node, spec: { ...node.spec, unschedulable: true } });
  objects.pods.create(barePod("web", {}, { nodeSelector: { disk: "ssd" } }));
  await whenIdle();
  const message =
    "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector. " +
    "no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
  assert.equal(objects.pods.get("default/web")?.status?.phase, "Pending");
  const { status, reason, message: said } = scheduledOf(cluster, "web") ?? {};
  assert.deepEqual([status, reason, said], ["False", "Unschedulable", message]);
  assert.deepEqual(events("web"), [`FailedScheduling ${message}`]);

  const other = objects.nodes.get("node-2")!;
  objects.nodes.update({
    ...other,
    metadata: { ...other.metadata, labels: { ...other.metadata?.labels, disk: "ssd" } },
  });
  await whenIdle();
  assert.equal(nodeOf(cluster, "web"), "node-2");
  assert.equal(scheduledOf(cluster, "web")?.status, "True");
});

test("a taint keeps Pods away that do not tolerate it", async (t) => {
  const cluster = await startTestCluster(t, { nodes: 1 });
  const { objects, whenIdle } = cluster;
  const node = objects.nodes.get("node-1")!;
  objects.nodes.update({
    ...node,
    spec: { ...node.spec, taints: [{ key: "gpu", value: "yes", effect: "NoSchedule" }] },
  });
  objects.pods.create(barePod("plain", {}));
  objects.pods.create(barePod("tolerant", {}, { tolerations: [{ key: "gpu", operator: "Equal", value: "yes" }] }));
  await whenIdle();
  assert.deepEqual([nodeOf(cluster, "plain"), nodeOf(cluster, "tolerant")], [undefined, "node-1"]);
  assert.match(
    scheduledOf(cluster, "plain")?.message ?? "",
    /^0\/1 nodes are available: 1 node\(s\) had untolerated taint/,
  );
});

const apart = (kind: string, app: string) => ({
  affinity: {
    [kind]: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { app } }, topologyKey: "kubernetes.io/hostname" },
      ],
    },
  },
});

test("Pods that want to be apart get a node each, and Pods that want to be together share one", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  for (const name of ["a", "b", "c", "d"])
    objects.pods.create(barePod(name, { app: "apart" }, apart("podAntiAffinity", "apart")));
  for (const name of ["x", "y", "z"]) objects.pods.create(barePod(name, { app: "near" }, apart("podAffinity", "near")));
  await whenIdle();
  assert.equal(new Set(["a", "b", "c"].map((name) => nodeOf(cluster, name))).size, 3);
  assert.equal(nodeOf(cluster, "d"), undefined);
  assert.equal(new Set(["x", "y", "z"].map((name) => nodeOf(cluster, name))).size, 1);
  assert.ok(nodeOf(cluster, "x"));
});

test("two Pods cannot have the same host port of one node", async (t) => {
  const cluster = await startTestCluster(t, { nodes: 1 });
  const { objects, whenIdle, until } = cluster;
  const spec = { containers: [{ name: "main", image: "nginx", ports: [{ containerPort: 80, hostPort: 80 }] }] };
  for (const name of ["a", "b"]) objects.pods.create(barePod(name, {}, spec));
  await whenIdle();
  assert.deepEqual([nodeOf(cluster, "a"), nodeOf(cluster, "b")], ["node-1", undefined]);
  objects.pods.delete(objects.pods.get("default/a")!);
  await until("the port to be free", () => nodeOf(cluster, "b"));
});

test("addresses come from the node's range, and none is given again soon", async (t) => {
  const cluster = await startTestCluster(t, { nodes: 2 });
  const { objects, whenIdle } = cluster;
  const addressOf = async (name: string, nodeName: string) => {
    const made = objects.pods.create(barePod(name, {}, { nodeName }));
    await whenIdle();
    const { podIP } = objects.pods.get(`default/${name}`)?.status ?? {};
    objects.pods.delete(made, { gracePeriodSeconds: 0 });
    return podIP;
  };
  assert.deepEqual(
    objects.nodes.list().map(({ spec }) => spec?.podCIDR),
    ["10.244.0.0/20", "10.244.16.0/20"],
  );
  assert.equal(await addressOf("a", "node-1"), "10.244.0.2");
  assert.equal(await addressOf("b", "node-1"), "10.244.0.3");
  assert.equal(await addressOf("c", "node-2"), "10.244.16.2");
});

test("a Pod on the host's network has the node's address", async (t) => {
  const { objects, whenIdle } = await startTestCluster(t);
  objects.pods.create(barePod("host", {}, { hostNetwork: true, nodeName: "node-2" }));
  await whenIdle();
  const { podIP, hostIP } = (objects.pods.get("default/host") as Pod).status ?? {};
  assert.deepEqual([podIP, hostIP], ["192.0.2.12", "192.0.2.12"]);
});
