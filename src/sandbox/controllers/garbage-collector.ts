import type { KubeObject, OwnerReference } from "../../model/snapshot.ts";
import type { Kind, Registry } from "../types.ts";
import type { ControllerContext } from "./context.ts";
import { keyOf, splitKey } from "./observe.ts";

const FOREGROUND = "foregroundDeletion";
const ORPHAN = "orphan";

/** An object and its kind. */
interface Found {
  kind: Kind;
  object: KubeObject;
}

/**
 * Deletes objects whose owners are gone, and sees to deletions that wait for dependents: in the foreground (these go
 * first) or with orphans (these are let go). Events are left alone, as by kube-controller-manager.
 */
export function runGarbageCollector({ loop, observer, registry }: ControllerContext): void {
  const collected = registry.kinds.filter(({ kind, view }) => !view && kind !== "Event");
  const kinds = new Map(collected.map((kind) => [`${kind.group}/${kind.plural}`, kind]));
  /** By the uid of their owner, the ids of dependents. */
  const dependents = new Map<string, Set<string>>();

  const locate = (id: string): Found[] => {
    const [name = "", key = ""] = id.split(" ");
    const kind = kinds.get(name);
    const object = kind && registry.get(kind, splitKey(key).namespace, splitKey(key).name);
    return kind && object ? [{ kind, object }] : [];
  };
  const queue = loop.queue((id) => {
    for (const found of locate(id)) {
      const own = [...(dependents.get(found.object.metadata?.uid ?? "") ?? [])];
      if (found.object.metadata?.deletionTimestamp) {
        finish(registry, found, own.flatMap(locate));
        for (const dependent of own) queue.add(dependent);
      } else collect(registry, found, own.length > 0);
    }
  });
  for (const kind of kinds.values()) {
    observer.on(kind, ({ type, object, previous }) => {
      const id = idOf({ kind, object });
      const owners = ownersOf(object);
      for (const { uid } of ownersOf(previous)) dependents.get(uid)?.delete(id);
      if (type === "DELETED") {
        for (const dependent of dependents.get(object.metadata?.uid ?? "") ?? []) queue.add(dependent);
        dependents.delete(object.metadata?.uid ?? "");
        for (const owner of owners) for (const found of ownerOf(registry, object, owner)) queue.add(idOf(found));
        return;
      }
      for (const { uid } of owners) dependents.set(uid, (dependents.get(uid) ?? new Set()).add(id));
      if (owners.length > 0 || object.metadata?.deletionTimestamp) queue.add(id);
    });
  }
}

const idOf = ({ kind, object }: Found): string => `${kind.group}/${kind.plural} ${keyOf(object)}`;

const ownersOf = (object: KubeObject | undefined): OwnerReference[] => object?.metadata?.ownerReferences ?? [];

/** The owner that a reference names, if that very object is there. */
function ownerOf(registry: Registry, { metadata }: KubeObject, owner: OwnerReference): Found[] {
  const kind = registry.kindOf(owner.apiVersion, owner.kind);
  const object = kind && registry.get(kind, kind.namespaced ? metadata?.namespace : undefined, owner.name);
  return kind && object?.metadata?.uid === owner.uid ? [{ kind, object }] : [];
}

type OwnerState = "solid" | "waiting" | "gone";

/** An owner of a kind that the API does not serve counts as there: nothing is known of it. */
function stateOf(registry: Registry, object: KubeObject, owner: OwnerReference): OwnerState {
  if (!registry.kindOf(owner.apiVersion, owner.kind)) return "solid";
  const [found] = ownerOf(registry, object, owner);
  if (!found) return "gone";
  return waitsFor(found.object, FOREGROUND) ? "waiting" : "solid";
}

function waitsFor({ metadata }: KubeObject, finalizer: string): boolean {
  return metadata?.deletionTimestamp !== undefined && (metadata.finalizers?.includes(finalizer) ?? false);
}

/** An object with an owner that stays loses its other references; one without is deleted. */
function collect(registry: Registry, { kind, object }: Found, hasDependents: boolean): void {
  const states = ownersOf(object).map((owner) => ({ owner, state: stateOf(registry, object, owner) }));
  const solid = states.filter(({ state }) => state === "solid").map(({ owner }) => owner);
  if (solid.length === states.length) return;
  if (solid.length > 0) return rewrite(registry, { kind, object }, { ownerReferences: solid });
  const waits = hasDependents && states.some(({ state }) => state === "waiting");
  const call = { propagationPolicy: waits ? ("Foreground" as const) : ("Background" as const) };
  registry.delete(kind, object.metadata?.namespace, object.metadata?.name ?? "", call);
}

/** Takes back the finalizer of a deletion once its dependents have been let go, or none is left that blocks it. */
function finish(registry: Registry, owner: Found, dependents: readonly Found[]): void {
  const { metadata } = owner.object;
  const without = (finalizer: string) => ({
    finalizers: (metadata?.finalizers ?? []).filter((one) => one !== finalizer),
  });
  if (waitsFor(owner.object, ORPHAN)) {
    for (const dependent of dependents) {
      const kept = ownersOf(dependent.object).filter(({ uid }) => uid !== metadata?.uid);
      rewrite(registry, dependent, { ownerReferences: kept });
    }
    rewrite(registry, owner, without(ORPHAN));
  } else if (waitsFor(owner.object, FOREGROUND) && !dependents.some(({ object }) => blocks(object, metadata?.uid))) {
    rewrite(registry, owner, without(FOREGROUND));
  }
}

function blocks(dependent: KubeObject, ownerUid: string | undefined): boolean {
  return ownersOf(dependent).some(({ uid, blockOwnerDeletion }) => uid === ownerUid && blockOwnerDeletion);
}

function rewrite(registry: Registry, { kind, object }: Found, change: KubeObject["metadata"]): void {
  registry.update(
    kind,
    { ...object, metadata: { ...object.metadata, ...change } },
    { fieldManager: "kube-controller-manager" },
  );
}
