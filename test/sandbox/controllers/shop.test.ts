import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import type { EndpointSlice, KubeObject } from "../../../src/model/snapshot.ts";
import { startTestCluster, steady } from "../../support/live-cluster.ts";

interface Recording {
  objects: KubeObject[];
  endpointSlices: EndpointSlice[];
}

const recorded = JSON.parse(readFileSync(new URL("../../recordings/shop.json", import.meta.url), "utf8")) as Recording;

/** Endpoints ordered by what they name. */
function comparable({ endpoints, metadata, ...slice }: EndpointSlice): unknown {
  const { generation: _, ...meta } = metadata ?? {};
  const ordered = endpoints?.toSorted((a, b) => ((a.targetRef?.name ?? "") < (b.targetRef?.name ?? "") ? -1 : 1));
  return steady({ ...slice, metadata: meta, endpoints: ordered ?? null });
}

const serviceOf = ({ metadata }: EndpointSlice) => metadata?.labels?.["kubernetes.io/service-name"] ?? "";

test("the slices of a shop's Services are those of a real cluster", async (t) => {
  const { registry, objects, whenIdle, errors } = await startTestCluster(t);
  objects.namespaces.create({ metadata: { name: "shop" } });
  for (const object of recorded.objects) {
    const kind = registry.kindOf(object.apiVersion ?? "", object.kind ?? "");
    assert.ok(kind);
    registry.create(kind, { ...object, metadata: { ...object.metadata, namespace: "shop" } }, { fieldManager: "test" });
  }
  await whenIdle();

  const slices = objects.endpointSlices.list("shop");
  assert.deepEqual(slices.map(serviceOf).toSorted(), recorded.endpointSlices.map(serviceOf).toSorted());
  for (const wanted of recorded.endpointSlices) {
    await t.test(serviceOf(wanted), () => {
      const found = slices.find((slice) => serviceOf(slice) === serviceOf(wanted));
      assert.ok(found);
      assert.deepEqual(comparable(found), comparable(wanted));
    });
  }
  assert.deepEqual(errors, []);
});
