import { isObject } from "../schema/json-types.ts";
import { missingMergeKey, orderMismatch, plainError, unknownDirective } from "./strategic-errors.ts";

type JsonObject = Record<string, unknown>;

/** How the items of a list merge. */
export interface PatchList {
  /** The field that tells items apart; undefined in lists of plain values. */
  mergeKey: string | undefined;
  mergeItem(current: JsonObject, patch: JsonObject): JsonObject;
}

/** Merges a patch's items into a list; those of the patch stand in its order, the others keep their places. */
export function mergeList(list: PatchList, current: readonly unknown[], patch: readonly unknown[]): unknown[] {
  if (![...current, ...patch].some(isObject))
    return arrange(list, [...new Set([...current, ...patch])], patch, current);
  const { kept, items } = obeyDirectives(list, current, patch);
  const merged = [...kept];
  const places = positionsOf(
    list,
    merged.map((item) => (isObject(item) ? item : undefined)),
  );
  for (const item of items) {
    const key = keyOf(list, item);
    const index = places.get(key) ?? -1;
    const before = merged[index];
    if (isObject(before) && isObject(item)) merged[index] = list.mergeItem(before, item);
    else {
      if (isObject(item)) places.set(key, merged.length);
      merged.push(item);
    }
  }
  return arrange(list, merged, items, kept);
}

/** Merges, and puts the items into the order of `$setElementOrder`. Undefined when there is no list. */
export function orderList(
  list: PatchList,
  current: unknown,
  patch: unknown,
  order: readonly unknown[],
): unknown[] | undefined {
  const before: readonly unknown[] | undefined = Array.isArray(current) ? current : undefined;
  if (!Array.isArray(patch)) return before && arrange(list, before, order, before);
  checkOrder(list, patch, order);
  return arrange(list, mergeList(list, before ?? [], patch), order, before ?? []);
}

/** Takes out the items that carry `$patch`, and does what they say. */
function obeyDirectives(
  list: PatchList,
  current: readonly unknown[],
  patch: readonly unknown[],
): { kept: readonly unknown[]; items: unknown[] } {
  const deleted = new Set<unknown>();
  let replaced = false;
  const items = patch.filter((item) => {
    const directive = isObject(item) ? item["$patch"] : undefined;
    if (directive === undefined) return true;
    if (directive === "merge") throw plainError("merging lists cannot yet be specified in the patch");
    if (directive === "replace") replaced = true;
    else if (directive === "delete") {
      deleted.add(keyOf(list, item));
    } else throw unknownDirective(directive, item);
    return false;
  });
  const kept =
    deleted.size === 0 ? current : current.filter((other) => !isObject(other) || !deleted.has(keyOf(list, other)));
  return replaced ? { kept: items, items: [] } : { kept, items };
}

/** The patch's items must stand in the order that `$setElementOrder` gives, and be among it. */
function checkOrder(list: PatchList, patch: readonly unknown[], order: readonly unknown[]): void {
  if (patch.length === 0 || order.length === 0) return;
  const wanted = order.map((item) => keyOf(list, item));
  let position = 0;
  for (const item of patch) {
    if (isObject(item) && item["$patch"] !== undefined) continue;
    position = wanted.indexOf(keyOf(list, item), position) + 1;
    if (position === 0) throw orderMismatch(patch, order);
  }
}

/**
 * Items that stand in `order` in that order; each of the others before the first of these that it stood before in
 * `previous`, as far as can be told.
 */
function arrange(
  list: PatchList,
  items: readonly unknown[],
  order: readonly unknown[],
  previous: readonly unknown[],
): unknown[] {
  const positions = positionsOf(list, order);
  const before = positionsOf(list, previous);
  const placeIn = (places: Map<unknown, number>, item: unknown): number => places.get(keyOf(list, item)) ?? -1;
  const inOrder = items.filter((item) => placeIn(positions, item) >= 0);
  const others = items.filter((item) => placeIn(positions, item) < 0);
  inOrder.sort((left, right) => placeIn(positions, left) - placeIn(positions, right));
  others.sort((left, right) => placeIn(before, left) - placeIn(before, right));
  const arranged: unknown[] = [];
  let next = 0;
  for (const item of inOrder) {
    const place = placeIn(before, item);
    while (next < others.length && placeIn(before, others[next]) >= 0 && placeIn(before, others[next]) < place) {
      arranged.push(others[next++]);
    }
    arranged.push(item);
  }
  return [...arranged, ...others.slice(next)];
}

function positionsOf(list: PatchList, items: readonly unknown[]): Map<unknown, number> {
  const positions = new Map<unknown, number>();
  items.forEach((item, index) => {
    const key = keyOf(list, item);
    if (!positions.has(key)) positions.set(key, index);
  });
  return positions;
}

/** What tells an item apart. Throws `ApiError` when it lacks its merge key. */
function keyOf({ mergeKey }: PatchList, item: unknown): unknown {
  if (!isObject(item)) return item;
  if (mergeKey === undefined) throw plainError("cannot merge lists without merge key for type struct");
  if (!Object.hasOwn(item, mergeKey)) throw missingMergeKey(item, mergeKey);
  return item[mergeKey];
}
