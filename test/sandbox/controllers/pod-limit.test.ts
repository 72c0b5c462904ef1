import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { test } from "node:test";

import { createPod, MOST_PER_STEP, MOST_PODS } from "../../../src/sandbox/controllers/pod-limit.ts";
import { ApiError } from "../../../src/sandbox/status.ts";
import { barePod, deployment, startTestCluster } from "../../support/live-cluster.ts";

test("a Deployment of two thousand million replicas leaves others their turn", async (t) => {
  const { objects } = await startTestCluster(t);
  objects.deployments.create(deployment("big", 2_147_483_647));
  while (objects.pods.list().length === 0) await turn();
  assert.ok(objects.pods.list().length <= MOST_PER_STEP);
  assert.equal(objects.replicaSets.list()[0]?.spec?.replicas, 2_147_483_647);
});

test("replicas beyond one step are created and deleted in several", async (t) => {
  const { objects, whenIdle } = await startTestCluster(t);
  const web = deployment("web", 2 * MOST_PER_STEP + 50);
  objects.deployments.create(web);
  await whenIdle();
  assert.equal(objects.pods.list().length, 2 * MOST_PER_STEP + 50);
  objects.deployments.update({ ...web, spec: { ...web.spec!, replicas: 1 } });
  await whenIdle();
  assert.equal(objects.pods.list().filter(({ metadata }) => !metadata?.deletionTimestamp).length, 1);
});

test("no workload gets a Pod beyond the sandbox's limit", async (t) => {
  const { objects } = await startTestCluster(t);
  const full = { objects, pods: { count: () => MOST_PODS } } as unknown as Parameters<typeof createPod>[0];
  assert.throws(
    () => createPod(full, barePod("one", {})),
    (error) => error instanceof ApiError && error.message === "exceeded the sandbox's limit of 10000 Pods",
  );
  assert.deepEqual(objects.pods.list(), []);
});
