import type { ManagedFieldsEntry } from "../../model/snapshot.ts";
import type { Schema } from "../schema/schema.ts";
import { difference, type FieldSet, sortFields, THE_FIELD, union } from "./field-set.ts";

/** Update entries beyond this number are gathered under one name, the oldest first. */
const MOST_UPDATERS = 10;
const GATHERED = "ancient-changes";

/** Fields that belong to nobody: the API server's own. */
const UNOWNED: FieldSet = {
  "f:apiVersion": THE_FIELD,
  "f:kind": THE_FIELD,
  "f:metadata": {
    ".": THE_FIELD,
    "f:clusterName": THE_FIELD,
    "f:creationTimestamp": THE_FIELD,
    "f:generation": THE_FIELD,
    "f:managedFields": THE_FIELD,
    "f:name": THE_FIELD,
    "f:namespace": THE_FIELD,
    "f:resourceVersion": THE_FIELD,
    "f:selfLink": THE_FIELD,
    "f:uid": THE_FIELD,
  },
};

/** What the status subresource leaves alone beside spec. */
const STATUS_LEAVES: Readonly<Record<string, FieldSet>> = {
  Deployment: { "f:metadata": { "f:labels": THE_FIELD } },
  Pod: { "f:metadata": { "f:deletionTimestamp": THE_FIELD, "f:ownerReferences": THE_FIELD } },
};

/** Fields that a write cannot change, and so cannot own: status, or spec through the status subresource. */
export function untouchedBy(schema: Schema, subresource: string | undefined): FieldSet | undefined {
  if (subresource === "status") return union({ "f:spec": THE_FIELD }, STATUS_LEAVES[schema.name]);
  return schema.fields.has("status") && subresource === undefined ? { "f:status": THE_FIELD } : undefined;
}

export function withoutUnowned(set: FieldSet | undefined): FieldSet | undefined {
  return difference(set, UNOWNED);
}

export function fieldsOf(entry: ManagedFieldsEntry): FieldSet | undefined {
  return entry.fieldsV1 as FieldSet | undefined;
}

/** The entry with other fields; undefined when none are left. */
export function withFields(entry: ManagedFieldsEntry, set: FieldSet | undefined): ManagedFieldsEntry | undefined {
  if (set === entry.fieldsV1) return entry;
  return set && { ...entry, fieldsV1: set as Record<string, unknown> };
}

/** Whether two entries are of one manager, so that there is only one of them. Appliers keep theirs over API versions. */
export function isSameManager(left: ManagedFieldsEntry, right: ManagedFieldsEntry): boolean {
  return (
    left.manager === right.manager &&
    left.operation === right.operation &&
    left.subresource === right.subresource &&
    (left.operation === "Apply" || left.apiVersion === right.apiVersion)
  );
}

/** A new entry, its parts in the API server's order. */
export function newEntry(
  { manager, operation, apiVersion, subresource }: Omit<ManagedFieldsEntry, "fieldsV1">,
  set: FieldSet,
  time: string | undefined,
): ManagedFieldsEntry {
  return {
    ...(manager !== undefined && { manager }),
    ...(operation !== undefined && { operation }),
    ...(apiVersion !== undefined && { apiVersion }),
    ...(time !== undefined && { time }),
    fieldsType: "FieldsV1",
    fieldsV1: shared(sortFields(set)) as Record<string, unknown>,
    ...(subresource !== undefined && { subresource }),
  };
}

/** How many sets are remembered: those of a few kinds, written by a few programs, come again and again. */
const MOST_SHARED = 500;
const known = new Map<string, FieldSet>();

/** The one copy of a set: thousands of objects that were written alike have the same. */
function shared(set: FieldSet): FieldSet {
  const key = JSON.stringify(set);
  const found = known.get(key);
  if (found) return found;
  if (known.size >= MOST_SHARED) known.clear();
  known.set(key, set);
  return set;
}

/** As the API server orders and limits them: appliers first, then by time, manager, version and subresource. */
export function arrange(entries: readonly ManagedFieldsEntry[]): ManagedFieldsEntry[] {
  return gatherOldest(entries).toSorted(
    (left, right) =>
      order(left.operation, right.operation) ||
      order(left.time, right.time) ||
      order(left.manager, right.manager) ||
      order(left.apiVersion, right.apiVersion) ||
      order(left.subresource, right.subresource),
  );
}

function order(left = "", right = ""): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function gatherOldest(entries: readonly ManagedFieldsEntry[]): readonly ManagedFieldsEntry[] {
  const updaters = entries.filter(({ operation }) => operation === "Update");
  let excess = updaters.length - MOST_UPDATERS;
  if (excess <= 0) return entries;
  const kept = new Set(entries);
  const gathered = new Map<string, ManagedFieldsEntry>();
  for (const entry of updaters.toSorted((left, right) => order(left.time, right.time))) {
    if (excess <= 0) break;
    const { apiVersion = "" } = entry;
    const before = gathered.get(apiVersion);
    const name = { manager: GATHERED, operation: "Update", apiVersion };
    gathered.set(apiVersion, newEntry(name, union(before && fieldsOf(before), fieldsOf(entry)) ?? {}, entry.time));
    kept.delete(entry);
    if (before) excess--;
  }
  return [...kept, ...gathered.values()];
}
