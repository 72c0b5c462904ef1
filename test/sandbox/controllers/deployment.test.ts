import assert from "node:assert/strict";
import { test } from "node:test";

import type { Deployment } from "../../../src/model/snapshot.ts";
import { deployment, readyPods, startTestCluster, template, type TestCluster } from "../../support/live-cluster.ts";

const isRolledOut = (cluster: TestCluster, name: string) => () => {
  const found = cluster.objects.deployments.get(`default/${name}`);
  const { replicas, updatedReplicas, availableReplicas, observedGeneration } = found?.status ?? {};
  const wanted = found?.spec?.replicas;
  return (
    observedGeneration === found?.metadata?.generation &&
    [replicas, updatedReplicas, availableReplicas].every((count) => count === wanted) &&
    found
  );
};

const withImage = (found: Deployment, image: string): Deployment => {
  const spec = template("web", undefined, { image }).spec;
  return { ...found, spec: { ...found.spec!, template: { ...found.spec!.template, spec: spec! } } };
};

test("a rolling update stays within its limits at every moment", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, registry, until } = cluster;
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } };
  objects.deployments.create(deployment("web", 4, { strategy }));
  const first = await until("the first roll-out", isRolledOut(cluster, "web"));

  const seen: { ready: number; all: number }[] = [];
  registry.subscribe(({ kind }) => {
    if (kind.kind !== "ReplicaSet") return;
    const all = objects.replicaSets.list("default").reduce((sum, { spec }) => sum + (spec?.replicas ?? 0), 0);
    seen.push({ ready: readyPods(cluster, "web").length, all });
  });
  objects.deployments.update(withImage(first, "nginx:1.16"));
  await until("the second roll-out", isRolledOut(cluster, "web"));

  assert.ok(Math.max(...seen.map(({ all }) => all)) <= 5, JSON.stringify(seen));
  assert.ok(Math.min(...seen.map(({ ready }) => ready)) >= 3, JSON.stringify(seen));
  assert.ok(readyPods(cluster, "web").every(({ spec }) => spec?.containers[0]?.image === "nginx:1.16"));
  assert.deepEqual(cluster.errors, []);
});

test("revisions count up, and a template that comes back gets the newest", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, until } = cluster;
  const revision = () =>
    objects.deployments.get("default/web")?.metadata?.annotations?.["deployment.kubernetes.io/revision"];
  objects.deployments.create(deployment("web", 1));
  const first = await until("revision 1", isRolledOut(cluster, "web"));
  assert.equal(revision(), "1");
  const second = objects.deployments.update(withImage(first, "nginx:1.16"));
  await until("revision 2", () => isRolledOut(cluster, "web")() && revision() === "2");
  objects.deployments.update({ ...second, spec: first.spec! });
  await until("revision 3", () => isRolledOut(cluster, "web")() && revision() === "3");

  const sets = objects.replicaSets.list("default");
  assert.equal(sets.length, 2);
  const back = sets.find(({ spec }) => spec?.replicas === 1);
  assert.equal(back?.metadata?.annotations?.["deployment.kubernetes.io/revision-history"], "1");
});

test("scaling up and down says so in Events, in the real controller's words", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, until, events } = cluster;
  const made = objects.deployments.create(deployment("web", 2));
  await until("two Pods", isRolledOut(cluster, "web"));
  objects.deployments.update({ ...made, spec: { ...made.spec!, replicas: 1 } });
  await until("one Pod", isRolledOut(cluster, "web"));
  const [set] = objects.replicaSets.list("default");
  assert.deepEqual(events("web"), [
    `ScalingReplicaSet Scaled up replica set ${set?.metadata?.name} from 0 to 2`,
    `ScalingReplicaSet Scaled down replica set ${set?.metadata?.name} from 2 to 1`,
  ]);
});

test("Recreate starts no new Pod before the old ones are gone", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, registry, until } = cluster;
  objects.deployments.create(deployment("web", 2, { strategy: { type: "Recreate" } }));
  const first = await until("the first roll-out", isRolledOut(cluster, "web"));
  const mixed: string[] = [];
  registry.subscribe(() => {
    const images = new Set(objects.pods.list("default").map(({ spec }) => spec?.containers[0]?.image));
    if (images.size > 1) mixed.push([...images].join(" "));
  });
  objects.deployments.update(withImage(first, "nginx:1.16"));
  await until("the second roll-out", isRolledOut(cluster, "web"));
  assert.deepEqual(mixed, []);
});

test("a paused Deployment scales but does not roll", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, until, whenIdle } = cluster;
  objects.deployments.create(deployment("web", 1));
  const first = await until("the first roll-out", isRolledOut(cluster, "web"));
  const paused = withImage(first, "nginx:1.16");
  objects.deployments.update({ ...paused, spec: { ...paused.spec!, paused: true, replicas: 3 } });
  await until("three Pods", () => readyPods(cluster, "web").length === 3);
  await whenIdle();
  assert.equal(objects.replicaSets.list("default").length, 1);
  const progressing = objects.deployments
    .get("default/web")
    ?.status?.conditions?.find(({ type }) => type === "Progressing");
  assert.deepEqual([progressing?.status, progressing?.reason], ["Unknown", "DeploymentPaused"]);
});

test("a roll-out to Pods that never get ready leaves enough of the old ones", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, until, whenIdle } = cluster;
  objects.deployments.create(deployment("web", 4));
  const first = await until("the first roll-out", isRolledOut(cluster, "web"));
  const broken = template("web", undefined, { readinessProbe: { exec: { command: ["false"] } } }).spec;
  const spec = { ...first.spec!, template: { ...first.spec!.template, spec: broken! } };
  objects.deployments.update({ ...first, spec });
  await until("the surge", () => objects.pods.list("default").length === 5);
  await whenIdle();
  assert.equal(readyPods(cluster, "web").length, 3);
  const { status } = objects.deployments.get("default/web") ?? {};
  assert.deepEqual(
    status?.conditions?.map(({ type, status: value, reason }) => `${type}=${value} ${reason}`).toSorted(),
    ["Available=True MinimumReplicasAvailable", "Progressing=True ReplicaSetUpdated"],
  );
  assert.equal(status?.unavailableReplicas, 2);
});

test("only so many idle ReplicaSets are kept as the history allows", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, until } = cluster;
  objects.deployments.create(deployment("web", 1, { revisionHistoryLimit: 1 }));
  for (const tag of ["1", "2", "3"]) {
    const found = await until("the roll-out", isRolledOut(cluster, "web"));
    objects.deployments.update(withImage(found, `nginx:${tag}`));
  }
  await until("the last roll-out", isRolledOut(cluster, "web"));
  await until("old ones to go", () => objects.replicaSets.list("default").length === 2);
});

test("a new size in the middle of a roll-out is shared in proportion", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, until, whenIdle } = cluster;
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } };
  objects.deployments.create(deployment("web", 10, { strategy }));
  const first = await until("the first roll-out", isRolledOut(cluster, "web"));
  const broken = template("web", undefined, { readinessProbe: { exec: { command: ["false"] } } }).spec;
  const stuck = objects.deployments.update({
    ...first,
    spec: { ...first.spec!, template: { ...first.spec!.template, spec: broken! } },
  });
  const sizes = () =>
    objects.replicaSets
      .list("default")
      .map(({ spec }) => spec?.replicas ?? 0)
      .toSorted((a, b) => a - b);
  await until("8 old and 5 new", () => sizes().join() === "5,8");
  objects.deployments.update({ ...stuck, spec: { ...stuck.spec!, replicas: 15 } });
  // the example of the Kubernetes documentation, "Proportional scaling"
  await until("11 old and 7 new", () => sizes().join() === "7,11");
  await whenIdle();
  assert.deepEqual(sizes(), [7, 11]);
});
