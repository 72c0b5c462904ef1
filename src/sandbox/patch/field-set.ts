/**
 * A set of fields in the form of metadata.managedFields' fieldsV1: `f:NAME` a field, `k:{…}` the list item with these
 * keys, `v:…` the item of a set. An empty node stands for the field itself; a node with children stands for itself too
 * only if it holds ".". Sets are never changed in place.
 */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

export const THE_FIELD: FieldSet = {};

/** Whether the field at this node belongs to the set, not only fields below it. */
export function holdsItself(node: FieldSet): boolean {
  return "." in node || isLeaf(node);
}

/** The fields in either set; undefined is the empty set. */
export function union(left: FieldSet | undefined, right: FieldSet | undefined): FieldSet | undefined {
  if (!left || !right || left === right) return left ?? right;
  if (isLeaf(left)) return isLeaf(right) || "." in right ? right : { ".": THE_FIELD, ...right };
  if (isLeaf(right)) return "." in left ? left : { ".": THE_FIELD, ...left };
  const merged: Record<string, FieldSet> = { ...left };
  for (const element of Object.keys(right)) {
    const both = union(left[element], right[element]);
    if (both) merged[element] = both;
  }
  return merged;
}

/** The fields of `left` that are not in `right`; a field's removal leaves those below it. */
export function difference(left: FieldSet | undefined, right: FieldSet | undefined): FieldSet | undefined {
  if (!left || !right) return left;
  return combine(left, right, difference, holdsItself(left) && !holdsItself(right));
}

/** The fields of `left` that are neither in `right` nor below a field in it. */
export function differenceBelow(left: FieldSet | undefined, right: FieldSet | undefined): FieldSet | undefined {
  if (!left || !right) return left;
  if (holdsItself(right)) return undefined;
  return combine(left, right, differenceBelow, holdsItself(left));
}

/** The fields in both sets. */
export function intersection(left: FieldSet | undefined, right: FieldSet | undefined): FieldSet | undefined {
  if (!left || !right) return undefined;
  return combine(left, right, intersection, holdsItself(left) && holdsItself(right));
}

/** The set with its elements in the API server's order: the field itself, fields by name, items by key. */
export function sortFields(set: FieldSet): FieldSet {
  const elements = Object.keys(set);
  if (elements.length === 0) return THE_FIELD;
  elements.sort();
  const sorted: Record<string, FieldSet> = {};
  for (const element of elements) {
    const below = set[element];
    if (below) sorted[element] = sortFields(below);
  }
  return sorted;
}

/** Every field of the set, as the path of elements that leads to it. */
export function pathsOf(set: FieldSet | undefined, prefix: readonly string[] = []): string[][] {
  return Object.entries(set ?? {}).flatMap(([element, below]) => {
    if (element === ".") return [];
    const path = [...prefix, element];
    return holdsItself(below) ? [path, ...pathsOf(below, path)] : pathsOf(below, path);
  });
}

/** Node by node: each child as `operation` makes it, and the field itself if `itself`. */
function combine(
  left: FieldSet,
  right: FieldSet,
  operation: (left: FieldSet | undefined, right: FieldSet | undefined) => FieldSet | undefined,
  itself: boolean,
): FieldSet | undefined {
  const result: Record<string, FieldSet> = {};
  let children = false;
  for (const element of Object.keys(left)) {
    if (element === ".") continue;
    const below = operation(left[element], right[element]);
    if (!below) continue;
    result[element] = below;
    children = true;
  }
  if (!itself) return children ? result : undefined;
  return children ? { ".": THE_FIELD, ...result } : THE_FIELD;
}

function isLeaf(node: FieldSet): boolean {
  for (const element in node) return element === undefined;
  return true;
}
