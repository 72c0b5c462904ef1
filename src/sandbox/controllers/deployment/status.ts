import type { Deployment, ReplicaSet } from "../../../model/snapshot.ts";
import { timestamp } from "../../registry/core.ts";
import { withoutZeros } from "../quantities.ts";
import { allOf, availableOf, type Family, limitsOf, sum, wantedBy } from "./replica-sets.ts";

type Status = NonNullable<Deployment["status"]>;
type Condition = NonNullable<Status["conditions"]>[number];

interface Verdict {
  type: string;
  status: "True" | "False" | "Unknown";
  reason: string;
  message: string;
}

/** The status of a Deployment: its counts, and whether it is available, progressing or stuck. */
export function statusOf(deployment: Deployment, family: Family, now: Date): Status {
  const counts = countsOf(deployment, family);
  const status = { ...counts, ...(deployment.status?.conditions && { conditions: deployment.status.conditions }) };
  const verdicts = [availability(deployment, counts), progress(deployment, family, counts, now), failure(family)];
  return verdicts.reduce((made, one) => (one ? judge(made, one, now) : made), dropStale(status, family));
}

function countsOf(deployment: Deployment, family: Family) {
  const sets = allOf(family);
  const available = sum(sets, availableOf);
  return {
    observedGeneration: deployment.metadata?.generation ?? 0,
    ...withoutZeros({
      replicas: sum(sets, ({ status }) => status?.replicas),
      updatedReplicas: family.current?.status?.replicas ?? 0,
      readyReplicas: sum(sets, ({ status }) => status?.readyReplicas),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, sum(sets, wantedBy) - available),
    }),
    terminatingReplicas: sum(sets, ({ status }) => status?.terminatingReplicas),
  };
}

type Counts = ReturnType<typeof countsOf>;

function availability(deployment: Deployment, { availableReplicas = 0 }: Counts): Verdict {
  const enough = availableReplicas >= wantedBy(deployment) - limitsOf(deployment).unavailable;
  return enough
    ? verdict("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
    : verdict("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.");
}

function verdict(type: string, status: Verdict["status"], reason: string, message: string): Verdict {
  return { type, status, reason, message };
}

const COMPLETE = "NewReplicaSetAvailable";
const TIMED_OUT = "ProgressDeadlineExceeded";
const PAUSED = "DeploymentPaused";

/** The Progressing condition as the next step finds it; undefined where it stays as it is. */
function progress(deployment: Deployment, family: Family, counts: Counts, now: Date): Verdict | undefined {
  const before = conditionOf(deployment.status, "Progressing");
  if (deployment.spec?.paused) {
    return before?.reason === PAUSED || before?.reason === TIMED_OUT
      ? undefined
      : verdict("Progressing", "Unknown", PAUSED, "Deployment is paused");
  }
  if (before?.reason === PAUSED) return verdict("Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed");
  const settled = (counts.replicas ?? 0) === (counts.updatedReplicas ?? 0) && before?.reason === COMPLETE;
  if (settled || !family.current) return undefined;
  const name = `ReplicaSet "${family.current.metadata?.name}"`;
  if (isComplete(deployment, counts))
    return verdict("Progressing", "True", COMPLETE, `${name} has successfully progressed.`);
  if (!before && (counts.replicas ?? 0) === 0) {
    const message = `Created new replica set "${family.current.metadata?.name}"`;
    return verdict("Progressing", "True", "NewReplicaSetCreated", message);
  }
  if (hasMoved(deployment.status, counts))
    return verdict("Progressing", "True", "ReplicaSetUpdated", `${name} is progressing.`);
  const left = untilTimeout(deployment, now);
  return left !== undefined && left <= 0
    ? verdict("Progressing", "False", TIMED_OUT, `${name} has timed out progressing.`)
    : undefined;
}

export function isComplete(
  deployment: Deployment,
  { replicas = 0, updatedReplicas = 0, availableReplicas = 0 }: Partial<Counts>,
): boolean {
  return [replicas, updatedReplicas, availableReplicas].every((count) => count === wantedBy(deployment));
}

/** Whether there are more new, ready or available Pods, or fewer old ones, than at the last look. */
function hasMoved(before: Status | undefined, counts: Counts): boolean {
  const old = (status: Partial<Counts> | undefined) => (status?.replicas ?? 0) - (status?.updatedReplicas ?? 0);
  const more = (field: "updatedReplicas" | "readyReplicas" | "availableReplicas") =>
    (counts[field] ?? 0) > (before?.[field] ?? 0);
  return more("updatedReplicas") || more("readyReplicas") || more("availableReplicas") || old(counts) < old(before);
}

/** Milliseconds until a rollout that does not move counts as stuck; undefined for one that is done, or stuck already. */
export function untilTimeout({ spec, status }: Deployment, now: Date): number | undefined {
  const condition = conditionOf(status, "Progressing");
  const since = condition?.lastUpdateTime;
  if (!since || condition.reason === COMPLETE || condition.reason === TIMED_OUT || spec?.paused) return undefined;
  return Date.parse(since) + (spec?.progressDeadlineSeconds ?? 600) * 1000 - now.getTime();
}

/** What keeps the ReplicaSets from creating Pods: the current one's trouble before that of the old. */
function failure({ current, old }: Family): Verdict | undefined {
  const failed = [...(current ? [current] : []), ...old].flatMap(failuresOf)[0];
  return failed && verdict("ReplicaFailure", "True", failed.reason ?? "", failed.message ?? "");
}

const failuresOf = ({ status }: ReplicaSet) =>
  (status?.conditions ?? []).filter(({ type }) => type === "ReplicaFailure");

function dropStale(status: Status, family: Family): Status {
  if (failure(family) || !conditionOf(status, "ReplicaFailure")) return status;
  return { ...status, conditions: status.conditions?.filter(({ type }) => type !== "ReplicaFailure") ?? [] };
}

const conditionOf = (status: Status | undefined, type: string): Condition | undefined =>
  status?.conditions?.find((condition) => condition.type === type);

/** A condition that changes moves to the end; its last transition stays when only its reason or message changes. */
function judge(status: Status, { type, status: value, reason, message }: Verdict, now: Date): Status {
  const before = conditionOf(status, type);
  if (before?.status === value && before.reason === reason && reason !== "ReplicaSetUpdated") return status;
  const lastTransitionTime = before?.status === value ? before.lastTransitionTime : undefined;
  const time = timestamp(now);
  const condition: Condition = {
    type,
    status: value,
    lastUpdateTime: time,
    lastTransitionTime: lastTransitionTime ?? time,
    reason,
    message,
  };
  return { ...status, conditions: [...(status.conditions ?? []).filter((other) => other !== before), condition] };
}
