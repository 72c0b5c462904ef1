import type { Pod } from "../../model/snapshot.ts";

export type PodCondition = NonNullable<NonNullable<Pod["status"]>["conditions"]>[number];

export interface Verdict {
  type: string;
  status: "True" | "False";
  reason?: string;
  message?: string;
}

/** A Pod's condition as it is written at `time`; it keeps its last transition when its status was the same before. */
export function podCondition(pod: Pod, { type, status, ...why }: Verdict, time: string): PodCondition {
  const before = pod.status?.conditions?.find((condition) => condition.type === type);
  const lastTransitionTime = before?.status === status ? before.lastTransitionTime : time;
  const condition = { type, status, lastProbeTime: null, lastTransitionTime, ...why };
  // the API shows this time as null, which the generated types do not know
  return condition as PodCondition & { lastProbeTime: never };
}
