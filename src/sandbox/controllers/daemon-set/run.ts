import type { DaemonSet, Pod } from "../../../model/snapshot.ts";
import { equalJson } from "../../registry/core.ts";
import { ApiError } from "../../status.ts";
import type { ControllerContext } from "../context.ts";
import { keyOf } from "../observe.ts";
import { isAvailable, isFinished, isReady, isTerminating, untilAvailable } from "../pods.ts";
import { createPod } from "../pod-limit.ts";
import { withoutZeros } from "../quantities.ts";
import { createRevisions, hashOf } from "../revisions.ts";
import { templateHash } from "../template-hash.ts";
import { claimPods, watchWorkload } from "../workloads.ts";
import { isOfRevision, revisionHashOf } from "./pods.ts";
import { nextSteps, type Situation, situationOf, type Step } from "./steps.ts";

/** Keeps a Pod of each DaemonSet on each node that it fits, and rolls changes on node by node. */
export function runDaemonSets(context: ControllerContext): void {
  const { observer, loop, now } = context;
  const { daemonSets, nodes, pods } = context.objects;
  const revisions = createRevisions(context, daemonSets, templateHash);
  const selectorOf = ({ spec }: DaemonSet) => spec?.selector;

  const queue = loop.queue((key) => {
    const set = daemonSets.get(key);
    if (!set) return;
    const claimed = claimPods(context, daemonSets, set, selectorOf(set));
    const update = revisions.current(set);
    const situation = situationOf(set, update, nodes.list(), claimed, now());
    if (!isTerminating(set)) for (const step of nextSteps(situation)) take(context, set, step);
    const status = statusOf(situation);
    if (!equalJson(status, set.status)) daemonSets.update({ ...set, status }, "status");
    revisions.forget(set, new Set([hashOf(update.metadata), ...claimed.map(revisionHashOf)]));
    for (const pod of claimed) {
      const left = untilAvailable(pod, set.spec?.minReadySeconds, now());
      if (left) queue.addAfter(key, left);
    }
  });
  watchWorkload(context, daemonSets, pods, selectorOf, queue);
  observer.on(nodes.kind, () => {
    for (const set of daemonSets.list()) queue.add(keyOf(set));
  });
}

function take(context: ControllerContext, set: DaemonSet, step: Step): void {
  const { objects, record } = context;
  const component = "daemonset-controller";
  try {
    if ("create" in step) {
      const pod = createPod(context, step.create);
      record(set, {
        type: "Normal",
        reason: "SuccessfulCreate",
        message: `Created pod: ${pod.metadata?.name}`,
        component,
      });
    } else {
      objects.pods.delete(step.delete);
      const message = `Deleted pod: ${step.delete.metadata?.name}`;
      record(set, { type: "Normal", reason: "SuccessfulDelete", message, component });
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    record(set, { type: "Warning", reason: "FailedCreate", message: `Error creating: ${error.message}`, component });
  }
}

function statusOf({ set, update, wanted, byNode, now }: Situation): NonNullable<DaemonSet["status"]> {
  const active = (node: string) => (byNode.get(node) ?? []).filter((pod) => !isTerminating(pod) && !isFinished(pod));
  const count = (test: (pods: Pod[]) => boolean) => [...wanted].filter((node) => test(active(node))).length;
  const available = count((pods) => pods.some((pod) => isAvailable(pod, set.spec?.minReadySeconds, now)));
  return {
    currentNumberScheduled: count((pods) => pods.length > 0),
    numberMisscheduled: [...byNode.keys()].filter((node) => !wanted.has(node) && active(node).length > 0).length,
    desiredNumberScheduled: wanted.size,
    numberReady: count((pods) => pods.some(isReady)),
    observedGeneration: set.metadata?.generation ?? 0,
    ...withoutZeros({
      updatedNumberScheduled: count((pods) => pods.some((pod) => isOfRevision(pod, update))),
      numberAvailable: available,
      numberUnavailable: wanted.size - available,
    }),
  };
}
