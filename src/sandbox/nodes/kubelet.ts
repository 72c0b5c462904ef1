import type { Node, Pod } from "../../model/snapshot.ts";
import { clusterObjects } from "../controllers/cluster-objects.ts";
import type { ControllerContext } from "../controllers/context.ts";
import { keyOf } from "../controllers/observe.ts";
import { isFinished, isTerminating } from "../controllers/pods.ts";
import { equalJson, timestamp } from "../registry/core.ts";
import type { Addresses } from "./addresses.ts";
import { neverReady, runningStatus } from "./pod-status.ts";

/** How long a deleted Pod is seen on its way out, at most. */
const TERMINATION_MS = 50;

/**
 * The kubelets of all nodes: a Pod with a node gets an address and runs; a deleted one is removed after a moment; the
 * Pods of a node that is gone are removed.
 */
export function runKubelets(context: ControllerContext, addresses: Addresses): void {
  const { observer, loop, now, record } = context;
  const objects = clusterObjects(context.registry, "kubelet");
  const removals = loop.queue((key) => {
    const pod = objects.pods.get(key);
    if (pod && isTerminating(pod)) objects.pods.delete(pod, { gracePeriodSeconds: 0 });
  });
  const queue = loop.queue((key) => {
    const pod = objects.pods.get(key);
    const node = pod?.spec?.nodeName ? objects.nodes.get(pod.spec.nodeName) : undefined;
    if (!pod || !node || isFinished(pod)) return;
    if (isTerminating(pod)) return removals.addAfter(key, graceOf(pod));
    const address = pod.status?.podIP ?? addresses.next(node);
    if (address === undefined) return noteExhausted(context, pod, node);
    const status = runningStatus(pod, node, address, timestamp(now()));
    if (equalJson(status, pod.status)) return;
    objects.pods.update({ ...pod, status }, "status");
    if (!pod.status?.startTime) noteStart(record, pod);
  });

  observer.on(objects.pods.kind, ({ type, object }) => {
    if (type !== "DELETED") queue.add(keyOf(object));
  });
  const nodes = loop.queue((name) => {
    const isThere = objects.nodes.get(name) !== undefined;
    for (const pod of objects.pods.list().filter(({ spec }) => spec?.nodeName === name)) {
      if (isThere) queue.add(keyOf(pod));
      else objects.pods.delete(pod, { gracePeriodSeconds: 0 });
    }
  });
  observer.on(objects.nodes.kind, ({ type, object }) => {
    if (type !== "MODIFIED") nodes.add(keyOf(object));
  });
}

function graceOf({ metadata }: Pod): number {
  return Math.min(TERMINATION_MS, (metadata?.deletionGracePeriodSeconds ?? 0) * 1000);
}

function noteStart(record: ControllerContext["record"], pod: Pod): void {
  const component = "kubelet";
  for (const container of pod.spec?.containers ?? []) {
    record(pod, { type: "Normal", reason: "Started", message: `Started container ${container.name}`, component });
    if (!neverReady(container)) continue;
    record(pod, { type: "Warning", reason: "Unhealthy", message: "Readiness probe failed: ", component });
  }
}

function noteExhausted({ record }: ControllerContext, pod: Pod, node: Node): void {
  const message = `no address is left in ${node.spec?.podCIDR ?? "the range of its node"}`;
  record(pod, { type: "Warning", reason: "FailedCreatePodSandBox", message, component: "kubelet" });
}
