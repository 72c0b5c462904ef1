import type { Deployment, ReplicaSet } from "../../../model/snapshot.ts";
import { scaled } from "../quantities.ts";

const PREFIX = "deployment.kubernetes.io";
export const REVISION = `${PREFIX}/revision`;
export const REVISION_HISTORY = `${PREFIX}/revision-history`;
export const DESIRED = `${PREFIX}/desired-replicas`;
export const MAX = `${PREFIX}/max-replicas`;

/** What belongs to a Deployment: the ReplicaSet of its present template, if there is one, and those of earlier ones. */
export interface Family {
  current: ReplicaSet | undefined;
  /** Oldest first. */
  old: ReplicaSet[];
}

export const allOf = ({ current, old }: Family): ReplicaSet[] => (current ? [...old, current] : old);

export const wantedBy = ({ spec }: { spec?: { replicas?: number } }): number => spec?.replicas ?? 0;

export function sum(sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number | undefined): number {
  return sets.reduce((total, set) => total + (count(set) ?? 0), 0);
}

export const availableOf = ({ status }: ReplicaSet): number => status?.availableReplicas ?? 0;

export const isInUse = (set: ReplicaSet): boolean => wantedBy(set) > 0;

export function byCreation(a: ReplicaSet, b: ReplicaSet): number {
  return (
    compare(a.metadata?.creationTimestamp, b.metadata?.creationTimestamp) || compare(a.metadata?.name, b.metadata?.name)
  );
}

const compare = (a = "", b = ""): number => (a < b ? -1 : a > b ? 1 : 0);

export function revisionOf({ metadata }: { metadata?: { annotations?: Record<string, string> } }): number {
  return Number(metadata?.annotations?.[REVISION] ?? 0) || 0;
}

/** How many Pods a rolling update may have above, and be short of, what is wanted (deploymentutil.ResolveFenceposts). */
export function limitsOf(deployment: Deployment): { surge: number; unavailable: number } {
  const wanted = wantedBy(deployment);
  const { type, rollingUpdate } = deployment.spec?.strategy ?? {};
  if (type === "Recreate") return { surge: 0, unavailable: 0 };
  const surge = scaled(rollingUpdate?.maxSurge, wanted, "up");
  const unavailable = scaled(rollingUpdate?.maxUnavailable, wanted, "down");
  const least = surge === 0 && unavailable === 0 ? 1 : unavailable;
  return { surge, unavailable: Math.min(least, wanted) };
}
