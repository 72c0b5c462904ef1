import { UsageError } from "../errors.ts";
import { goType } from "./go-text.ts";
import { type JsonPath, parseJsonPath, relaxedTemplate } from "./jsonpath/jsonpath.ts";
import { parseQuantity } from "./quantity.ts";

/**
 * Sorts items by what a path (--sort-by) finds in their objects: numbers by value, quantities by amount, other strings
 * by their letters, those without a value first. Equal ones keep their order. Throws a UsageError in kubectl's words.
 */
export function sortByPath<Item>(items: readonly Item[], path: JsonPath, objectOf: (item: Item) => unknown): Item[] {
  const keyed = items.map((item) => ({ item, key: path.find(objectOf(item), { allowMissingKeys: true })[0]?.[0] }));
  return keyed.toSorted((a, b) => compareKeys(a.key, b.key)).map(({ item }) => item);
}

/** Parses --sort-by. A server's table takes what is no path for a template that sorts by nothing, as in kubectl. */
export function parseSortPath(text: string, options: { isLenient: boolean }): JsonPath {
  try {
    return parseJsonPath(relaxedTemplate(text));
  } catch (error) {
    if (!options.isLenient) throw error;
    return parseJsonPath(text);
  }
}

/** Refuses a path that is found in none of the objects. */
export function checkSortPath(path: JsonPath, objects: readonly unknown[]): void {
  const isFound = objects.some((object) => (path.find(object, { allowMissingKeys: true })[0]?.length ?? 0) > 0);
  if (isFound || objects.length === 0) return;
  throw new UsageError(`couldn't find any field with path ${JSON.stringify(path.template)} in the list of objects`);
}

function compareKeys(a: unknown, b: unknown): number {
  if (a === undefined || a === null || b === undefined || b === null) return rank(a) - rank(b);
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  throw new UsageError(`unsortable type: ${goType(typeof a === "object" ? a : b)}`);
}

/** Absent, null, there. */
const rank = (value: unknown): number => (value === undefined ? 0 : value === null ? 1 : 2);

function compareText(a: string, b: string): number {
  const [x, y] = [parseQuantity(a), parseQuantity(b)];
  if (x !== undefined && y !== undefined) return x - y;
  return a < b ? -1 : Number(a > b);
}
