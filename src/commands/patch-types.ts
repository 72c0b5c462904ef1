import { UsageError } from "../errors.ts";
import { applyJsonPatch } from "../model/json-patch.ts";
import { asMap, isMap, type JsonMap, type JsonValue } from "../model/json-value.ts";
import { applyMergePatch } from "../model/merge-patch.ts";
import { groupKind } from "../model/pod-template.ts";
import { Refusal } from "../model/refusal.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { applyStrategicPatch } from "../model/strategic/apply.ts";
import { patchMetaOf } from "../model/strategic/patch-meta.ts";
import { refusing } from "./write-refusal.ts";

export type PatchType = "json" | "merge" | "strategic";

type Method = (object: JsonMap, patch: JsonValue, groupKind: string) => JsonValue;

const METHODS: Record<PatchType, Method> = {
  json: applyJsonPatch,
  merge: applyMergePatch,
  strategic: mergeStrategically,
};

/** The names of the types of patch, for --type and --override-type. */
export const PATCH_TYPES = Object.keys(METHODS) as PatchType[];

/** Reads --type. Throws a UsageError in kubectl's words. */
export function readPatchType(text: string): PatchType {
  const found = PATCH_TYPES.find((type) => type === text.toLowerCase());
  if (found) return found;
  throw new UsageError(`--type must be one of [${PATCH_TYPES.join(" ")}], not ${JSON.stringify(text)}`);
}

/** Applies a patch without asking a server. Throws a UsageError for a patch that does not fit the object. */
export function patchLocally(object: KubeObject, patch: JsonValue, type: PatchType): KubeObject {
  return refusing(() => METHODS[type](asMap(object), patch, groupKind(object))) as KubeObject;
}

function mergeStrategically(object: JsonMap, patch: JsonValue, kind: string): JsonValue {
  const meta = patchMetaOf(kind);
  if (!meta) throw new Refusal(`strategic merge patch is not supported for ${kind} locally, try --type merge`);
  if (!isMap(patch)) throw new Refusal("Invalid JSON Patch");
  return applyStrategicPatch(object, patch, meta);
}
