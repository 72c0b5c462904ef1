import type { LabelSelector } from "../../model/selector.ts";
import type { ObjectMeta, Pod, PodTemplate, ReplicaSet, ReplicationController } from "../../model/snapshot.ts";
import { apiVersionOf } from "../kinds.ts";
import { equalJson, timestamp } from "../registry/core.ts";
import { ApiError } from "../status.ts";
import type { ControllerContext } from "./context.ts";
import type { Objects } from "./objects.ts";
import { createPod, MOST_PER_STEP } from "./pod-limit.ts";
import { podFromTemplate } from "./pod-template.ts";
import { controllerReference, isActive, isFinished, isReady, isTerminating, untilAvailable } from "./pods.ts";
import { rankForDeletion } from "./rank-pods.ts";
import { mapSelector } from "./selector-index.ts";
import { claimPods, watchWorkload } from "./workloads.ts";
import type { Queue } from "./work-loop.ts";

/** What ReplicaSets and ReplicationControllers have in common. */
interface Replicated {
  metadata?: ObjectMeta;
  spec?: { replicas?: number; minReadySeconds?: number; template?: PodTemplate };
  status?: ReplicaSet["status"];
}

/** One of the two kinds, and how it differs from the other. */
interface Flavor<W extends Replicated> {
  objects: Objects<W>;
  component: string;
  selectorOf(workload: W): LabelSelector | undefined;
  /** Whether the status counts Pods on their way out. */
  countsTerminating: boolean;
}

/** Keeps as many Pods as each ReplicaSet asks for. */
export function runReplicaSets(context: ControllerContext): void {
  run<ReplicaSet>(context, {
    objects: context.objects.replicaSets,
    component: "replicaset-controller",
    selectorOf: ({ spec }) => spec?.selector,
    countsTerminating: true,
  });
}

/** Keeps as many Pods as each ReplicationController asks for. */
export function runReplicationControllers(context: ControllerContext): void {
  run<ReplicationController>(context, {
    objects: context.objects.replicationControllers,
    component: "replication-controller",
    selectorOf: ({ spec }) => mapSelector(spec?.selector),
    countsTerminating: false,
  });
}

function run<W extends Replicated>(context: ControllerContext, flavor: Flavor<W>): void {
  const queue = context.loop.queue((key) => {
    const workload = flavor.objects.get(key);
    if (workload) reconcile(context, flavor, workload, key, queue);
  });
  watchWorkload(context, flavor.objects, context.objects.pods, flavor.selectorOf, queue);
}

function reconcile<W extends Replicated>(
  context: ControllerContext,
  flavor: Flavor<W>,
  workload: W,
  key: string,
  queue: Queue,
): void {
  const claimed = claimPods(context, flavor.objects, workload, flavor.selectorOf(workload));
  const pods = claimed.filter((pod) => !isFinished(pod));
  const active = pods.filter(isActive);
  const failure = isTerminating(workload) ? undefined : scale(context, flavor, workload, active);
  const waits = active.map((pod) => untilAvailable(pod, workload.spec?.minReadySeconds, context.now()));
  const next = Math.min(...waits.filter((wait) => wait !== undefined && wait > 0).map(Number));
  if (Number.isFinite(next)) queue.addAfter(key, next);
  if (failure) queue.addAfter(key, RETRY_MS);
  else if (!isTerminating(workload) && isFarFrom(workload, active)) queue.add(key);
  const status = {
    ...countPods(workload, active, waits),
    ...(flavor.countsTerminating && { terminatingReplicas: pods.length - active.length }),
    observedGeneration: workload.metadata?.generation ?? 0,
    ...conditions(workload, failure, context.now()),
  };
  if (!equalJson(status, workload.status)) flavor.objects.update({ ...workload, status }, "status");
}

/** When Pods that could not be created are tried again. */
const RETRY_MS = 10_000;

/** Whether there is more to create or delete than is done in one step. */
function isFarFrom({ spec }: Replicated, active: readonly Pod[]): boolean {
  return Math.abs((spec?.replicas ?? 0) - active.length) > MOST_PER_STEP;
}

/** Creates or deletes Pods towards as many as wanted, as far as one step goes; says what kept it from that. */
function scale<W extends Replicated>(
  context: ControllerContext,
  { objects: workloads, component }: Flavor<W>,
  workload: W,
  active: readonly Pod[],
): Failure | undefined {
  const { record, objects } = context;
  const missing = (workload.spec?.replicas ?? 0) - active.length;
  const note = (type: "Normal" | "Warning", reason: string, message: string) =>
    record(workload, { type, reason, message, component });
  for (const pod of rankForDeletion(active.slice()).slice(0, Math.min(MOST_PER_STEP, Math.max(0, -missing)))) {
    objects.pods.delete(pod);
    note("Normal", "SuccessfulDelete", `Deleted pod: ${pod.metadata?.name}`);
  }
  const reference = controllerReference(apiVersionOf(workloads.kind), workloads.kind.kind, workload);
  for (let left = Math.min(MOST_PER_STEP, missing); left > 0; left--) {
    try {
      const pod = createPod(context, podFromTemplate(workload, workload.spec?.template ?? {}, reference));
      note("Normal", "SuccessfulCreate", `Created pod: ${pod.metadata?.name}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      note("Warning", "FailedCreate", `Error creating: ${error.message}`);
      return { reason: "FailedCreate", message: error.message };
    }
  }
  return undefined;
}

interface Failure {
  reason: string;
  message: string;
}

function countPods(workload: Replicated, active: readonly Pod[], waits: readonly (number | undefined)[]) {
  const labels = Object.entries(workload.spec?.template?.metadata?.labels ?? {});
  const labeled = active.filter(({ metadata }) => labels.every(([key, value]) => metadata?.labels?.[key] === value));
  const counts = {
    fullyLabeledReplicas: labeled.length,
    readyReplicas: active.filter(isReady).length,
    availableReplicas: waits.filter((wait) => wait === 0).length,
  };
  return { replicas: active.length, ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)) };
}

/** ReplicaFailure is there as long as Pods cannot be created. */
function conditions(
  { status }: Replicated,
  failure: Failure | undefined,
  now: Date,
): Pick<NonNullable<ReplicaSet["status"]>, "conditions"> {
  if (!failure) return {};
  const before = status?.conditions?.find(({ type }) => type === "ReplicaFailure");
  const lastTransitionTime = before?.lastTransitionTime ?? timestamp(now);
  return { conditions: [{ type: "ReplicaFailure", status: "True", lastTransitionTime, ...failure }] };
}
