import type { Item } from "./items.ts";

/**
 * What is wrong with an item of a node's rules: it ought to be there and is not; it serves a Service or an endpoint that
 * it should not; nobody's Service explains it; or it stands in the wrong order, or with the wrong probability.
 */
export type Fault = "missing" | "stale" | "foreign" | "changed";

export interface Difference extends Omit<Item, "isOptional"> {
  fault: Fault;
  /** Of what is changed: what ought to stand there. */
  expected?: string;
}

/**
 * Compares a node's items with what ought to be there. The order of items counts in chains of a Service alone; a chain
 * that lacks items or has others is not judged for its order as well.
 */
export function compareItems(expected: readonly Item[], actual: readonly Item[]): Difference[] {
  const wanted = byPlace(expected);
  const found = byPlace(actual);
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((place) =>
    comparePlace(wanted.get(place) ?? [], found.get(place) ?? []),
  );
}

function byPlace(items: readonly Item[]): Map<string, Item[]> {
  const places = new Map<string, Item[]>();
  for (const item of items) {
    const list = places.get(item.place);
    if (list) list.push(item);
    else places.set(item.place, [item]);
  }
  return places;
}

function comparePlace(wanted: readonly Item[], found: readonly Item[]): Difference[] {
  const isNeeded = ({ isOptional }: Item) => !isOptional;
  const missing = without(wanted, found)
    .filter(isNeeded)
    .map((item) => differing(item, "missing"));
  const extra = without(found, wanted)
    .filter(isNeeded)
    .map((item) => differing(item, item.service ? "stale" : "foreign"));
  if (missing.length + extra.length > 0 || !isOrdered(wanted[0]?.place ?? "")) return [...missing, ...extra];
  return found.flatMap((item, at): Difference[] => {
    const expected = wanted[at]?.exact ?? "";
    return item.exact === expected ? [] : [{ ...differing(item, "changed"), expected }];
  });
}

function differing(item: Item, fault: Fault): Difference {
  const { isOptional: _, ...told } = item;
  return { ...told, fault };
}

/** The chains in which the order of rules decides. */
const isOrdered = (place: string): boolean => /KUBE-(?:SVC|SVL|FW|EXT)-| chain .*\//.test(place);

/** The items of one list that the other lacks; what stands there twice is wanted twice. */
function without(items: readonly Item[], others: readonly Item[]): Item[] {
  const left = new Map<string, number>();
  for (const { identity } of others) left.set(identity, (left.get(identity) ?? 0) + 1);
  return items.filter(({ identity }) => {
    const count = left.get(identity) ?? 0;
    left.set(identity, count - 1);
    return count <= 0;
  });
}
