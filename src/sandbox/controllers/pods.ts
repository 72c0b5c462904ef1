import type { ObjectMeta, OwnerReference, Pod } from "../../model/snapshot.ts";

interface WithMeta {
  metadata?: ObjectMeta;
}

/** The owner that manages an object; there is one at most. */
export function controllerOf({ metadata }: WithMeta): OwnerReference | undefined {
  return metadata?.ownerReferences?.find(({ controller }) => controller);
}

/** A reference that makes `owner` the managing owner. */
export function controllerReference(apiVersion: string, kind: string, { metadata }: WithMeta): OwnerReference {
  return {
    apiVersion,
    kind,
    name: metadata?.name ?? "",
    uid: metadata?.uid ?? "",
    controller: true,
    blockOwnerDeletion: true,
  };
}

export function isTerminating({ metadata }: WithMeta): boolean {
  return metadata?.deletionTimestamp !== undefined;
}

/** Whether all containers have ended for good. */
export function isFinished({ status }: Pod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

/** Counts towards replicas: neither finished nor on its way out. */
export function isActive(pod: Pod): boolean {
  return !isFinished(pod) && !isTerminating(pod);
}

export function isReady(pod: Pod): boolean {
  return readyCondition(pod)?.status === "True";
}

function readyCondition({ status }: Pod) {
  return status?.conditions?.find(({ type }) => type === "Ready");
}

/** When the Ready condition last changed, in milliseconds since 1970; undefined for a Pod that has none. */
export function readySince(pod: Pod): number | undefined {
  const time = readyCondition(pod)?.lastTransitionTime;
  return time === undefined ? undefined : Date.parse(time);
}

/** Milliseconds until a ready Pod has been so for `minReadySeconds`; 0 when it has, undefined when it is not ready. */
export function untilAvailable(pod: Pod, minReadySeconds: number | undefined, now: Date): number | undefined {
  if (!isReady(pod)) return undefined;
  if (!minReadySeconds) return 0;
  return Math.max(0, (readySince(pod) ?? now.getTime()) + minReadySeconds * 1000 - now.getTime());
}

export function isAvailable(pod: Pod, minReadySeconds: number | undefined, now: Date): boolean {
  return untilAvailable(pod, minReadySeconds, now) === 0;
}
