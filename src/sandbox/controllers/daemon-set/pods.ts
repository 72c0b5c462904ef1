import { whyNotFit } from "../../nodes/fits.ts";
import type { ControllerRevision, DaemonSet, Node, Pod } from "../../../model/snapshot.ts";
import { controllerReference } from "../pods.ts";
import { podFromTemplate } from "../pod-template.ts";
import { hashOf } from "../revisions.ts";

type PodSpec = NonNullable<Pod["spec"]>;

/** Taints that no daemon minds: it stays on a node in trouble (util.AddOrUpdateDaemonPodTolerations). */
const TOLERATIONS = [
  { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute" },
  { key: "node.kubernetes.io/disk-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/memory-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/pid-pressure", operator: "Exists", effect: "NoSchedule" },
  { key: "node.kubernetes.io/unschedulable", operator: "Exists", effect: "NoSchedule" },
];
const NETWORK_TOLERATION = { key: "node.kubernetes.io/network-unavailable", operator: "Exists", effect: "NoSchedule" };

const HASH = "controller-revision-hash";
const GENERATION = "pod-template-generation";

/** The hash of the revision that a Pod was made of. */
export function revisionHashOf({ metadata }: Pod): string | undefined {
  return metadata?.labels?.[HASH];
}

export function isOfRevision(pod: Pod, revision: ControllerRevision): boolean {
  return revisionHashOf(pod) === hashOf(revision.metadata);
}

/** Whether a DaemonSet wants a Pod on a node. */
export function runsOn({ spec }: DaemonSet, node: Node): boolean {
  const template = spec?.template.spec;
  if (template?.nodeName && template.nodeName !== node.metadata?.name) return false;
  return whyNotFit({ ...template, tolerations: tolerations(template) }, node) === undefined;
}

const tolerations = (spec: Partial<PodSpec> | undefined) => [
  ...(spec?.tolerations ?? []),
  ...TOLERATIONS,
  ...(spec?.hostNetwork ? [NETWORK_TOLERATION] : []),
];

/** The node of a daemon's Pod: where it runs, or where it is meant to. */
export function nodeOf({ spec }: Pod): string {
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return spec?.nodeName || (terms?.[0]?.matchFields?.[0]?.values?.[0] ?? "");
}

/** A new Pod of a DaemonSet, meant for one node; the scheduler puts it there. */
export function daemonPod(set: DaemonSet, revision: ControllerRevision, node: string): Pod {
  const pod = podFromTemplate(set, set.spec?.template ?? {}, controllerReference("apps/v1", "DaemonSet", set));
  const generation = set.metadata?.annotations?.["deprecated.daemonset.template.generation"];
  const labels = {
    ...pod.metadata?.labels,
    [HASH]: hashOf(revision.metadata),
    ...(generation !== undefined && { [GENERATION]: generation }),
  };
  return {
    ...pod,
    metadata: { ...pod.metadata, labels },
    ...(pod.spec && { spec: { ...pod.spec, affinity: onNode(pod.spec, node), tolerations: tolerations(pod.spec) } }),
  };
}

/** The affinity of a Pod, with its node requirement replaced by the one node. */
function onNode({ affinity }: PodSpec, node: string): NonNullable<PodSpec["affinity"]> {
  const field = { key: "metadata.name", operator: "In", values: [node] };
  const required = { nodeSelectorTerms: [{ matchFields: [field] }] };
  return {
    ...affinity,
    nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required },
  };
}
