import type { KubeObject } from "../../model/snapshot.ts";
import { badRequest } from "../status.ts";
import { isObject, jsonTypeOf } from "../schema/json-types.ts";

/** RFC 7386. Returns a new object; throws `ApiError` (400) when the patch is no object. */
export function applyMergePatch(current: KubeObject, patch: unknown): KubeObject {
  if (!isObject(patch)) {
    const type = "map[string]interface {}";
    throw badRequest(`error decoding patch: json: cannot unmarshal ${jsonTypeOf(patch)} into Go value of type ${type}`);
  }
  return structuredClone(merge(current, patch)) as KubeObject;
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const before = isObject(target) ? target : {};
  const kept = Object.entries(before).filter(([name]) => !Object.hasOwn(patch, name));
  const set = Object.entries(patch).flatMap(([name, value]) => {
    if (value === null) return [];
    return [[name, merge(Object.hasOwn(before, name) ? before[name] : undefined, value)] as const];
  });
  return Object.fromEntries([...kept, ...set]);
}
