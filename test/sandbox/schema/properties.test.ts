import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import fc from "fast-check";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { applyServerSide } from "../../../src/sandbox/patch/server-side-apply.ts";
import { applyStrategicPatch } from "../../../src/sandbox/patch/strategic-patch.ts";
import { trackUpdate } from "../../../src/sandbox/patch/track-update.ts";
import { decode, DecodeError } from "../../../src/sandbox/schema/decode.ts";
import { type Schema, schemaOf } from "../../../src/sandbox/schema/schema.ts";
import { ApiError } from "../../../src/sandbox/status.ts";

const recorded = JSON.parse(
  readFileSync(new URL("../../recordings/objects.json", import.meta.url), "utf8"),
) as KubeObject[];

type Json = Record<string, unknown>;

/** Every place in an object, as a path of keys. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const below = [...path, key];
    return [below, ...placesIn((value as Json)[key], below)];
  });
}

function withValueAt(object: KubeObject, path: readonly string[], value: unknown): KubeObject {
  const copy = structuredClone(object);
  let parent = copy as Json;
  for (const key of path.slice(0, -1)) parent = parent[key] as Json;
  parent[path.at(-1) ?? ""] = value;
  return copy;
}

/** A recorded object with something else in one place. */
const damaged = fc
  .constantFrom(...recorded)
  .chain((object) =>
    fc
      .tuple(fc.constant(object), fc.constantFrom(...placesIn(object)), fc.jsonValue({ maxDepth: 2 }))
      .map(([whole, path, value]) => ({ whole, broken: withValueAt(whole, path, value) })),
  );

function schemaFor({ apiVersion = "", kind = "" }: KubeObject): Schema {
  const schema = schemaOf(apiVersion, kind);
  assert.ok(schema);
  return schema;
}

/** What `act` gives; undefined when it refuses as it may. */
function orRefusal<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    assert.ok(error instanceof ApiError || error instanceof DecodeError, String(error));
    return undefined;
  }
}

test("what was decoded decodes to itself, whatever stood in the object", () => {
  fc.assert(
    fc.property(damaged, ({ whole, broken }) => {
      const decoded = orRefusal(() => decode(schemaFor(whole), broken).object);
      if (decoded) assert.deepEqual(decode(schemaFor(whole), decoded), { object: decoded, unknownFields: [] });
    }),
  );
});

test("any decoded change can be attributed", () => {
  fc.assert(
    fc.property(damaged, ({ whole, broken }) => {
      const next = orRefusal(() => decode(schemaFor(whole), broken).object);
      if (next) trackUpdate(schemaFor(whole), whole, next, { manager: "x", now: new Date(0) });
    }),
  );
});

test("applying a configuration again changes nothing", () => {
  fc.assert(
    fc.property(damaged, ({ whole, broken }) => {
      const { managedFields: _, ...metadata } = broken.metadata ?? {};
      const applied = { ...broken, kind: whole.kind ?? "", apiVersion: whole.apiVersion ?? "", metadata };
      const request = { schema: schemaFor(whole), applied, manager: "x", force: true, now: new Date(0) };
      const first = orRefusal(() => applyServerSide({ ...request, live: undefined }));
      if (first) assert.deepEqual(applyServerSide({ ...request, live: first, now: new Date(1e9) }), first);
    }),
  );
});

test("a strategic merge patch of anything is applied or refused, and leaves what it patches as it was", () => {
  fc.assert(
    fc.property(damaged, ({ whole, broken }) => {
      const before = structuredClone(whole);
      orRefusal(() => applyStrategicPatch(schemaFor(whole), whole, broken));
      assert.deepEqual(whole, before);
    }),
  );
});
