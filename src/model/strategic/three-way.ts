import { isEqual, isList, isMap, type JsonMap, type JsonValue, valueOf } from "../json-value.ts";
import { diffMaps } from "./diff.ts";
import { fieldMeta, type PatchMeta } from "./patch-meta.ts";

/** The three states that a client-side apply looks at. */
export interface ThreeStates {
  /** What was applied last time; empty when nothing was. */
  original: JsonMap;
  /** What is applied now. */
  modified: JsonMap;
  /** What the cluster has. */
  current: JsonMap;
}

/**
 * The strategic merge patch of a client-side apply: what `modified` adds to or changes in `current`, and the deletion of
 * what `original` had and `modified` has no more (apimachinery's strategicpatch.CreateThreeWayMergePatch).
 */
export function createThreeWayPatch({ original, modified, current }: ThreeStates, meta: PatchMeta): JsonMap {
  const changes = diffMaps(current, modified, meta, { changes: true, deletions: false });
  const deletions = diffMaps(original, modified, meta, { changes: false, deletions: true });
  return unitePatches(deletions, changes, meta);
}

/**
 * The fields that were changed in the cluster since the last apply and that this patch sets to something else, as paths:
 * what `apply --overwrite=false` refuses.
 */
export function findConflicts(patch: JsonMap, { original, current }: ThreeStates, meta: PatchMeta): string[] {
  return conflictsOf(patch, diffMaps(original, current, meta, { changes: true, deletions: true }), "");
}

function conflictsOf(a: JsonValue | undefined, b: JsonValue | undefined, path: string): string[] {
  if (a === undefined || b === undefined || isEqual(a, b)) return [];
  if (!isMap(a) || !isMap(b)) return [path];
  const keys = Object.keys(a).filter((key) => !key.startsWith("$"));
  return keys.flatMap((key) => conflictsOf(valueOf(a, key), valueOf(b, key), path === "" ? key : `${path}.${key}`));
}

/** One patch that says what both say; directives that stand in both are equal. */
function unitePatches(a: JsonMap, b: JsonMap, meta: PatchMeta): JsonMap {
  const united = new Map(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    if (value !== undefined) united.set(key, uniteValues(united.get(key), value, fieldMeta(meta, key)));
  }
  return Object.fromEntries(united);
}

function uniteValues(a: JsonValue | undefined, b: JsonValue, meta: PatchMeta): JsonValue {
  if (isMap(a) && isMap(b)) return unitePatches(a, b, meta);
  const { mergeKey, ...itemMeta } = meta;
  if (!isList(a) || !isList(b) || mergeKey === undefined) return b;
  const idOf = (item: JsonValue) => (isMap(item) ? valueOf(item, mergeKey) : undefined);
  const matched = b.map((item) => {
    const match = a.find((other) => idOf(other) === idOf(item));
    return isMap(match) && isMap(item) ? unitePatches(match, item, itemMeta) : item;
  });
  return [...matched, ...a.filter((item) => !b.some((other) => idOf(other) === idOf(item)))];
}
