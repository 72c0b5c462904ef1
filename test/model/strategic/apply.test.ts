import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { patchLocally, type PatchType } from "../../../src/commands/patch-types.ts";
import type { JsonMap, JsonValue } from "../../../src/model/json-value.ts";
import type { KubeObject } from "../../../src/model/snapshot.ts";
import { applyStrategicPatch } from "../../../src/model/strategic/apply.ts";
import { diffMaps } from "../../../src/model/strategic/diff.ts";
import { patchMetaOf } from "../../../src/model/strategic/patch-meta.ts";
import { createThreeWayPatch } from "../../../src/model/strategic/three-way.ts";
import { readRecording } from "../../support/recordings.ts";

interface Recording {
  local: { object: KubeObject; type: PatchType; patch: JsonValue; patched: KubeObject }[];
}

for (const { object, type, patch, patched } of readRecording<Recording>("kubectl-patches.json").local) {
  test(`a ${type} patch leads where kubectl patch --local leads: ${JSON.stringify(patch)}`, () => {
    assert.deepEqual(patchLocally(object, patch, type), patched);
  });
}

const name = fc.constantFrom("a", "b", "c", "d");
const value = fc.oneof(fc.string({ maxLength: 3 }), fc.integer(), fc.boolean());
const variables = fc.uniqueArray(fc.record({ name, value: fc.string({ maxLength: 2 }) }), { selector: (v) => v.name });
const container = fc.record({ name, image: fc.constantFrom("x", "y"), env: variables }, { requiredKeys: ["name"] });
const spec = fc.record(
  {
    containers: fc.uniqueArray(container, { selector: (item) => item.name, minLength: 1 }),
    nodeSelector: fc.dictionary(name, fc.string({ maxLength: 2 })),
    tolerations: fc.array(fc.record({ key: name })),
    priority: value,
  },
  { requiredKeys: [] },
);
const metadata = fc.record(
  { labels: fc.dictionary(name, fc.string({ maxLength: 2 })), finalizers: fc.uniqueArray(name) },
  { requiredKeys: [] },
);
const pod = fc.record({ metadata, spec }).map((object) => object as unknown as JsonMap);
const meta = patchMetaOf("Pod") ?? {};

/** A map without any key says as much as no map. */
function withoutEmpty(item: JsonValue): JsonValue {
  if (Array.isArray(item)) return item.map(withoutEmpty);
  if (typeof item !== "object" || item === null) return item;
  const entries = Object.entries(item as JsonMap).map(([key, inner]) => [key, withoutEmpty(inner ?? null)] as const);
  return Object.fromEntries(
    entries.filter(([, inner]) => JSON.stringify(inner) !== "{}" && JSON.stringify(inner) !== "[]"),
  );
}

test("the difference of two objects, applied to the first, gives the second", () => {
  fc.assert(
    fc.property(pod, pod, (before, after) => {
      const patch = diffMaps(before, after, meta, { changes: true, deletions: true });
      assert.deepEqual(withoutEmpty(applyStrategicPatch(before, patch, meta)), withoutEmpty(after));
    }),
  );
});

test("an object does not differ from itself", () => {
  fc.assert(
    fc.property(pod, (object) => {
      assert.deepEqual(diffMaps(object, object, meta, { changes: true, deletions: true }), {});
    }),
  );
});

test("a three-way patch of an object that nobody else touched leads to what is applied", () => {
  fc.assert(
    fc.property(pod, pod, (original, modified) => {
      const patch = createThreeWayPatch({ original, modified, current: original }, meta);
      assert.deepEqual(withoutEmpty(applyStrategicPatch(original, patch, meta)), withoutEmpty(modified));
    }),
  );
});

test("what is applied a second time changes nothing more", () => {
  fc.assert(
    fc.property(pod, pod, pod, (original, modified, current) => {
      const first = createThreeWayPatch({ original, modified, current }, meta);
      const then = applyStrategicPatch(current, first, meta);
      const again = createThreeWayPatch({ original: modified, modified, current: then }, meta);
      assert.deepEqual(applyStrategicPatch(then, again, meta), then);
    }),
  );
});
