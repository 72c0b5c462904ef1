import { isEqual, isMap, type JsonMap, type JsonValue, valueOf } from "./json-value.ts";

/** Applies a JSON merge patch (RFC 7386): null takes a key away, maps merge, everything else replaces. */
export function applyMergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isMap(patch)) return patch;
  const merged = new Map(Object.entries(isMap(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === undefined) merged.delete(key);
    else merged.set(key, applyMergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

/** The merge patch that makes `after` of `before`: `{}` when they are the same data. */
export function createMergePatch(before: JsonMap, after: JsonMap): JsonMap {
  const patch: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(after)) {
    const old = valueOf(before, key);
    if (value === undefined || isEqual(old, value)) continue;
    patch.push([key, isMap(old) && isMap(value) ? createMergePatch(old, value) : value]);
  }
  for (const key of Object.keys(before)) if (valueOf(after, key) === undefined) patch.push([key, null]);
  return Object.fromEntries(patch);
}

/**
 * The merge patch of a client-side apply to a kind without strategic merge (a custom resource): what `modified` adds to
 * or changes in `current`, and what `original` had and `modified` has no more (kubectl's jsonmergepatch).
 */
export function createThreeWayMergePatch(original: JsonMap, modified: JsonMap, current: JsonMap): JsonMap {
  const additions = keepAdditions(createMergePatch(current, modified));
  const deletions = keepDeletions(createMergePatch(original, modified));
  return unite(deletions, additions);
}

const keepAdditions = (patch: JsonMap): JsonMap => filterPatch(patch, (value) => value !== null);
const keepDeletions = (patch: JsonMap): JsonMap => filterPatch(patch, (value) => value === null);

/** Keeps the leaves of a patch that pass, and the maps that lead to them. */
function filterPatch(patch: JsonMap, passes: (value: JsonValue) => boolean): JsonMap {
  const kept = Object.entries(patch).flatMap(([key, value]): [string, JsonValue][] => {
    if (value === undefined) return [];
    if (!isMap(value)) return passes(value) ? [[key, value]] : [];
    const inner = filterPatch(value, passes);
    const wanted = Object.keys(inner).length > 0 || (Object.keys(value).length === 0 && passes(value));
    return wanted ? [[key, inner]] : [];
  });
  return Object.fromEntries(kept);
}

/** One patch that says what both say; `b` wins. */
export function unite(a: JsonMap, b: JsonMap): JsonMap {
  const united = new Map(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const before = united.get(key);
    united.set(key, isMap(before) && isMap(value) ? unite(before, value) : value);
  }
  return Object.fromEntries(united);
}
