import type { KubeObject, Metadata } from "../../model/snapshot.ts";
import { conflict, forbidden, notFound } from "../status.ts";
import { keyOf } from "../store.ts";
import type { DeleteCall, Kind } from "../types.ts";
import { type Core, equalJson, part, timestamp } from "./core.ts";
import { hasFinalizers } from "./update-object.ts";

const lastingNamespaces = ["default", "kube-system", "kube-public"];

/** See `Registry.delete`. */
export function deleteObject(
  core: Core,
  kind: Kind,
  namespace: string | undefined,
  name: string,
  call: DeleteCall = {},
): KubeObject {
  const stored = core.store.get(kind, keyOf(kind.namespaced ? namespace : undefined, name));
  if (!stored) throw notFound(kind, name);
  if (kind.kind === "Namespace" && lastingNamespaces.includes(name)) {
    throw forbidden(kind, name, "this namespace may not be deleted");
  }
  requirePreconditions(kind, stored, call.preconditions);

  const marked = kind.kind === "Namespace" ? terminating(core, stored) : mark(core, kind, stored, call);
  const waits = hasFinalizers(marked) || (marked.metadata?.deletionGracePeriodSeconds ?? 0) > 0;
  if (call.dryRun) return waits ? marked : stored;
  if (waits) return equalJson(marked, stored) ? stored : core.store.put(kind, marked);
  const removed = core.store.remove(kind, stored);
  kind.strategy?.release?.(removed);
  return removed;
}

function requirePreconditions(kind: Kind, { metadata }: KubeObject, wanted: DeleteCall["preconditions"]): void {
  // The API server names the kind here, where it names the plural elsewhere.
  const subject = { ...kind, plural: kind.kind };
  const name = metadata?.name ?? "";
  const compare = (what: string, wish: string | undefined, is: string | undefined, perhaps: string) => {
    if (wish === undefined || wish === is) return;
    const why = `the ${what} in the precondition (${wish}) does not match the ${what} in record (${is}). ${perhaps}`;
    throw conflict(subject, name, why);
  };
  compare("UID", wanted?.uid, metadata?.uid, "The object might have been deleted and then recreated");
  compare("ResourceVersion", wanted?.resourceVersion, metadata?.resourceVersion, "The object might have been modified");
}

/** The object with its deletion noted: when it ends, and what must happen first. */
function mark({ now }: Core, kind: Kind, stored: KubeObject, call: DeleteCall): KubeObject {
  const metadata: Metadata = { ...stored.metadata };
  const before = metadata.deletionGracePeriodSeconds;
  const wanted = kind.graceOf?.(stored, call.gracePeriodSeconds) ?? 0;
  // A deletion under way may only be hastened.
  const grace = metadata.deletionTimestamp && before !== undefined ? Math.min(before, wanted) : wanted;
  const finalizers = finalizersOf(kind, metadata, call);
  if (finalizers.length > 0) metadata.finalizers = finalizers;
  else delete metadata.finalizers;
  if (!metadata.deletionTimestamp || grace !== before) {
    metadata.deletionTimestamp = timestamp(new Date(now().getTime() + grace * 1000));
    metadata.deletionGracePeriodSeconds = grace;
    if (metadata.generation !== undefined) metadata.generation += 1;
  }
  return { ...stored, metadata };
}

function terminating({ now }: Core, stored: KubeObject): KubeObject {
  const deletionTimestamp = stored.metadata?.deletionTimestamp ?? timestamp(now());
  return {
    ...stored,
    metadata: { ...stored.metadata, deletionTimestamp },
    status: { ...part(stored, "status"), phase: "Terminating" },
  };
}

const orphan = "orphan";
const foreground = "foregroundDeletion";

/** The finalizers that propagation asks for: the garbage collector takes them away when it has done its part. */
function finalizersOf(kind: Kind, { finalizers = [] }: Metadata, { propagationPolicy }: DeleteCall): string[] {
  const others = finalizers.filter((finalizer) => finalizer !== orphan && finalizer !== foreground);
  if (propagationPolicy === "Orphan") return [...others, orphan];
  if (propagationPolicy === "Foreground") return [...others, foreground];
  if (propagationPolicy === "Background") return others;
  return kind.orphansDependents && !finalizers.includes(foreground) ? [...others, orphan] : finalizers;
}
