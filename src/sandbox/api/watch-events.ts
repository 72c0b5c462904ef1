import type { KubeObject } from "../../model/snapshot.ts";
import type { Registry, StoreEvent } from "../types.ts";
import type { Selection } from "./select.ts";
import type { Place } from "./target.ts";
import type { VersionWish } from "./versions.ts";

/** A change as one watch sees it. */
export interface Seen {
  type: StoreEvent["type"];
  object: KubeObject;
}

/** What a watch is told before the changes to come; undefined when it is forgotten. */
export function eventsBefore(
  registry: Registry,
  scope: Place,
  { revision, sendInitialEvents }: VersionWish,
  selection: Selection,
): Seen[] | undefined {
  if (sendInitialEvents ?? revision === 0) {
    const objects = registry.list(scope.kind, scope.namespace).filter(selection.matches);
    return objects.map((object) => ({ type: "ADDED", object }));
  }
  if (revision === 0) return [];
  const events = registry.since(Math.min(revision, registry.revision));
  return events?.map((event) => see(event, scope, selection)).filter((seen) => seen !== undefined);
}

/** An event as this watch sees it: what enters the selection is ADDED, what leaves it DELETED. */
export function see(event: StoreEvent, { kind, namespace }: Place, selection: Selection): Seen | undefined {
  if (event.kind !== (kind.view?.of ?? kind)) return undefined;
  if (namespace !== undefined && event.object.metadata?.namespace !== namespace) return undefined;
  const present = kind.view?.present ?? ((object: KubeObject) => object);
  const object = present(event.object);
  const before = event.previous && present(event.previous);
  const was = before !== undefined && selection.matches(before);
  const is = event.type !== "DELETED" && selection.matches(object);
  if (is) return { type: was ? "MODIFIED" : "ADDED", object };
  if (!was) return undefined;
  if (event.type === "DELETED") return { type: "DELETED", object };
  // It is shown as it was when it still belonged, at the version of the change.
  const metadata = { ...before.metadata, resourceVersion: String(event.revision) };
  return { type: "DELETED", object: { ...before, metadata } };
}
