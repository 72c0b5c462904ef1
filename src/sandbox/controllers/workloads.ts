import type { LabelSelector } from "../../model/selector.ts";
import type { ObjectMeta, OwnerReference, Pod } from "../../model/snapshot.ts";
import { apiVersionOf } from "../kinds.ts";
import type { ControllerContext } from "./context.ts";
import type { Objects } from "./objects.ts";
import { keyOf } from "./observe.ts";
import { controllerOf, controllerReference, isTerminating } from "./pods.ts";
import { createSelectorIndex } from "./selector-index.ts";
import type { Queue } from "./work-loop.ts";

/** A workload, or what it manages by selector: Pods, or for a Deployment ReplicaSets. */
interface Owned {
  metadata?: ObjectMeta;
}

interface Dependents<T> {
  objects: Objects<T>;
  ownedBy(uid: string): T[];
  matching(namespace: string, selector: LabelSelector | undefined): T[];
}

/**
 * Queues a workload when it changes, and when something changes that it manages or could adopt. `selectorOf` gives its
 * selector.
 */
export function watchWorkload<W extends Owned>(
  { observer }: ControllerContext,
  workloads: Objects<W>,
  dependents: Pick<Objects<unknown>, "kind">,
  selectorOf: (workload: W) => LabelSelector | undefined,
  queue: Queue,
): void {
  const bySelector = createSelectorIndex<W>(observer, workloads.kind, selectorOf);
  const group = workloads.kind.group;
  observer.on(workloads.kind, ({ object }) => queue.add(keyOf(object)));
  observer.on(dependents.kind, ({ object, previous }) => {
    for (const state of previous ? [previous, object] : [object]) {
      const owner = controllerOf(state as Owned);
      const namespace = state.metadata?.namespace ?? "";
      if (!owner) for (const found of bySelector.matching(namespace, state.metadata?.labels)) queue.add(keyOf(found));
      else if (owner.kind === workloads.kind.kind && groupOf(owner) === group) queue.add(`${namespace}/${owner.name}`);
    }
  });
}

const groupOf = ({ apiVersion }: OwnerReference): string =>
  (apiVersion.includes("/") ? apiVersion.split("/")[0] : "") ?? "";

/**
 * What a workload manages: what it owns and selects. What it selects and nobody manages is adopted, what it owns and no
 * longer selects is let go, unless the workload itself is being deleted (ControllerRefManager).
 */
export function claim<W extends Owned, T extends Owned>(
  workloads: Objects<W>,
  workload: W,
  selector: LabelSelector | undefined,
  { objects, ownedBy, matching }: Dependents<T>,
): T[] {
  const uid = workload.metadata?.uid ?? "";
  const selected = matching(workload.metadata?.namespace ?? "", selector);
  const wanted = new Set(selected.map(keyOf));
  for (const released of ownedBy(uid).filter((owned) => !wanted.has(keyOf(owned)))) {
    if (!isTerminating(workload)) objects.update(withOwners(released, (owner) => owner.uid !== uid));
  }
  const reference = controllerReference(apiVersionOf(workloads.kind), workloads.kind.kind, workload);
  return selected.flatMap((found) => {
    const owner = controllerOf(found);
    if (owner) return owner.uid === uid ? [found] : [];
    if (isTerminating(workload) || isTerminating(found)) return [];
    return [objects.update(withOwners(found, () => true, reference))];
  });
}

function withOwners<T extends Owned>(object: T, keep: (owner: OwnerReference) => boolean, added?: OwnerReference): T {
  const ownerReferences = [...(object.metadata?.ownerReferences ?? []).filter(keep), ...(added ? [added] : [])];
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}

/** The Pods that a workload manages, by `claim`. */
export function claimPods<W extends Owned>(
  { objects, pods }: ControllerContext,
  workloads: Objects<W>,
  workload: W,
  selector: LabelSelector | undefined,
): Pod[] {
  return claim(workloads, workload, selector, { objects: objects.pods, ...pods });
}
