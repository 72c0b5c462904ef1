import type { Container } from "../../../model/kinds.ts";
import type { Pod } from "../../../model/snapshot.ts";
import { forbidden as refuseRequest } from "../../status.ts";
import type { Cause, Strategy } from "../../types.ts";
import { forbidden } from "../field-error.ts";
import { immutable } from "../immutable.ts";
import { checkIp } from "../ip-address.ts";
import { defineRules } from "../kind-rules.ts";
import { subdomainName } from "../names.ts";
import { validateImages } from "./containers.ts";
import { setPodSpecDefaults } from "./defaults.ts";
import { classOf } from "./resources.ts";
import { validatePodSpec } from "./spec.ts";
import { withDefaultTolerations } from "./tolerations.ts";
import type { PodSpec } from "./types.ts";
import { validatePodUpdate } from "./update.ts";
import { warnAboutName, warnAboutPodSpec } from "./warnings.ts";

/** The rules of Pods, with what the admission plugins of a plain cluster add. */
export function createPodStrategy(): Strategy {
  return defineRules<Pod>({
    name: subdomainName,
    generationParts: ["spec"],
    repeatsMetadata: true,
    setDefaults,
    prepareForCreate,
    validate,
    validateUpdate: (pod, previous) => [...validate(pod, previous), ...validatePodUpdate(pod, previous)],
    warnings: (pod, previous) =>
      previous
        ? []
        : [...warnAboutName(pod.metadata?.name, "the Pod's hostname"), ...warnAboutPodSpec("spec", pod.spec ?? {})],
    validateStatusUpdate: (pod, previous) => [
      ...immutable("status.qosClass", pod.status?.qosClass ?? "", previous.status?.qosClass ?? ""),
      ...(pod.status?.podIPs ?? []).flatMap(({ ip }, index) => checkIp(`status.podIPs[${index}]`, ip)),
    ],
  });
}

function setDefaults(pod: Pod): void {
  const spec: PodSpec = (pod.spec ??= { containers: [] });
  setPodSpecDefaults(spec);
  spec.enableServiceLinks ??= true;
  for (const container of allContainers(spec)) {
    const { resources } = container;
    if (resources?.limits) resources.requests = { ...resources.limits, ...resources.requests };
    if (!spec.hostNetwork) continue;
    for (const port of container.ports ?? []) port.hostPort ||= port.containerPort;
  }
}

const allContainers = ({ containers = [], initContainers = [] }: PodSpec): Container[] => [
  ...containers,
  ...initContainers,
];

/** The classes that every cluster has. */
const priorities: Record<string, number> = {
  "": 0,
  "system-cluster-critical": 2_000_000_000,
  "system-node-critical": 2_000_001_000,
};

function prepareForCreate(pod: Pod): void {
  const spec: PodSpec = (pod.spec ??= { containers: [] });
  const priority = priorities[spec.priorityClassName ?? ""];
  if (priority === undefined) {
    const subject = { group: "", plural: "pods", kind: "Pod" };
    throw refuseRequest(
      subject,
      pod.metadata?.name ?? "",
      `no PriorityClass with name ${spec.priorityClassName} was found`,
    );
  }
  spec.tolerations = withDefaultTolerations(spec.tolerations);
  spec.priority = priority;
  spec.preemptionPolicy ??= "PreemptLowerPriority";
  pod.status = { phase: "Pending", qosClass: classOf(allContainers(spec)) };
}

function validate(pod: Pod, previous?: Pod): Cause[] {
  const spec: PodSpec = pod.spec ?? { containers: [] };
  const debugged = (spec.ephemeralContainers ?? []).length > 0 && !previous;
  const gated = spec.nodeName && (spec.schedulingGates ?? []).length > 0;
  return [
    ...validatePodSpec("spec", spec, true),
    ...validateImages("spec.containers", spec.containers),
    ...validateImages("spec.initContainers", spec.initContainers),
    ...(debugged ? [forbidden("spec.ephemeralContainers", "cannot be set on create")] : []),
    ...(gated && !previous
      ? [forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared")]
      : []),
  ];
}
