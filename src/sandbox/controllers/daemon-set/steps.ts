import type { ControllerRevision, DaemonSet, Node, Pod } from "../../../model/snapshot.ts";
import { isAvailable, isFinished, isTerminating } from "../pods.ts";
import { scaled } from "../quantities.ts";
import { daemonPod, isOfRevision, nodeOf, runsOn } from "./pods.ts";

/** A DaemonSet and what runs of it where. */
export interface Situation {
  set: DaemonSet;
  update: ControllerRevision;
  /** The names of the nodes that want a Pod of it. */
  wanted: ReadonlySet<string>;
  byNode: ReadonlyMap<string, readonly Pod[]>;
  now: Date;
}

export type Step = { create: Pod } | { delete: Pod };

export function situationOf(
  set: DaemonSet,
  update: ControllerRevision,
  nodes: readonly Node[],
  pods: readonly Pod[],
  now: Date,
): Situation {
  const wanted = new Set(nodes.filter((node) => runsOn(set, node)).map(({ metadata }) => metadata?.name ?? ""));
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) byNode.set(nodeOf(pod), [...(byNode.get(nodeOf(pod)) ?? []), pod]);
  return { set, update, wanted, byNode, now };
}

/** Pods that are missing, finished or on the wrong node first; then those of earlier revisions. */
export function nextSteps(situation: Situation): Step[] {
  const { set, update, wanted, byNode } = situation;
  const misplaced = [...byNode].flatMap(([node, pods]) =>
    pods.filter((pod) => !isTerminating(pod) && (isFinished(pod) || !wanted.has(node))),
  );
  const missing = [...wanted].filter((node) => !byNode.has(node));
  return [
    ...misplaced.map(remove),
    ...missing.map((node) => ({ create: daemonPod(set, update, node) })),
    ...(set.spec?.updateStrategy?.type === "OnDelete" ? [] : rollOn(situation)),
  ];
}

const remove = (pod: Pod): Step => ({ delete: pod });

/** The Pods of one node, by what a rollout asks of them. */
interface Place {
  node: string;
  /** Of an earlier revision, and not on their way out. */
  outdated: Pod[];
  fresh: Pod[];
  isAvailable: boolean;
}

function rollOn(situation: Situation): Step[] {
  const { set, wanted } = situation;
  const { maxSurge, maxUnavailable = 1 } = set.spec?.updateStrategy?.rollingUpdate ?? {};
  const places = [...wanted].map((node) => placeOf(situation, node));
  const surge = scaled(maxSurge, wanted.size, "up");
  return surge > 0 ? surgeOn(situation, places, surge) : replace(places, scaled(maxUnavailable, wanted.size, "up"));
}

function placeOf({ set, update, byNode, now }: Situation, node: string): Place {
  const pods = (byNode.get(node) ?? []).filter((pod) => !isTerminating(pod));
  return {
    node,
    outdated: pods.filter((pod) => !isOfRevision(pod, update)),
    fresh: pods.filter((pod) => isOfRevision(pod, update)),
    isAvailable: pods.some((pod) => isAvailable(pod, set.spec?.minReadySeconds, now)),
  };
}

/** Where nothing is available, outdated Pods go at once; elsewhere as many nodes at a time as may be without. */
function replace(places: readonly Place[], allowed: number): Step[] {
  const away = places.filter((place) => !place.isAvailable);
  const rest = places.filter((place) => place.isAvailable && place.outdated.length > 0);
  const turn = rest.slice(0, Math.max(0, allowed - away.length));
  return [...away, ...turn].flatMap(({ outdated }) => outdated.map(remove));
}

/** New Pods start beside outdated ones, on so many nodes at a time; the outdated go once the new ones are available. */
function surgeOn({ set, update, now }: Situation, places: readonly Place[], surge: number): Step[] {
  const isUp = (pod: Pod) => isAvailable(pod, set.spec?.minReadySeconds, now);
  const rolling = places.filter(({ outdated }) => outdated.length > 0);
  const done = rolling.filter(({ fresh, isAvailable: any }) => fresh.some(isUp) || !any);
  const started = rolling.filter(({ fresh }) => fresh.length > 0 && !fresh.some(isUp));
  const turn = rolling.filter(({ fresh, isAvailable: any }) => fresh.length === 0 && any);
  return [
    ...done.flatMap(({ outdated }) => outdated.map(remove)),
    ...turn
      .slice(0, Math.max(0, surge - started.length))
      .map(({ node }): Step => ({ create: daemonPod(set, update, node) })),
  ];
}
