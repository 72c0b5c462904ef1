import type { KubeObject, Metadata } from "../../model/snapshot.ts";
import { conflict, modifiedMeanwhile, notFound } from "../status.ts";
import { keyOf } from "../store.ts";
import { valueAt } from "../kinds/field-at.ts";
import type { CallerOptions, Kind, UpdatableSubresource } from "../types.ts";
import { type Core, copyJson, copyObject, type Draft, equalJson, part } from "./core.ts";
import { refuse } from "./create-object.ts";
import { ownersAfter } from "./owners.ts";

type UpdateOptions = CallerOptions & { subresource?: UpdatableSubresource };

/** See `Registry.update`. */
export function updateObject(core: Core, kind: Kind, object: KubeObject, options: UpdateOptions): KubeObject {
  const { namespace, name = "" } = object.metadata ?? {};
  const previous = core.store.get(kind, keyOf(kind.namespaced ? namespace : undefined, name));
  if (!previous) throw notFound(kind, name);
  requireSame(kind, previous, object.metadata);

  const { strategy } = kind;
  const proposal = copyObject(object);
  strategy?.setDefaults?.(proposal);
  const draft = limit(kind, proposal, previous, options.subresource);
  if (!options.applied) ownersAfter(core, kind, previous, draft, options);
  judge(core, kind, draft, previous, options);
  if (isSame(draft, previous)) return previous;

  const context = core.rules(options.dryRun);
  if (!options.subresource) refuse(kind, draft, strategy?.allocate?.(draft, previous, context));
  return options.dryRun ? draft : keep(core, kind, draft);
}

function judge(core: Core, kind: Kind, draft: Draft, previous: KubeObject, options: UpdateOptions): void {
  const { strategy } = kind;
  const context = core.rules(options.dryRun);
  if (options.subresource === "status") {
    refuse(kind, draft, strategy?.validateStatusUpdate?.(draft, previous, context));
    return;
  }
  if (options.subresource === "finalize" || options.subresource === "binding") return;
  strategy?.prepareForUpdate?.(draft, previous, context);
  raiseGeneration(kind, draft, previous);
  refuse(kind, draft, strategy?.validateUpdate?.(draft, previous, context));
  for (const text of strategy?.warnings?.(draft, previous) ?? []) options.warn?.(text);
}

/** An object that only waited for its last finalizer is gone with it. */
function keep({ store }: Core, kind: Kind, draft: Draft): KubeObject {
  const { deletionTimestamp, deletionGracePeriodSeconds } = draft.metadata;
  if (!deletionTimestamp || deletionGracePeriodSeconds || hasFinalizers(draft)) return store.put(kind, draft);
  const removed = store.remove(kind, draft);
  kind.strategy?.release?.(removed);
  return removed;
}

/** Whether anything still has to happen before the object may go: a Namespace has finalizers in its spec too. */
export function hasFinalizers(object: KubeObject): boolean {
  const inSpec = object.kind === "Namespace" ? part(object, "spec")["finalizers"] : [];
  return (object.metadata?.finalizers ?? []).length > 0 || (Array.isArray(inSpec) && inSpec.length > 0);
}

/** Optimistic concurrency: what the caller says of version and identity must be so. */
function requireSame(kind: Kind, previous: KubeObject, metadata: Metadata = {}): void {
  const { uid, resourceVersion, name = "", namespace } = previous.metadata ?? {};
  if (metadata.uid && metadata.uid !== uid) {
    const key = `/registry/${kind.plural}/${keyOf(namespace, name)}`;
    const why = `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${uid}`;
    throw conflict(
      kind,
      name,
      `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`,
    );
  }
  const wanted = metadata.resourceVersion;
  if (wanted && wanted !== "0" && wanted !== resourceVersion) throw modifiedMeanwhile(kind, name);
}

/** The part of `proposal` that this request may change, on what is stored. */
function limit(
  kind: Kind,
  proposal: KubeObject,
  previous: KubeObject,
  subresource: UpdatableSubresource | undefined,
): Draft {
  const metadata = limitMetadata(proposal.metadata, previous.metadata);
  const kept = { ...previous, metadata: { ...previous.metadata } };
  const spec = part(proposal, "spec");
  switch (subresource) {
    case "status":
      return { ...kept, metadata, status: proposal["status"] };
    case "scale":
      return { ...kept, spec: { ...part(previous, "spec"), replicas: spec["replicas"] } };
    case "finalize":
      return { ...kept, spec: { ...part(previous, "spec"), finalizers: spec["finalizers"] } };
    case "binding":
      return {
        ...kept,
        metadata,
        spec: { ...part(previous, "spec"), nodeName: spec["nodeName"] },
        status: proposal["status"],
      };
    default: {
      const { kind: word, apiVersion } = previous;
      const draft = { ...proposal, kind: word, apiVersion, metadata } as Draft;
      if (kind.subresources.includes("status")) draft["status"] = copyJson(previous["status"]);
      if (kind.subresources.includes("finalize")) {
        draft["spec"] = { ...spec, finalizers: part(previous, "spec")["finalizers"] };
      }
      return draft;
    }
  }
}

const ownedByServer = [
  "name",
  "namespace",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "selfLink",
] as const;

function limitMetadata(proposed: Metadata = {}, previous: Metadata = {}): Metadata {
  const metadata: Record<string, unknown> = { ...proposed };
  for (const field of ownedByServer) {
    const value = (previous as Record<string, unknown>)[field];
    if (value === undefined) delete metadata[field];
    else metadata[field] = value;
  }
  return metadata;
}

function raiseGeneration(kind: Kind, draft: Draft, previous: KubeObject): void {
  const parts = kind.strategy?.generationParts;
  if (!parts || parts.every((path) => equalJson(valueAt(draft, path), valueAt(previous, path)))) return;
  draft.metadata.generation = (previous.metadata?.generation ?? 0) + 1;
}

/** Whether nothing changes but the times at which managers last wrote. */
function isSame(draft: KubeObject, previous: KubeObject): boolean {
  return equalJson(untimed(draft), untimed(previous));
}

function untimed(object: KubeObject): KubeObject {
  const managedFields = object.metadata?.managedFields?.map((entry) => ({ ...entry, time: undefined }));
  return { ...object, metadata: { ...object.metadata, ...(managedFields && { managedFields }) } };
}
