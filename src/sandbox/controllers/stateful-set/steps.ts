import type { ControllerRevision, Pod, StatefulSet } from "../../../model/snapshot.ts";
import { isAvailable, isFinished, isReady, isTerminating } from "../pods.ts";
import { MOST_PER_STEP } from "../pod-limit.ts";
import { scaled } from "../quantities.ts";
import { isOfRevision, ordinalOf, statefulPod } from "./pods.ts";

/** What a StatefulSet has, and what it had and wants. */
export interface Situation {
  set: StatefulSet;
  pods: readonly Pod[];
  /** The revision that a rollout comes from, and the one that it goes to; the same when none is under way. */
  current: ControllerRevision;
  update: ControllerRevision;
  now: Date;
}

export type Step = { create: Pod } | { delete: Pod };

/**
 * The next changes to a StatefulSet's Pods (defaultStatefulSetControl.updateStatefulSet): the lowest missing ordinal
 * first, the highest surplus one last, and one at a time unless Pods may be managed in parallel.
 */
export function nextSteps(situation: Situation): Step[] {
  const { set, pods } = situation;
  const parallel = set.spec?.podManagementPolicy === "Parallel";
  const [first, end] = ordinals(set);
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod) ?? -1, pod]));
  const steps: Step[] = [];
  for (let ordinal = first; ordinal < end && steps.length < MOST_PER_STEP; ordinal++) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) steps.push({ create: statefulPod(set, revisionFor(situation, ordinal), ordinal) });
    else if (isFinished(pod) && !isTerminating(pod)) steps.push({ delete: pod });
    else if (parallel || isHealthy(situation, pod)) continue;
    if (!parallel) return steps;
  }
  const surplus = [...byOrdinal.keys()]
    .filter((ordinal) => ordinal < first || ordinal >= end)
    .toSorted((a, b) => b - a);
  for (const pod of surplus.flatMap((ordinal) => byOrdinal.get(ordinal) ?? [])) {
    if (!isTerminating(pod)) steps.push({ delete: pod });
    if (!parallel) return steps;
  }
  return steps.length > 0 ? steps : rollOn(situation, byOrdinal);
}

/** The first ordinal, and the one after the last. */
function ordinals({ spec }: StatefulSet): [number, number] {
  const first = spec?.ordinals?.start ?? 0;
  return [first, first + (spec?.replicas ?? 1)];
}

function isHealthy({ set, now }: Situation, pod: Pod): boolean {
  return !isTerminating(pod) && isReady(pod) && isAvailable(pod, set.spec?.minReadySeconds, now);
}

/** Below the partition, Pods stay at the revision that the rollout comes from. */
function revisionFor({ set, current, update }: Situation, ordinal: number): ControllerRevision {
  const { type, rollingUpdate } = set.spec?.updateStrategy ?? {};
  const [first] = ordinals(set);
  const kept = rollingUpdate ? (rollingUpdate.partition ?? 0) : (set.status?.currentReplicas ?? 0);
  return type !== "OnDelete" && ordinal < first + kept ? current : update;
}

/** Replaces Pods of earlier revisions from the highest ordinal down to the partition, as many at once as may be away. */
function rollOn(situation: Situation, byOrdinal: ReadonlyMap<number, Pod>): Step[] {
  const { set, update } = situation;
  const { type, rollingUpdate } = set.spec?.updateStrategy ?? {};
  if (type === "OnDelete") return [];
  const [first, end] = ordinals(set);
  const allowed = Math.max(1, scaled(rollingUpdate?.maxUnavailable ?? 1, end - first, "down"));
  const steps: Step[] = [];
  let away = 0;
  for (let ordinal = end - 1; ordinal >= first + (rollingUpdate?.partition ?? 0) && away < allowed; ordinal--) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) continue;
    const outdated = !isOfRevision(pod, update) && !isTerminating(pod);
    if (outdated) steps.push({ delete: pod });
    if (outdated || !isHealthy(situation, pod)) away++;
  }
  return steps;
}
