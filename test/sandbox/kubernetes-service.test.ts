import assert from "node:assert/strict";
import { test } from "node:test";

import { startTestCluster } from "../support/live-cluster.ts";

test("the Service kubernetes comes back with its endpoints when it is deleted", async (t) => {
  const { objects, whenIdle } = await startTestCluster(t);
  const before = objects.services.get("default/kubernetes");
  assert.ok(before);
  objects.services.delete(before);
  await whenIdle();
  const after = objects.services.get("default/kubernetes");
  assert.notEqual(after?.metadata?.uid, before.metadata?.uid);
  assert.equal(after?.spec?.clusterIP, "10.96.0.1");
  assert.deepEqual(objects.endpointSlices.get("default/kubernetes")?.endpoints?.[0]?.addresses, ["192.0.2.10"]);
  assert.equal(objects.endpoints.get("default/kubernetes")?.subsets?.[0]?.addresses?.[0]?.ip, "192.0.2.10");
});
