import { isEqual, isList, isMap, type JsonMap, type JsonValue, valueOf } from "../json-value.ts";
import { fieldMeta, type PatchMeta } from "./patch-meta.ts";

/** Which differences a patch is to hold. */
export interface DiffOptions {
  deletions: boolean;
  changes: boolean;
}

type Patch = Map<string, JsonValue>;

/**
 * The strategic merge patch that leads from `before` to `after`, with `$setElementOrder`, `$deleteFromPrimitiveList`,
 * `$retainKeys` and `$patch: delete` where they are due (apimachinery's strategicpatch.diffMaps). Empty: nothing to do.
 */
export function diffMaps(before: JsonMap, after: JsonMap, meta: PatchMeta, options: DiffOptions): JsonMap {
  const patch: Patch = new Map();
  for (const [key, value] of Object.entries(after)) {
    if (value !== undefined) diffField(key, valueOf(before, key), value, fieldMeta(meta, key), options, patch);
  }
  if (options.deletions) {
    for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) patch.set(key, null);
  }
  const kept = Object.keys(after).filter((key) => after[key] !== null);
  const adds = Object.keys(after).length > 0 && Object.keys(before).some((key) => !Object.hasOwn(after, key));
  if (meta.retainKeys && kept.length > 0 && (patch.size > 0 || adds)) patch.set("$retainKeys", kept.toSorted());
  return Object.fromEntries(patch);
}

function diffField(
  key: string,
  before: JsonValue | undefined,
  after: JsonValue,
  meta: PatchMeta,
  options: DiffOptions,
  patch: Patch,
): void {
  if (isMap(before) && isMap(after)) {
    const inner = diffMaps(before, after, meta, options);
    if (Object.keys(inner).length > 0) patch.set(key, inner);
  } else if (isList(before) && isList(after) && (meta.mergeKey ?? meta.mergesScalars) !== undefined) {
    if (before.length === 0) setChange(key, after.length === 0 ? before : undefined, after, options, patch);
    else if (meta.mergeKey !== undefined) diffLists(key, before, after, meta, meta.mergeKey, options, patch);
    else diffScalars(key, before, after, options, patch);
  } else {
    setChange(key, before, after, options, patch);
  }
}

function setChange(
  key: string,
  before: JsonValue | undefined,
  after: JsonValue,
  options: DiffOptions,
  patch: Patch,
): void {
  if (options.changes && !isEqual(before, after)) patch.set(key, after);
}

function diffLists(
  key: string,
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  meta: PatchMeta,
  mergeKey: string,
  options: DiffOptions,
  patch: Patch,
): void {
  const { mergeKey: _, ...itemMeta } = meta;
  const [old, wanted] = [indexItems(before, mergeKey), indexItems(after, mergeKey)];
  const changed = [...wanted].flatMap(([id, item]) => {
    const match = old.get(id);
    if (!match) return options.changes ? [item] : [];
    const inner = diffMaps(match, item, itemMeta, options);
    return Object.keys(inner).length > 0 ? [{ ...inner, [mergeKey]: id }] : [];
  });
  const deleted = options.deletions
    ? [...old.keys()].filter((id) => !wanted.has(id)).map((id) => ({ $patch: "delete", [mergeKey]: id }))
    : [];
  const items: JsonValue[] = [...changed, ...deleted];
  if (items.length > 0) patch.set(key, items);
  const reordered = options.changes && !isEqual([...old.keys()], [...wanted.keys()]);
  if (items.length > 0 || reordered) {
    patch.set(
      `$setElementOrder/${key}`,
      [...wanted.keys()].map((id) => ({ [mergeKey]: id })),
    );
  }
}

/** Items by their merge key, in their order; an item without it takes no part. */
function indexItems(list: readonly JsonValue[], mergeKey: string): Map<JsonValue, JsonMap> {
  const items = new Map<JsonValue, JsonMap>();
  for (const item of list) {
    const id = isMap(item) ? valueOf(item, mergeKey) : undefined;
    if (isMap(item) && id !== undefined) items.set(id, item);
  }
  return items;
}

function diffScalars(
  key: string,
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  options: DiffOptions,
  patch: Patch,
): void {
  const added = options.changes ? after.filter((item) => !before.includes(item)) : [];
  const deleted = options.deletions ? before.filter((item) => !after.includes(item)) : [];
  if (added.length > 0) patch.set(key, added);
  if (deleted.length > 0) patch.set(`$deleteFromPrimitiveList/${key}`, deleted);
  if (deleted.length > 0 || (options.changes && !isEqual(before, after))) {
    patch.set(`$setElementOrder/${key}`, after);
  }
}
