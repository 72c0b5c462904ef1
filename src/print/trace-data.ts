import { protocolOf, type ServicePort } from "../model/ports.ts";
import type { PortTrace, ServiceTrace, Share, Step, TracedEndpoint } from "../model/trace.ts";
import { reasonText, stateWords } from "./reason-words.ts";
import { faultLines, stepText } from "./trace-words.ts";

/**
 * What `trace -o json|yaml` prints: `{traces: [...]}`. A trace has `namespace`, `name`, `type`, `from`, `state` (ok, unknown,
 * warning or broken), `steps` (DNS) and `ports`, each with `port`, `state`, `steps` and `endpoints`. Absent facts are left out.
 */
export const tracesData = (traces: readonly ServiceTrace[]): unknown => ({ traces: traces.map(traceData) });

/** One of them. */
export function traceData({ namespace, name, type, from, state, steps, ports }: ServiceTrace) {
  return {
    namespace,
    name,
    type,
    from,
    state,
    steps: steps.map((step) => stepData(step, from)),
    ports: ports.map((port) => portTraceData(port, from)),
  };
}

function portTraceData({ port, state, steps, endpoints }: PortTrace, from: string | undefined) {
  return {
    port: portData(port),
    state,
    steps: steps.map((step) => stepData(step, from)),
    endpoints: endpoints.map(endpointData),
  };
}

/** A Service's port as other data has it. */
export const portData = (port: ServicePort | undefined) =>
  port && { name: port.name, port: port.port, protocol: protocolOf(port) };

/** `step`, `state`, the facts, a `text` for people, and the `fault` (with a stable `kind`, facts and a `text`). */
export function stepData(step: Step, from: string | undefined) {
  const { kind, state, fault } = step;
  return {
    step: kind,
    state,
    ...factsOf(step),
    text: stepText(step, from),
    fault: fault && { ...fault, text: faultLines(fault).join("\n") },
  };
}

function factsOf(step: Step): object {
  if ("port" in step) return { port: portData(step.port) };
  if (!("isForwarded" in step)) {
    const { kind: _kind, state: _state, fault: _fault, ...facts } = step;
    return facts;
  }
  const { address, policy, sources, isForwarded, healthCheckNodePort } = step;
  return {
    address,
    policy,
    ...(sources.length > 0 && { sources }),
    ...(isForwarded && { forwarded: true }),
    ...(healthCheckNodePort !== 0 && { healthCheckNodePort }),
  };
}

/**
 * `share` is a number from 0 to 1: what clients of the cluster IP (`inside`) and clients from outside send there. Where it
 * depends on the client's node it is the most, and `least` stands beside it; `ofNode`: of the endpoint's own node alone.
 */
export function endpointData({ row, address, inside, outside, container, state }: TracedEndpoint) {
  return {
    address,
    pod: row.podName,
    node: row.node,
    zone: row.zone,
    container: container && { name: container.name, port: container.portName, declared: container.isDeclared },
    state: stateWords[row.state],
    traffic: state,
    inside: inside && shareData(inside),
    outside: outside && shareData(outside),
    reasons: row.reasons.map((reason) => ({ ...reason, text: reasonText(reason) })),
    slices: row.slices,
  };
}

function shareData({ least, most, isOfNode }: Share) {
  const share = partOf(most);
  return { share, ...(least !== most && { least: partOf(least) }), ...(isOfNode && { ofNode: true }) };
}

const partOf = (sharers: number): number => (sharers === 0 ? 0 : 1 / sharers);
