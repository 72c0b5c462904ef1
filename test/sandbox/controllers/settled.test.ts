import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { startTestCluster, steady } from "../../support/live-cluster.ts";

interface Recording {
  created: KubeObject[];
  settled: KubeObject[];
  namespace: KubeObject;
}

const recorded = JSON.parse(
  readFileSync(new URL("../../recordings/settled-workloads.json", import.meta.url), "utf8"),
) as Recording;

const labelOf = ({ kind, metadata }: KubeObject): string =>
  `${kind} ${kind === "ReplicaSet" ? metadata?.name?.replace(/-[a-z0-9]{8,10}$/, "-HASH") : metadata?.name}`;

test("workloads settle as a real cluster's do", async (t) => {
  const { registry, whenIdle, errors } = await startTestCluster(t);
  const kindOf = ({ apiVersion = "", kind = "" }: KubeObject) => {
    const found = registry.kindOf(apiVersion, kind);
    assert.ok(found, kind);
    return found;
  };
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "rec" } };
  registry.create(kindOf(namespace), namespace, { fieldManager: "test" });
  for (const object of recorded.created) {
    const placed = { ...object, metadata: { ...object.metadata, namespace: "rec" } };
    registry.create(kindOf(object), placed, { fieldManager: "test" });
  }
  await whenIdle();

  for (const wanted of [recorded.namespace, ...recorded.settled]) {
    await t.test(labelOf(wanted), () => {
      const all = registry.list(kindOf(wanted), wanted.metadata?.namespace);
      const found = all.find((object) => labelOf(object) === labelOf(wanted));
      assert.deepEqual(steady(found), steady(wanted));
    });
  }
  assert.deepEqual(errors, []);
});
