import type { Pod, StatefulSet } from "../../../model/snapshot.ts";
import { equalJson } from "../../registry/core.ts";
import { ApiError } from "../../status.ts";
import type { ControllerContext } from "../context.ts";
import { isAvailable, isFinished, isReady, isTerminating, untilAvailable } from "../pods.ts";
import { createPod, MOST_PER_STEP } from "../pod-limit.ts";
import { withoutZeros } from "../quantities.ts";
import { createRevisions } from "../revisions.ts";
import { revisionHash } from "../template-hash.ts";
import { claimPods, watchWorkload } from "../workloads.ts";
import { isOfRevision, ordinalOf } from "./pods.ts";
import { nextSteps, type Situation, type Step } from "./steps.ts";

/** Keeps the Pods of StatefulSets: under stable names, in order unless in parallel, rolled on from the highest ordinal. */
export function runStatefulSets(context: ControllerContext): void {
  const { loop, now } = context;
  const { statefulSets, pods } = context.objects;
  const revisions = createRevisions(context, statefulSets, revisionHash);
  const selectorOf = ({ spec }: StatefulSet) => spec?.selector;

  const queue = loop.queue((key) => {
    const set = statefulSets.get(key);
    if (!set) return;
    const claimed = claimPods(context, statefulSets, set, selectorOf(set));
    const own = claimed.filter((pod) => ordinalOf(set, pod) !== undefined);
    const update = revisions.current(set);
    const current = revisions.named(set, set.status?.currentRevision) ?? update;
    const situation = { set, pods: own, current, update, now: now() };
    const steps = isTerminating(set) ? [] : nextSteps(situation).slice(0, MOST_PER_STEP);
    if (!steps.every((step) => take(context, set, step))) queue.addAfter(key, RETRY_MS);
    else if (steps.length === MOST_PER_STEP) queue.add(key);
    const status = statusOf(situation);
    if (!equalJson(status, set.status)) statefulSets.update({ ...set, status }, "status");
    revisions.forget(set, new Set([current.metadata?.name, update.metadata?.name]));
    for (const pod of own) {
      const left = untilAvailable(pod, set.spec?.minReadySeconds, now());
      if (left) queue.addAfter(key, left);
    }
  });
  watchWorkload(context, statefulSets, pods, selectorOf, queue);
}

/** When a step that could not be taken is tried again. */
const RETRY_MS = 10_000;

/** Takes a step, and returns whether it could. Words of the real controller's Events: what it did to which Pod. */
function take(context: ControllerContext, set: StatefulSet, step: Step): boolean {
  const { objects, record } = context;
  const [verb, pod] = "create" in step ? (["Create", step.create] as const) : (["Delete", step.delete] as const);
  const what = `${verb} Pod ${pod.metadata?.name} in StatefulSet ${set.metadata?.name}`;
  const component = "statefulset-controller";
  try {
    if ("create" in step) createPod(context, step.create);
    else objects.pods.delete(step.delete);
    record(set, { type: "Normal", reason: `Successful${verb}`, message: `${what} successful`, component });
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    record(set, {
      type: "Warning",
      reason: `Failed${verb}`,
      message: `${what} failed error: ${error.message}`,
      component,
    });
    return false;
  }
}

function statusOf({ set, pods, current, update, now }: Situation): NonNullable<StatefulSet["status"]> {
  const count = (test: (pod: Pod) => boolean) => pods.filter((pod) => !isFinished(pod) && test(pod)).length;
  const of = (revision: typeof current) => count((pod) => !isTerminating(pod) && isOfRevision(pod, revision));
  const replicas = count(() => true);
  const readyReplicas = count(isReady);
  const updated = of(update);
  const done = updated === replicas && readyReplicas === replicas && replicas === (set.spec?.replicas ?? 1);
  const reached = done && set.spec?.updateStrategy?.type !== "OnDelete" ? update : current;
  return {
    observedGeneration: set.metadata?.generation ?? 0,
    replicas,
    ...withoutZeros({ readyReplicas, currentReplicas: of(reached), updatedReplicas: updated }),
    currentRevision: reached.metadata?.name ?? "",
    updateRevision: update.metadata?.name ?? "",
    collisionCount: set.status?.collisionCount ?? 0,
    availableReplicas: count((pod) => isAvailable(pod, set.spec?.minReadySeconds, now)),
  };
}
