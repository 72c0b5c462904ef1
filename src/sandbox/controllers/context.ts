import type { LabelSelector } from "../../model/selector.ts";
import type { KubeObject, OwnerReference, Pod } from "../../model/snapshot.ts";
import type { Registry } from "../types.ts";
import { type ClusterObjects, clusterObjects } from "./cluster-objects.ts";
import { createIndex, createObserver, type Observer } from "./observe.ts";
import { controllerOf } from "./pods.ts";
import { createLabelIndex } from "./selector-index.ts";
import type { WorkLoop } from "./work-loop.ts";

/** What every controller works with. */
export interface ControllerContext {
  registry: Registry;
  observer: Observer;
  loop: WorkLoop;
  now: () => Date;
  objects: ClusterObjects;
  pods: PodFinder;
  /** Notes an Event about an object. */
  record(object: object, note: EventNote): void;
}

export type EventNote = Parameters<Registry["record"]>[1];

export interface PodFinder {
  /** How many Pods there are in all. */
  count(): number;
  /** Pods that the owner with this uid manages. */
  ownedBy(uid: string): Pod[];
  matching(namespace: string, selector: LabelSelector | undefined): Pod[];
}

export function createContext(registry: Registry, loop: WorkLoop, now: () => Date): ControllerContext {
  const observer = createObserver(registry);
  const objects = clusterObjects(registry, "kube-controller-manager");
  const byOwner = createIndex<Pod>(observer, objects.pods.kind, ownerUids);
  const byLabel = createLabelIndex<Pod>(observer, objects.pods.kind);
  const all = createIndex<Pod>(observer, objects.pods.kind, () => [""]);
  const pods = { count: () => all.count(""), ownedBy: byOwner.get, matching: byLabel.matching };
  const record = (object: object, note: EventNote) => registry.record(object as KubeObject, note);
  return { registry, observer, loop, now, objects, pods, record };
}

/** The key of an index by managing owner. */
export function ownerUids(object: { metadata?: { ownerReferences?: OwnerReference[] } }): string[] {
  const owner = controllerOf(object);
  return owner ? [owner.uid] : [];
}
