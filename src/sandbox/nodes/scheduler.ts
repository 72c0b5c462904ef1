import type { Node, Pod } from "../../model/snapshot.ts";
import { clusterObjects } from "../controllers/cluster-objects.ts";
import type { ControllerContext } from "../controllers/context.ts";
import { createIndex, keyOf } from "../controllers/observe.ts";
import { controllerOf, isFinished, isTerminating } from "../controllers/pods.ts";
import { timestamp } from "../registry/core.ts";
import { whyNotBeside } from "./beside.ts";
import { podCondition, type Verdict } from "./conditions.ts";
import { whyNotFit } from "./fits.ts";

/**
 * Chooses a node for each Pod that has none: one that fits, of those one with the fewest Pods of the same owner, of
 * those one with the fewest Pods. A Pod that fits nowhere waits for a change of the nodes or the end of a Pod.
 */
export function runScheduler(context: ControllerContext): void {
  const { observer, loop } = context;
  const objects = clusterObjects(context.registry, "kube-scheduler");
  const placed = createIndex<Pod>(observer, objects.pods.kind, placesOf);
  const waiting = new Set<string>();

  const queue = loop.queue((key) => {
    const pod = objects.pods.get(key);
    waiting.delete(key);
    if (!pod || !needsNode(pod)) return;
    const nodes = objects.nodes.list();
    const there = { pods: context.pods, nodes, onNode: placed.get };
    const reasons = nodes.map((node) => whyNotFit(pod.spec, node) ?? whyNotBeside(there, pod, node));
    const fitting = nodes.filter((_, index) => reasons[index] === undefined);
    const owner = controllerOf(pod)?.uid;
    const chosen = leastLoaded(fitting, (name) => [placed.count(`${owner}@${name}`), placed.count(name)]);
    if (chosen) return bind(context, objects, pod, chosen);
    waiting.add(key);
    refuse(context, objects, pod, reasons);
  });

  const tryAgain = () => {
    for (const key of waiting) queue.add(key);
  };
  observer.on(objects.pods.kind, ({ type, object, previous }) => {
    if (type !== "DELETED" && needsNode(object as Pod)) queue.add(keyOf(object));
    else if (type === "DELETED" || needsNode((previous ?? object) as Pod)) tryAgain();
  });
  observer.on(objects.nodes.kind, tryAgain);
}

function placesOf(pod: Pod): string[] {
  const node = pod.spec?.nodeName;
  return node === undefined || isFinished(pod) || isTerminating(pod) ? [] : [node, `${controllerOf(pod)?.uid}@${node}`];
}

function needsNode(pod: Pod): boolean {
  const { nodeName, schedulerName = "default-scheduler", schedulingGates = [] } = pod.spec ?? {};
  return !nodeName && schedulerName === "default-scheduler" && schedulingGates.length === 0 && !isTerminating(pod);
}

function leastLoaded(nodes: readonly Node[], load: (name: string) => number[]): string | undefined {
  const loads = nodes.map(({ metadata }) => ({ name: metadata?.name ?? "", load: load(metadata?.name ?? "") }));
  return loads.toSorted((a, b) => (a.load[0] ?? 0) - (b.load[0] ?? 0) || (a.load[1] ?? 0) - (b.load[1] ?? 0))[0]?.name;
}

type Writers = ReturnType<typeof clusterObjects>;

function bind({ record, now }: ControllerContext, { pods }: Writers, pod: Pod, nodeName: string): void {
  const scheduled = withScheduled(pod, { status: "True" }, now());
  pods.update({ ...scheduled, ...(pod.spec && { spec: { ...pod.spec, nodeName } }) }, "binding");
  const message = `Successfully assigned ${keyOf(pod)} to ${nodeName}`;
  record(pod, { type: "Normal", reason: "Scheduled", message, component: "default-scheduler" });
}

/** Words of kube-scheduler's FitError: how many nodes refused, and for which reasons. */
function refuse(
  { record, now }: ControllerContext,
  { pods }: Writers,
  pod: Pod,
  reasons: readonly (string | undefined)[],
): void {
  const total = reasons.length;
  const counts = [...new Set(reasons)].map((reason) => `${reasons.filter((one) => one === reason).length} ${reason}`);
  const message =
    total === 0
      ? "no nodes available to schedule pods"
      : `0/${total} nodes are available: ${counts.toSorted().join(", ")}. no new claims to deallocate, ` +
        `preemption: 0/${total} nodes are available: ${total} Preemption is not helpful for scheduling.`;
  const before = pod.status?.conditions?.find(({ type }) => type === "PodScheduled");
  if (before?.status === "False" && before.message === message) return;
  pods.update(withScheduled(pod, { status: "False", reason: "Unschedulable", message }, now()), "status");
  record(pod, { type: "Warning", reason: "FailedScheduling", message, component: "default-scheduler" });
}

function withScheduled(pod: Pod, verdict: Omit<Verdict, "type">, now: Date): Pod {
  const condition = podCondition(pod, { type: "PodScheduled", ...verdict }, timestamp(now));
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== "PodScheduled");
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
}
