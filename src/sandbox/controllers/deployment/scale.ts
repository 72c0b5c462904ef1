import type { Deployment, ReplicaSet } from "../../../model/snapshot.ts";
import type { ControllerContext } from "../context.ts";
import {
  allOf,
  availableOf,
  byCreation,
  DESIRED,
  type Family,
  isInUse,
  limitsOf,
  MAX,
  sum,
  wantedBy,
} from "./replica-sets.ts";

/** What a ReplicaSet notes about the Deployment that scales it, so that a change of the Deployment's size is seen. */
export function sizeNotes(deployment: Deployment): Record<string, string> {
  const wanted = wantedBy(deployment);
  return { [DESIRED]: String(wanted), [MAX]: String(wanted + limitsOf(deployment).surge) };
}

/** Sets the size of a ReplicaSet, and says so in an Event when it changes. */
export function scaleTo(
  { objects, record }: ControllerContext,
  deployment: Deployment,
  set: ReplicaSet,
  replicas: number,
): void {
  const annotations = { ...set.metadata?.annotations, ...sizeNotes(deployment) };
  const spec = set.spec && { ...set.spec, replicas };
  objects.replicaSets.update({ ...set, metadata: { ...set.metadata, annotations }, ...(spec && { spec }) });
  noteScaling(record, deployment, set, wantedBy(set), replicas);
}

export function noteScaling(
  record: ControllerContext["record"],
  deployment: Deployment,
  { metadata }: ReplicaSet,
  before: number,
  after: number,
): void {
  if (before === after) return;
  const message = `Scaled ${before < after ? "up" : "down"} replica set ${metadata?.name} from ${before} to ${after}`;
  record(deployment, { type: "Normal", reason: "ScalingReplicaSet", message, component: "deployment-controller" });
}

/** Whether the Deployment's size was changed since its ReplicaSets were last scaled. */
export function isResized(deployment: Deployment, family: Family): boolean {
  const wanted = String(wantedBy(deployment));
  return allOf(family).some((set) => isInUse(set) && (set.metadata?.annotations?.[DESIRED] ?? wanted) !== wanted);
}

/**
 * Brings the ReplicaSets to a new size of the Deployment without rolling on: the only one in use gets all; several share
 * the difference by their sizes (DeploymentController.scale).
 */
export function resize(context: ControllerContext, deployment: Deployment, family: Family): void {
  const wanted = wantedBy(deployment);
  const inUse = allOf(family).filter(isInUse);
  const single = inUse.length > 1 ? undefined : (inUse[0] ?? family.current ?? family.old.at(-1));
  if (single) {
    if (wantedBy(single) !== wanted) scaleTo(context, deployment, single, wanted);
    return;
  }
  if (family.current && isSaturated(deployment, family.current)) {
    for (const set of family.old.filter(isInUse)) scaleTo(context, deployment, set, 0);
    return;
  }
  if (deployment.spec?.strategy?.type !== "RollingUpdate") return;
  for (const [set, size] of shares(deployment, inUse)) scaleTo(context, deployment, set, size);
}

function isSaturated(deployment: Deployment, set: ReplicaSet): boolean {
  const wanted = wantedBy(deployment);
  return (
    wantedBy(set) === wanted && set.metadata?.annotations?.[DESIRED] === String(wanted) && availableOf(set) === wanted
  );
}

/** The sizes of ReplicaSets that share a Deployment's Pods: in proportion, what is left over goes to the largest. */
function shares(deployment: Deployment, sets: readonly ReplicaSet[]): [ReplicaSet, number][] {
  const wanted = wantedBy(deployment);
  const room = wanted > 0 ? wanted + limitsOf(deployment).surge : 0;
  const difference = room - sum(sets, wantedBy);
  const newestFirst = difference > 0 ? -1 : 1;
  const ordered = sets.toSorted((a, b) => wantedBy(b) - wantedBy(a) || newestFirst * byCreation(a, b));
  let given = 0;
  const sizes = ordered.map((set): [ReplicaSet, number] => {
    const share = Math.round((wantedBy(set) * room) / capacityOf(deployment, set)) - wantedBy(set);
    const left = difference - given;
    const change = difference > 0 ? Math.min(share, left) : Math.max(share, left);
    given += change;
    return [set, wantedBy(set) + change];
  });
  const [first] = sizes;
  if (first) first[1] = Math.max(0, first[1] + difference - given);
  return sizes;
}

/** How many Pods the Deployment could have when the ReplicaSet was last scaled. */
function capacityOf(deployment: Deployment, { metadata }: ReplicaSet): number {
  return Number(metadata?.annotations?.[MAX]) || deployment.status?.replicas || 1;
}
