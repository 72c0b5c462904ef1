import assert from "node:assert/strict";
import { test } from "node:test";

import type { Pod } from "../../../src/model/snapshot.ts";
import { barePod, startTestCluster, type TestCluster } from "../../support/live-cluster.ts";

const conditionOf = ({ objects }: TestCluster, name: string, type: string) => {
  const found = objects.pods.get(`default/${name}`)?.status?.conditions?.find((condition) => condition.type === type);
  return found && [found.status, found.reason, found.message].filter((part) => part !== undefined).join(" | ");
};

const probed = (name: string, command: string[]) => ({ name, image: "nginx", readinessProbe: { exec: { command } } });

test("a readiness probe that runs `false` keeps its Pod from being ready, in the kubelet's words", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle, events } = cluster;
  objects.pods.create(
    barePod("web", {}, { containers: [probed("a", ["false"]), probed("b", ["true"]), probed("c", ["false"])] }),
  );
  await whenIdle();
  const why = "False | ContainersNotReady | containers with unready status: [a c]";
  assert.equal(conditionOf(cluster, "web", "Ready"), why);
  assert.equal(conditionOf(cluster, "web", "ContainersReady"), why);
  assert.equal(conditionOf(cluster, "web", "Initialized"), "True");
  const { phase, containerStatuses } = objects.pods.get("default/web")?.status ?? {};
  assert.equal(phase, "Running");
  assert.deepEqual(
    containerStatuses?.map(({ name, ready }) => `${name} ${ready}`),
    ["a false", "b true", "c false"],
  );
  assert.ok(events("web").some((event) => event.startsWith("Unhealthy Readiness probe failed")));
});

test("a readiness gate is open once its condition is true", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  objects.pods.create(barePod("web", {}, { readinessGates: [{ conditionType: "example.com/open" }] }));
  await whenIdle();
  assert.equal(
    conditionOf(cluster, "web", "Ready"),
    'False | ReadinessGatesNotReady | corresponding condition of pod readiness gate "example.com/open" does not exist.',
  );
  assert.equal(conditionOf(cluster, "web", "ContainersReady"), "True");

  const set = async (status: string) => {
    const pod = objects.pods.get("default/web")!;
    const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== "example.com/open");
    const conditions = [...others, { type: "example.com/open", status }];
    objects.pods.update({ ...pod, status: { ...pod.status, conditions } } as Pod, "status");
    await whenIdle();
  };
  await set("False");
  assert.equal(
    conditionOf(cluster, "web", "Ready"),
    'False | ReadinessGatesNotReady | the status of pod readiness gate "example.com/open" is not "True", but False',
  );
  await set("True");
  assert.equal(conditionOf(cluster, "web", "Ready"), "True");
});

test("init containers have ended, sidecars run", async (t) => {
  const { objects, whenIdle } = await startTestCluster(t);
  const initContainers = [
    { name: "prepare", image: "busybox" },
    { name: "sidecar", image: "busybox", restartPolicy: "Always" },
  ];
  objects.pods.create(barePod("web", {}, { initContainers, containers: [{ name: "main", image: "nginx" }] }));
  await whenIdle();
  const statuses = objects.pods.get("default/web")?.status?.initContainerStatuses;
  assert.deepEqual(
    statuses?.map(({ name, state }) => `${name} ${Object.keys(state ?? {}).join()}`),
    ["prepare terminated", "sidecar running"],
  );
});

test("a container under a new image has been restarted", async (t) => {
  const { objects, whenIdle } = await startTestCluster(t);
  const made = objects.pods.create(barePod("web", {}));
  await whenIdle();
  const [container] = made.spec?.containers ?? [];
  objects.pods.update({
    ...made,
    spec: { ...objects.pods.get("default/web")!.spec!, containers: [{ ...container!, image: "nginx:2" }] },
  });
  await whenIdle();
  const [status] = objects.pods.get("default/web")?.status?.containerStatuses ?? [];
  assert.deepEqual([status?.image, status?.restartCount, status?.ready], ["nginx:2", 1, true]);
});

test("a deleted Pod is seen on its way out, still ready, and then goes; with a grace of 0 it goes at once", async (t) => {
  const { objects, whenIdle, until } = await startTestCluster(t);
  for (const name of ["slow", "fast"]) objects.pods.create(barePod(name, {}));
  await whenIdle();
  objects.pods.delete(objects.pods.get("default/slow")!);
  await whenIdle();
  const leaving = objects.pods.get("default/slow");
  assert.ok(leaving?.metadata?.deletionTimestamp);
  assert.equal(leaving.status?.conditions?.find(({ type }) => type === "Ready")?.status, "True");
  await until("it to go", () => !objects.pods.get("default/slow"));
  objects.pods.delete(objects.pods.get("default/fast")!, { gracePeriodSeconds: 0 });
  assert.equal(objects.pods.get("default/fast"), undefined);
});

test("a Pod says in Events where it was put and that it started", async (t) => {
  const { objects, whenIdle, events } = await startTestCluster(t);
  objects.pods.create(barePod("web", {}));
  await whenIdle();
  assert.deepEqual(events("web"), [
    "Scheduled Successfully assigned default/web to node-1",
    "Started Started container main",
  ]);
});

test("each node holds a lease, as kubelets do, and a node that is gone holds none", async (t) => {
  const { objects, whenIdle, until } = await startTestCluster(t);
  await whenIdle();
  const names = () => objects.leases.list("kube-node-lease").map(({ metadata }) => metadata?.name);
  assert.deepEqual(names(), ["node-1", "node-2", "node-3"]);
  const { metadata, spec } = objects.leases.get("kube-node-lease/node-1") as { metadata: object; spec: object };
  const { uid } = objects.nodes.get("node-1")?.metadata ?? {};
  assert.deepEqual((metadata as { ownerReferences: object }).ownerReferences, [
    { apiVersion: "v1", kind: "Node", name: "node-1", uid },
  ]);
  const { renewTime, ...rest } = spec as { renewTime: string };
  assert.deepEqual(rest, { holderIdentity: "node-1", leaseDurationSeconds: 40 });
  assert.match(renewTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  objects.nodes.delete(objects.nodes.get("node-3")!);
  await until("the lease to go", () => names().length === 2);
});
