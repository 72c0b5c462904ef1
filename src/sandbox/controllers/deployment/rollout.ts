import type { Deployment, ReplicaSet } from "../../../model/snapshot.ts";
import type { ControllerContext } from "../context.ts";
import { isFinished } from "../pods.ts";
import { allOf, availableOf, type Family, isInUse, limitsOf, sum, wantedBy } from "./replica-sets.ts";
import { scaleTo } from "./scale.ts";

/** Takes the next step of a rolling update, if the limits allow one now: up with the new, or down with the old. */
export function rollOn(context: ControllerContext, deployment: Deployment, family: Family): void {
  const { current } = family;
  const wanted = wantedBy(deployment);
  if (!current) return;
  const room = Math.max(0, wanted + limitsOf(deployment).surge - sum(allOf(family), wantedBy));
  const size = Math.min(wanted, wantedBy(current) + room);
  if (size !== wantedBy(current)) scaleTo(context, deployment, current, size);
  else shrinkOld(context, deployment, family, current);
}

/** Old Pods that are not available go first: they do not count towards what must stay available. */
function shrinkOld(context: ControllerContext, deployment: Deployment, family: Family, current: ReplicaSet): void {
  const old = family.old.filter(isInUse);
  const least = wantedBy(deployment) - limitsOf(deployment).unavailable;
  const missing = wantedBy(current) - availableOf(current);
  let spare = sum(allOf(family), wantedBy) - least - missing;
  const sizes = new Map(old.map((set) => [set, wantedBy(set)]));
  const shrink = (set: ReplicaSet, by: number) => sizes.set(set, (sizes.get(set) ?? 0) - by);
  for (const set of old) {
    const unhealthy = Math.min(Math.max(0, spare), wantedBy(set) - availableOf(set));
    if (unhealthy <= 0) continue;
    shrink(set, unhealthy);
    spare -= unhealthy;
  }
  if (spare > 0) {
    let surplus = sum(allOf(family), availableOf) - least;
    for (const set of old) {
      const fewer = Math.min(Math.max(0, surplus), sizes.get(set) ?? 0);
      shrink(set, fewer);
      surplus -= fewer;
    }
  }
  for (const [set, size] of sizes) if (size !== wantedBy(set)) scaleTo(context, deployment, set, size);
}

/**
 * The Recreate strategy: all old Pods end before a new one starts. Says whether the new ReplicaSet may be made now.
 */
export function clearOld(context: ControllerContext, deployment: Deployment, { old }: Family): boolean {
  for (const set of old.filter(isInUse)) scaleTo(context, deployment, set, 0);
  return old.every((set) => context.pods.ownedBy(set.metadata?.uid ?? "").every(isFinished));
}

/** Deletes the oldest ReplicaSets without Pods beyond the history that is kept. */
export function forgetOld({ objects }: ControllerContext, { spec }: Deployment, { old }: Family): void {
  const idle = old.filter(
    ({ metadata, spec: own, status }) =>
      own?.replicas === 0 &&
      (status?.replicas ?? 0) === 0 &&
      (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0) &&
      metadata?.deletionTimestamp === undefined,
  );
  const kept = spec?.revisionHistoryLimit ?? 10;
  for (const set of idle.slice(0, Math.max(0, old.length - kept))) {
    objects.replicaSets.delete(set, { propagationPolicy: "Background" });
  }
}
