import { isList, isMap, type JsonMap, type JsonValue, valueOf } from "../json-value.ts";
import { fieldMeta, type PatchMeta } from "./patch-meta.ts";

const ORDER = "$setElementOrder/";
const DELETE_FROM = "$deleteFromPrimitiveList/";

/**
 * Applies a strategic merge patch to an object, as the API server does (apimachinery's strategicpatch.mergeMap): the
 * directives are obeyed and do not stay.
 */
export function applyStrategicPatch(target: JsonMap, patch: JsonMap, meta: PatchMeta): JsonMap {
  if (patch["$patch"] === "delete") return {};
  if (patch["$patch"] === "replace") return withoutDirectives(patch) as JsonMap;
  const merged = new Map(Object.entries(target));
  const retained = patch["$retainKeys"];
  if (isList(retained)) for (const key of merged.keys()) if (!retained.includes(key)) merged.delete(key);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith("$") || value === undefined) continue;
    if (value === null) merged.delete(key);
    else merged.set(key, mergeValue(merged.get(key), value, fieldMeta(meta, key)));
  }
  for (const [key, value] of Object.entries(patch)) {
    if (isList(value)) applyListDirective(key, value, target, meta, merged);
  }
  return Object.fromEntries(merged);
}

function mergeValue(before: JsonValue | undefined, patch: JsonValue, meta: PatchMeta): JsonValue {
  if (isMap(patch)) return applyStrategicPatch(isMap(before) ? before : {}, patch, meta);
  if (!isList(patch)) return patch;
  const old = isList(before) ? before : [];
  if (meta.mergeKey !== undefined) return mergeItems(old, patch, meta, meta.mergeKey);
  if (!meta.mergesScalars) return withoutDirectives(patch);
  return arrange([...new Set([...old, ...patch])], patch, old, undefined);
}

function mergeItems(
  before: readonly JsonValue[],
  patch: readonly JsonValue[],
  meta: PatchMeta,
  mergeKey: string,
): JsonValue[] {
  const { mergeKey: _, ...itemMeta } = meta;
  const has = (item: JsonValue, directive: string) => isMap(item) && item["$patch"] === directive;
  if (patch.some((item) => has(item, "replace")))
    return patch.filter((item) => !isDirective(item)).map(withoutDirectives);
  const merged = [...before];
  for (const item of patch) {
    const isSame = (other: JsonValue) => idOf(other, mergeKey) === idOf(item, mergeKey);
    const at = merged.findIndex(isSame);
    if (has(item, "delete")) merged.splice(0, merged.length, ...merged.filter((other) => !isSame(other)));
    else merged.splice(at < 0 ? merged.length : at, 1, mergeItem(merged[at], item, itemMeta));
  }
  return arrange(merged, patch, before, mergeKey);
}

const isDirective = (item: JsonValue) => isMap(item) && "$patch" in item;

function mergeItem(before: JsonValue | undefined, patch: JsonValue, meta: PatchMeta): JsonValue {
  return isMap(before) && isMap(patch) ? applyStrategicPatch(before, patch, meta) : withoutDirectives(patch);
}

/** What tells an item from others: its merge key, or itself in a list of texts. */
const idOf = (item: JsonValue, mergeKey: string | undefined): JsonValue | undefined =>
  mergeKey !== undefined && isMap(item) ? valueOf(item, mergeKey) : item;

function applyListDirective(
  key: string,
  value: readonly JsonValue[],
  target: JsonMap,
  meta: PatchMeta,
  merged: Map<string, unknown>,
): void {
  const field = key.slice(key.indexOf("/") + 1);
  const list = merged.get(field);
  if (!isList(list)) return;
  const before = valueOf(target, field);
  if (key.startsWith(DELETE_FROM))
    merged.set(
      field,
      list.filter((item) => !value.includes(item)),
    );
  else if (key.startsWith(ORDER)) {
    merged.set(field, arrange(list, value, isList(before) ? before : [], fieldMeta(meta, field).mergeKey));
  }
}

/**
 * Orders a merged list: the items that `wanted` names in its order, the others in the order of `before`; where two of
 * both kinds stood in `before`, they keep their order as far as that can be (strategicpatch.normalizeElementOrder).
 */
function arrange(
  list: readonly JsonValue[],
  wanted: readonly JsonValue[],
  before: readonly JsonValue[],
  mergeKey: string | undefined,
): JsonValue[] {
  const places = (order: readonly JsonValue[]) => {
    const ids = order.map((item) => idOf(item, mergeKey));
    return (item: JsonValue) => ids.indexOf(idOf(item, mergeKey));
  };
  const [asWanted, asBefore] = [places(wanted), places(before)];
  const named = list.filter((item) => asWanted(item) >= 0).toSorted((a, b) => asWanted(a) - asWanted(b));
  const others = list.filter((item) => asWanted(item) < 0).toSorted((a, b) => asBefore(a) - asBefore(b));
  const result: JsonValue[] = [];
  for (const item of named) {
    while (others[0] !== undefined && asBefore(item) >= 0 && asBefore(others[0]) < asBefore(item)) {
      result.push(...others.splice(0, 1));
    }
    result.push(item);
  }
  return [...result, ...others];
}

/** A value as it stands after the directives in it were obeyed on nothing. */
function withoutDirectives(value: JsonValue): JsonValue {
  if (isList(value)) return value.filter((item) => !isDirective(item)).map(withoutDirectives);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).filter(([key, item]) => !key.startsWith("$") && item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutDirectives(item ?? null)]));
}
