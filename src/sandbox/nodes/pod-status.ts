import type { Container } from "../../model/ports.ts";
import type { Node, Pod } from "../../model/snapshot.ts";
import { podCondition, type PodCondition, type Verdict } from "./conditions.ts";

type PodStatus = NonNullable<Pod["status"]>;
type ContainerStatus = NonNullable<PodStatus["containerStatuses"]>[number];

/** Whether a container's readiness probe fails for ever. The command `false` is the only one that does. */
export function neverReady({ readinessProbe }: Container): boolean {
  const command = readinessProbe?.exec?.command;
  return command?.length === 1 && command[0] === "false";
}

/**
 * The status of a Pod that runs on `node` under `address`: its containers run from the start, its init containers have
 * ended. Conditions are worded as a kubelet words them; conditions of others (readiness gates) are kept.
 */
export function runningStatus(pod: Pod, node: Node, address: string, time: string): PodStatus {
  const containers = pod.spec?.containers ?? [];
  const hostIP = addressOf(node);
  const podIP = pod.spec?.hostNetwork ? hostIP : address;
  const before = pod.status?.containerStatuses ?? [];
  return {
    ...pod.status,
    phase: "Running",
    conditions: conditions(pod, time),
    hostIP,
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: pod.status?.startTime ?? time,
    ...initStatuses(pod, time),
    containerStatuses: containers.map((container) => running(container, find(before, container), time)),
  };
}

export function addressOf({ status }: Node): string {
  return status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
}

const OWN_CONDITIONS = ["PodScheduled", "Initialized", "ContainersReady", "Ready"];

function conditions(pod: Pod, time: string): PodCondition[] {
  const unready = (pod.spec?.containers ?? []).filter(neverReady).map(({ name }) => name);
  const message = `containers with unready status: [${unready.join(" ")}]`;
  const why = unready.length > 0 ? { reason: "ContainersNotReady", message } : undefined;
  const verdicts: Verdict[] = [
    { type: "PodScheduled", status: "True" },
    { type: "Initialized", status: "True" },
    verdict("ContainersReady", why),
    verdict("Ready", why ?? closedGates(pod)),
  ];
  const others = (pod.status?.conditions ?? []).filter(({ type }) => !OWN_CONDITIONS.includes(type));
  return [...verdicts.map((one) => podCondition(pod, one, time)), ...others];
}

interface Why {
  reason: string;
  message: string;
}

const verdict = (type: string, why: Why | undefined): Verdict => ({ type, status: why ? "False" : "True", ...why });

/** Which readiness gates keep a Pod from being ready (KEP-580). */
function closedGates({ spec, status }: Pod): Why | undefined {
  const messages = (spec?.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = status?.conditions?.find(({ type }) => type === conditionType);
    if (!condition) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    if (condition.status === "True") return [];
    return [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`];
  });
  return messages.length === 0 ? undefined : { reason: "ReadinessGatesNotReady", message: messages.join(", ") };
}

const find = (statuses: readonly ContainerStatus[], { name }: Container) =>
  statuses.find((status) => status.name === name);

/** A container under another image than before has been restarted. */
function running(container: Container, before: ContainerStatus | undefined, time: string): ContainerStatus {
  const { name, image = "" } = container;
  const restarted = before && before.image !== image;
  const startedAt = (!restarted && before?.state?.running?.startedAt) || time;
  return {
    name,
    state: { running: { startedAt } },
    lastState: {},
    ready: !neverReady(container),
    restartCount: (before?.restartCount ?? 0) + (restarted ? 1 : 0),
    image,
    imageID: "",
    started: true,
  };
}

function initStatuses({ spec, status }: Pod, time: string): Pick<PodStatus, "initContainerStatuses"> {
  if (!spec?.initContainers?.length) return {};
  const before = status?.initContainerStatuses ?? [];
  const statuses = spec.initContainers.map((container) =>
    container.restartPolicy === "Always"
      ? running(container, find(before, container), time)
      : (find(before, container) ?? completed(container, time)),
  );
  return { initContainerStatuses: statuses };
}

function completed({ name, image = "" }: Container, time: string): ContainerStatus {
  const terminated = { exitCode: 0, reason: "Completed", startedAt: time, finishedAt: time };
  return {
    name,
    state: { terminated },
    lastState: {},
    ready: true,
    restartCount: 0,
    image,
    imageID: "",
    started: false,
  };
}
