import { podAddresses, serviceFamilies, familyOf } from "./addresses.ts";
import { containerPorts, protocolOf, resolveTargetPort, type ServicePort, targetPortOf } from "./ports.ts";
import type { Pod, Service } from "./snapshot.ts";

/** What a Service's port does with a Pod: sends it traffic, would while it ends, does not yet, or leaves it out. */
export type EndpointState = "ready" | "terminating" | "not-ready" | "excluded";

/** Why a Pod (or an address) gets no traffic, or why its EndpointSlice and the Pod do not agree. */
export type Reason =
  | { kind: "label-differs"; key: string; wanted: string; found: string | undefined; under: string | undefined }
  | { kind: "phase"; phase: string; message: string | undefined }
  | { kind: "no-pod-ip" }
  | { kind: "not-ready"; message: string | undefined; waiting: readonly WaitingContainer[] }
  | { kind: "readiness-gate"; condition: string; status: string; message: string | undefined }
  | { kind: "published-unready" }
  | { kind: "said-by-hand"; slice: string }
  | { kind: "no-container-port"; name: string; protocol: string; declared: readonly string[] }
  | { kind: "protocol-differs"; name: string; wanted: string; found: string }
  | { kind: "deleting"; secondsLeft: number }
  | { kind: "wrong-family"; wanted: readonly string[]; found: readonly string[] }
  | { kind: "host-network-clash"; pod: string; address: string; port: number }
  | { kind: "not-in-slices" }
  | { kind: "no-such-pod"; pod: string }
  | { kind: "stale-address"; pod: string; addresses: readonly string[] }
  | { kind: "not-selected"; slice: string }
  | { kind: "slice-behind"; slice: string; sliceSays: EndpointState; podSays: EndpointState }
  | { kind: "host-name" };

/** A container that has not started, and what the kubelet says of it: CrashLoopBackOff, ImagePullBackOff, … */
export interface WaitingContainer {
  name: string;
  reason: string;
}

/** What the EndpointSlice controller makes of a Pod for one port of a Service. */
export interface Membership {
  state: EndpointState;
  /** The port's number on this Pod; undefined when a named target is not there, or the Service has no ports. */
  target: number | undefined;
  /** The Pod's addresses of the families that the Service speaks. */
  addresses: string[];
  /** Empty when the Pod is ready and nothing is special about it. */
  reasons: Reason[];
}

/**
 * Judges a Pod that the Service's selector takes in, as kube-controller-manager 1.36 does: a Pod that has ended, or has
 * no address of a wanted family, or no container port of the target's name is left out; the others are endpoints,
 * ready or not. `port` is undefined for a headless Service without ports. `now` tells how long a deletion still takes.
 */
export function judgePod(service: Service, pod: Pod, port: ServicePort | undefined, now: Date): Membership {
  const addresses = usableAddresses(service, pod);
  const target = port && resolveTargetPort(pod, port);
  const phase = phaseReasons(pod);
  const exclusions = [
    ...phase,
    ...(addresses.length > 0 ? [] : addressReasons(pod, serviceFamilies(service), phase)),
    ...(port && target === undefined ? [missingPort(pod, port)] : []),
  ];
  const readiness = phase.length > 0 ? [] : readinessReasons(pod);
  const deleting = deletionReasons(pod, now);
  if (exclusions.length > 0)
    return { state: "excluded", target, addresses, reasons: [...exclusions, ...readiness, ...deleting] };
  const state = stateOf(readiness.length === 0, deleting.length > 0);
  const reasons = [...readiness, ...deleting];
  if (state === "ready" || !service.spec?.publishNotReadyAddresses) return { state, target, addresses, reasons };
  return { state: "ready", target, addresses, reasons: [{ kind: "published-unready" }, ...reasons] };
}

/** A Pod's addresses of the families that a Service speaks. */
export function usableAddresses(service: Service, pod: Pod): string[] {
  const families = serviceFamilies(service);
  const all = podAddresses(pod);
  return families ? all.filter((address) => families.includes(familyOf(address))) : all;
}

/** The state of a Pod, or of a slice's endpoint: ready, still serving while it ends, or not ready. */
export function stateOf(serving: boolean, terminating: boolean): EndpointState {
  if (!serving) return "not-ready";
  return terminating ? "terminating" : "ready";
}

function phaseReasons(pod: Pod): Reason[] {
  const phase = pod.status?.phase ?? "Pending";
  const ended = phase === "Succeeded" || phase === "Failed";
  if (!ended && (phase !== "Pending" || podAddresses(pod).length > 0)) return [];
  const scheduled = conditionOf(pod, "PodScheduled");
  const message = ended ? pod.status?.message : scheduled?.status === "False" ? scheduled.message : waitingText(pod);
  return [{ kind: "phase", phase, message }];
}

const waitingText = (pod: Pod): string | undefined =>
  waitingContainers(pod)
    .map(({ name, reason }) => `${name}: ${reason}`)
    .join(", ") || undefined;

function addressReasons(pod: Pod, families: readonly string[] | undefined, phase: readonly Reason[]): Reason[] {
  const all = podAddresses(pod);
  if (all.length === 0) return phase.length > 0 ? [] : [{ kind: "no-pod-ip" }];
  return [{ kind: "wrong-family", wanted: families ?? [], found: [...new Set(all.map(familyOf))] }];
}

function missingPort(pod: Pod, port: ServicePort): Reason {
  const name = String(targetPortOf(port));
  const wanted = protocolOf(port);
  const ports = containerPorts(pod);
  const other = ports.find((candidate) => candidate.name === name);
  if (other) return { kind: "protocol-differs", name, wanted, found: protocolOf(other) };
  const declared = ports.flatMap((candidate) =>
    candidate.name && protocolOf(candidate) === wanted ? [candidate.name] : [],
  );
  return { kind: "no-container-port", name, protocol: wanted, declared };
}

type Condition = NonNullable<NonNullable<Pod["status"]>["conditions"]>[number];

const conditionOf = (pod: Pod, type: string): Condition | undefined =>
  pod.status?.conditions?.find((condition) => condition.type === type);

/** Why a Pod that runs is not ready; empty when its Ready condition is True. */
function readinessReasons(pod: Pod): Reason[] {
  const ready = conditionOf(pod, "Ready");
  if (ready?.status === "True") return [];
  const gates = (pod.spec?.readinessGates ?? []).flatMap(({ conditionType }): Reason[] => {
    const condition = conditionOf(pod, conditionType);
    if (condition?.status === "True") return [];
    const status = condition?.status ?? "missing";
    return [{ kind: "readiness-gate", condition: conditionType, status, message: condition?.message }];
  });
  const containersReady = conditionOf(pod, "ContainersReady")?.status === "True";
  if (gates.length > 0 && containersReady) return gates;
  return [{ kind: "not-ready", message: ready?.message, waiting: waitingContainers(pod) }, ...gates];
}

function waitingContainers(pod: Pod): WaitingContainer[] {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses].flatMap(({ name, state }) =>
    state?.waiting?.reason ? [{ name, reason: state.waiting.reason }] : [],
  );
}

function deletionReasons(pod: Pod, now: Date): Reason[] {
  const deadline = pod.metadata?.deletionTimestamp;
  if (!deadline) return [];
  return [{ kind: "deleting", secondsLeft: Math.round((Date.parse(deadline) - now.getTime()) / 1000) }];
}
