import { isList, isMap, type JsonMap, type JsonValue, valueOf } from "../json-value.ts";
import { fieldMeta, type PatchMeta } from "./patch-meta.ts";

const ORDER = "$setElementOrder/";
const DELETE_FROM = "$deleteFromPrimitiveList/";

/**
 * Applies a strategic merge patch to an object, as the API server does (apimachinery's strategicpatch.mergeMap):
 * the directives are obeyed and do not stay.
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
  for (const [key, value] of Object.entries(patch)) applyListDirective(key, value, meta, merged);
  return Object.fromEntries(merged);
}

function mergeValue(before: JsonValue | undefined, patch: JsonValue, meta: PatchMeta): JsonValue {
  if (isMap(patch)) return applyStrategicPatch(isMap(before) ? before : {}, patch, meta);
  if (!isList(patch)) return patch;
  if (meta.mergeKey !== undefined) return mergeItems(isList(before) ? before : [], patch, meta, meta.mergeKey);
  if (meta.mergesScalars && isList(before)) return [...new Set([...before, ...patch])];
  return withoutDirectives(patch);
}

function mergeItems(
  before: readonly JsonValue[],
  patch: readonly JsonValue[],
  meta: PatchMeta,
  mergeKey: string,
): JsonValue[] {
  const { mergeKey: _, ...itemMeta } = meta;
  const replaces = patch.some((item) => isMap(item) && item["$patch"] === "replace");
  const merged: JsonValue[] = replaces ? [] : [...before];
  for (const item of patch) {
    if (!isMap(item) || item["$patch"] === "replace") continue;
    const id = valueOf(item, mergeKey);
    const at = merged.findIndex((other) => isMap(other) && valueOf(other, mergeKey) === id);
    const match = merged[at];
    if (item["$patch"] === "delete") merged.splice(0, merged.length, ...merged.filter((_item, place) => place !== at));
    else if (isMap(match)) merged[at] = applyStrategicPatch(match, item, itemMeta);
    else merged.push(withoutDirectives(item));
  }
  return merged;
}

function applyListDirective(
  key: string,
  value: JsonValue | undefined,
  meta: PatchMeta,
  merged: Map<string, unknown>,
): void {
  if (!isList(value)) return;
  const field = key.slice(key.indexOf("/") + 1);
  const list = merged.get(field);
  if (!isList(list)) return;
  if (key.startsWith(DELETE_FROM))
    merged.set(
      field,
      list.filter((item) => !value.includes(item)),
    );
  else if (key.startsWith(ORDER)) merged.set(field, reorder(list, value, fieldMeta(meta, field).mergeKey));
}

/** Named items in the order named; each of the others keeps its place behind the item that it followed. */
function reorder(list: readonly JsonValue[], order: readonly JsonValue[], mergeKey: string | undefined): JsonValue[] {
  const idOf = (item: JsonValue | undefined) =>
    mergeKey !== undefined && isMap(item) ? valueOf(item, mergeKey) : item;
  const wanted = order.map(idOf);
  const named = list.filter((item) => wanted.includes(idOf(item)));
  const sorted = named.toSorted((a, b) => wanted.indexOf(idOf(a)) - wanted.indexOf(idOf(b)));
  const result: JsonValue[] = [...sorted];
  list.forEach((item, at) => {
    if (wanted.includes(idOf(item))) return;
    const previous = at === 0 ? -1 : result.indexOf(list[at - 1] ?? null);
    result.splice(previous + 1, 0, item);
  });
  return result;
}

/** A value as it stands after the directives in it were obeyed on nothing. */
function withoutDirectives(value: JsonValue): JsonValue {
  if (isList(value)) return value.filter((item) => !(isMap(item) && "$patch" in item)).map(withoutDirectives);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).filter(([key, item]) => !key.startsWith("$") && item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutDirectives(item ?? null)]));
}
