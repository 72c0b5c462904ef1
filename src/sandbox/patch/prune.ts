import type { ManagedFieldsEntry } from "../../model/snapshot.ts";
import type { FieldType } from "../schema/schema.ts";
import { fieldSetOf, withNamedFields } from "./applied-set.ts";
import { difference, type FieldSet, intersection, union } from "./field-set.ts";
import { fieldsOf } from "./managed-fields.ts";
import { withoutFields } from "./merge-applied.ts";

/**
 * Takes out of a merged object what its manager applied the last time and no longer does, unless another applier owns
 * it too. `appliers` are all Apply entries, the manager's new one included.
 */
export function prune(
  type: FieldType,
  merged: unknown,
  last: FieldSet | undefined,
  appliers: readonly ManagedFieldsEntry[],
): unknown {
  if (!last) return merged;
  const named = (set: FieldSet | undefined): FieldSet | undefined => withNamedFields(type, set);
  const everything = named(fieldSetOf(type, merged));
  const before = named(last);
  const owned = named(appliers.map(fieldsOf).reduce(union, undefined));
  const leftover = named(fieldSetOf(type, withoutFields(type, merged, before)));
  const kept = withoutFields(type, merged, difference(everything, union(leftover, owned)));
  const gone = difference(everything, named(fieldSetOf(type, kept)));
  return withoutFields(type, merged, intersection(gone, before));
}
