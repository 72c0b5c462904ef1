import type { KubeObject, ManagedFieldsEntry } from "../../model/snapshot.ts";
import { emptyObject } from "../schema/decode.ts";
import type { Schema } from "../schema/schema.ts";
import { compareValues, type Comparison } from "./compare.ts";
import { difference, differenceBelow, union } from "./field-set.ts";
import {
  arrange,
  fieldsOf,
  isSameManager,
  newEntry,
  untouchedBy,
  withFields,
  withoutUnowned,
} from "./managed-fields.ts";
import { MissingKeyError } from "./path-element.ts";

export interface Writer {
  manager: string;
  now: Date;
  subresource?: string | undefined;
}

const empty = new WeakMap<Schema, KubeObject>();

/**
 * The managedFields of `next` after a create (`previous` is undefined), an update or a patch: the writer owns what it
 * changed, and nobody owns what is gone. To be called after decoding and defaults, and before the cluster fills in fields
 * of its own (prepareForCreate, allocation): those have no owner. Neither object is changed; undefined: no managedFields.
 */
export function trackUpdate(
  schema: Schema,
  previous: KubeObject | undefined,
  next: KubeObject,
  { manager, now, subresource }: Writer,
): ManagedFieldsEntry[] | undefined {
  const entries = entriesBefore(previous, next, subresource);
  if (previous && entries.length === 0) return undefined;
  const comparison = compareObjects(schema, previous, next, subresource);
  if (!comparison) return undefined;
  const { changed, removed } = comparison;
  const writer = { manager, operation: "Update", apiVersion: next.apiVersion ?? "", subresource };
  const own = entries.find((entry) => isSameManager(entry, writer));
  const others = entries.filter((entry) => entry !== own);
  const kept = others.flatMap((entry) => withFields(entry, difference(fieldsOf(entry), union(changed, removed))) ?? []);
  const fields = union(difference(own && fieldsOf(own), removed), changed);
  if (!fields) return nonEmpty(arrange(kept));
  const time = changed ? timestamp(now) : own?.time;
  return arrange([...kept, newEntry(writer, fields, time)]);
}

/** A time as managedFields have it: to the second. */
export function timestamp(now: Date): string {
  return `${now.toISOString().slice(0, 19)}Z`;
}

/** Undefined when a list's items cannot be told apart: then nobody owns anything, as on the API server. */
function compareObjects(
  schema: Schema,
  previous: KubeObject | undefined,
  next: KubeObject,
  subresource: string | undefined,
): Comparison | undefined {
  const untouched = untouchedBy(schema, subresource);
  try {
    const { changed, removed } = compareValues({ kind: "struct", schema }, previous ?? emptyOf(schema), next);
    return {
      changed: differenceBelow(withoutUnowned(changed), untouched),
      removed: differenceBelow(withoutUnowned(removed), untouched),
    };
  } catch (error) {
    if (error instanceof MissingKeyError) return undefined;
    throw error;
  }
}

/** A request may edit managedFields, and `[{}]` clears them; one that leaves them out, or goes to a subresource, keeps them. */
function entriesBefore(
  previous: KubeObject | undefined,
  next: KubeObject,
  subresource: string | undefined,
): readonly ManagedFieldsEntry[] {
  const kept = previous?.metadata?.managedFields ?? [];
  const sent = next.metadata?.managedFields ?? [];
  if (subresource !== undefined || sent.length === 0) return kept;
  const [first] = sent;
  return sent.length === 1 && first && Object.keys(first).length === 0 ? [] : sent;
}

function emptyOf(schema: Schema): KubeObject {
  const object = empty.get(schema) ?? emptyObject(schema);
  empty.set(schema, object);
  return object;
}

function nonEmpty<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}
