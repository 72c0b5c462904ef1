import type { KubeObject, ManagedFieldsEntry } from "../../model/snapshot.ts";
import { emptyObject } from "../schema/decode.ts";
import type { FieldType, Schema } from "../schema/schema.ts";
import { ApiError, badRequest } from "../status.ts";
import { applyConflict, type Conflict } from "./apply-conflict.ts";
import { fieldSetOf } from "./applied-set.ts";
import { checkApplied } from "./check-applied.ts";
import { compareValues } from "./compare.ts";
import { difference, differenceBelow, type FieldSet, intersection, union } from "./field-set.ts";
import { fieldsLastApplied, KUBECTL, withLastApplied } from "./last-applied.ts";
import {
  arrange,
  fieldsOf,
  isSameManager,
  newEntry,
  untouchedBy,
  withFields,
  withoutUnowned,
} from "./managed-fields.ts";
import { mergeApplied } from "./merge-applied.ts";
import { prune } from "./prune.ts";
import { timestamp, trackUpdate } from "./track-update.ts";

export interface ApplyRequest {
  schema: Schema;
  /** The stored object; undefined when the apply creates it. */
  live: KubeObject | undefined;
  /** The configuration as sent: neither decoded nor with defaults, since what it says is what it owns. */
  applied: KubeObject;
  manager: string;
  force: boolean;
  now: Date;
  subresource?: string | undefined;
}

/**
 * Merges an applied configuration into the live object and records who owns what in `metadata.managedFields`. The
 * result still needs decoding, defaults and validation; it is the live object itself, but for managedFields, when the
 * configuration changes nothing. Throws `ApiError`: 409 with one cause for each field that another manager owns and the
 * configuration would change, unless forced; 500 when the configuration does not fit the schema.
 */
export function applyServerSide(request: ApplyRequest): KubeObject {
  const { schema, applied, manager, now, subresource } = request;
  const type: FieldType = { kind: "struct", schema };
  refuseMalformed(type, applied);
  const live = request.live ?? emptyObject(schema);
  const owner = { manager, operation: "Apply", apiVersion: applied.apiVersion ?? "", subresource };
  const entries = entriesBefore(request);
  const own = entries.find((entry) => isSameManager(entry, owner));
  const others = entries.filter((entry) => entry !== own);
  const untouched = untouchedBy(schema, subresource);
  const fields = differenceBelow(withoutUnowned(fieldSetOf(type, applied)), untouched);

  const ownNow = fields ? [newEntry(owner, fields, timestamp(now))] : [];
  const appliers = [...others.filter(({ operation }) => operation === "Apply"), ...ownNow];
  const merged = prune(type, mergeApplied(type, live, applied), own && fieldsOf(own), appliers) as KubeObject;
  const { changed, removed } = compareValues(type, live, merged);
  const touched = differenceBelow(withoutUnowned(changed), untouched);
  refuseConflicts(request, type, others, touched);

  const lost = union(touched, differenceBelow(removed, untouched));
  const kept = others.flatMap((entry) => withFields(entry, difference(fieldsOf(entry), lost)) ?? []);
  if (changed || removed) return withOwners(request, merged, [...kept, ...ownNow]);
  const unchanged = fields ? [newEntry(owner, fields, own?.time)] : [];
  return withOwners(request, live, [...kept, ...unchanged]);
}

/** An object that has no managedFields is taken as written by one manager before. */
function entriesBefore({ schema, live, now }: ApplyRequest): readonly ManagedFieldsEntry[] {
  if (!live) return [];
  const entries = live.metadata?.managedFields ?? [];
  if (entries.length > 0) return entries;
  return trackUpdate(schema, undefined, live, { manager: "before-first-apply", now }) ?? [];
}

function withOwners(
  { applied, manager }: ApplyRequest,
  object: KubeObject,
  entries: readonly ManagedFieldsEntry[],
): KubeObject {
  const owned = { ...object, metadata: { ...object.metadata, managedFields: arrange(entries) } };
  return manager === KUBECTL ? withLastApplied(owned, applied) : owned;
}

function refuseConflicts(
  { live, manager, force }: ApplyRequest,
  type: FieldType,
  others: readonly ManagedFieldsEntry[],
  changed: FieldSet | undefined,
): void {
  if (force || !live || !changed) return;
  const allowed = manager === KUBECTL ? fieldsLastApplied(type, live) : undefined;
  const conflicts = others.flatMap((entry): Conflict[] => {
    const fields = difference(intersection(fieldsOf(entry), changed), allowed);
    return fields ? [{ entry, fields }] : [];
  });
  if (conflicts.length > 0) throw applyConflict(conflicts);
}

function refuseMalformed(type: FieldType, applied: KubeObject): void {
  if (applied.metadata?.managedFields != null) throw badRequest("metadata.managedFields must be nil");
  const problems = checkApplied(type, applied);
  if (problems.length === 0) return;
  const [version = "", group = ""] = (applied.apiVersion ?? "").split("/").toReversed();
  const { namespace = "", name = "" } = applied.metadata ?? {};
  const object = `${namespace}/${name}; ${group}/${version}, Kind=${applied.kind}`;
  const text = problems.length === 1 ? problems[0] : `errors:\n${problems.map((line) => `  ${line}`).join("\n")}`;
  throw new ApiError(500, "", `failed to create typed patch object (${object}): ${text}`);
}
