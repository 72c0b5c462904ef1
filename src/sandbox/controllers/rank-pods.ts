import type { Pod } from "../../model/snapshot.ts";
import { isReady, readySince } from "./pods.ts";

const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

type Rank = (pod: Pod) => number;

/** What makes a Pod go first, the weightiest first; the lower number goes (controller.ActivePodsWithRanks). */
const ranks = (podsOnNode: ReadonlyMap<string | undefined, number>): Rank[] => [
  (pod) => (pod.spec?.nodeName ? 1 : 0),
  (pod) => ({ Pending: 0, Unknown: 1 })[pod.status?.phase ?? ""] ?? 2,
  (pod) => (isReady(pod) ? 1 : 0),
  (pod) => Number(pod.metadata?.annotations?.[DELETION_COST] ?? 0) || 0,
  (pod) => -(podsOnNode.get(pod.spec?.nodeName) ?? 0),
  (pod) => -(readySince(pod) ?? 0),
  (pod) => -Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount)),
  (pod) => -Date.parse(pod.metadata?.creationTimestamp ?? ""),
];

/** The Pods in the order in which a ReplicaSet deletes them. */
export function rankForDeletion(pods: readonly Pod[]): Pod[] {
  const podsOnNode = new Map<string | undefined, number>();
  for (const { spec } of pods) podsOnNode.set(spec?.nodeName, (podsOnNode.get(spec?.nodeName) ?? 0) + 1);
  const order = ranks(podsOnNode);
  return pods
    .map((pod) => ({ pod, keys: order.map((rank) => rank(pod)) }))
    .toSorted((a, b) => compare(a.keys, b.keys))
    .map(({ pod }) => pod);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((key, index) => key !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
