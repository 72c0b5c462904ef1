import type { Fact } from "./finding-facts.ts";
import type { Code } from "./finding-codes.ts";
import type { EntranceKind } from "./dataplane/mode-names.ts";
import type { Policy } from "./dataplane/paths.ts";
import type { Refusal } from "./dataplane/traffic.ts";
import type { Narrowing } from "./dataplane/topology.ts";
import type { NoRecords } from "./dns-records.ts";
import type { EndpointRow } from "./endpoint-rows.ts";
import type { TrafficPolicy } from "./finding-facts.ts";
import type { ServicePort } from "./ports.ts";
import type { Remark } from "./remarks.ts";

/** How traffic fares: it passes; it may not, or not from everywhere; it ends here; that cannot be known. */
export type StepState = "ok" | "warning" | "broken" | "unknown";

/** From the best to the worst. */
export const STEP_STATES = ["ok", "unknown", "warning", "broken"] as const satisfies readonly StepState[];

/** The worst of some states; "ok" when there is none. */
export function worst(states: readonly StepState[]): StepState {
  return STEP_STATES[Math.max(0, ...states.map((state) => STEP_STATES.indexOf(state)))] ?? "ok";
}

/** What is wrong with a step. */
export type Fault =
  | { kind: "finding"; code: Code; fact: Fact }
  | { kind: "remark"; remark: Remark }
  | { kind: "no-records"; why: NoRecords }
  | { kind: "no-local-endpoint"; policy: TrafficPolicy; nodes: readonly string[]; how: Refusal | "empty" }
  | { kind: "no-address-yet" }
  | { kind: "load-balancer-error"; error: string }
  | { kind: "other-proxy" }
  | { kind: "not-proxied-protocol"; protocol: string }
  | { kind: "terminating-only"; endpoints: number };

/** A station on the way from a client to a container. */
export type Step = StepBody & {
  state: StepState;
  /** The first thing that is wrong; undefined when nothing is. */
  fault: Fault | undefined;
};

export type StepBody =
  | { kind: "dns-name"; name: string; addresses: readonly string[] }
  | { kind: "external-name"; target: string }
  | { kind: "headless" }
  | EntranceBody
  | { kind: "port"; port: ServicePort }
  | { kind: "target-port"; target: number | string; numbers: readonly number[] }
  | { kind: "network-policy" }
  | EndpointsBody;

/** An address at which the Service is reached. */
export interface EntranceBody {
  kind: EntranceKind;
  /** "10.96.0.1:443"; of a node port the number, of a load balancer its host name; undefined: it has none yet. */
  address: string | undefined;
  policy: Policy;
  /** Who alone may enter; empty: everybody. */
  sources: readonly string[];
  /** The load balancer keeps the address to itself (ipMode Proxy, or a host name) and sends traffic on to the nodes. */
  isForwarded: boolean;
  /** Where the load balancer asks which nodes have an endpoint; 0: nowhere. */
  healthCheckNodePort: number;
}

export interface EndpointsBody {
  kind: "endpoints";
  ready: number;
  total: number;
  /** How long a client stays with its endpoint; undefined without session affinity. */
  affinitySeconds: number | undefined;
  /** Hints of EndpointSlices keep traffic near: from the given node, or (without one) from some nodes at least. */
  narrowing: Narrowing;
}

/**
 * An endpoint's part of the traffic, as one of so many that share it equally; 0: it gets nothing. `least` and `most`
 * differ when it depends on the client's node.
 */
export interface Share {
  least: number;
  most: number;
  /** Of what arrives at the endpoint's own node, not of all. */
  isOfNode: boolean;
}

/** The last steps of the way: an address, the Pod that has it, and the container that listens. */
export interface TracedEndpoint {
  row: EndpointRow;
  /** "10.244.0.2:8080", "10.244.0.2" where no port is known; undefined for a Pod that is left out without one. */
  address: string | undefined;
  /** What clients of the cluster IP, and clients from outside, send it; undefined where there is no such entrance. */
  inside: Share | undefined;
  outside: Share | undefined;
  /** The container that listens there, as far as it is declared. */
  container: TracedContainer | undefined;
  /** "idle": it is ready, and gets nothing from the given node. */
  state: StepState | "idle";
}

export interface TracedContainer {
  name: string;
  /** The name under which it declares the port. */
  portName: string | undefined;
  isDeclared: boolean;
}

/** The ways to one port. `port` is undefined for a headless Service without ports. */
export interface PortTrace {
  port: ServicePort | undefined;
  state: StepState;
  /** In the order in which traffic passes. */
  steps: readonly Step[];
  endpoints: readonly TracedEndpoint[];
}

/** The ways from clients to the containers behind a Service. */
export interface ServiceTrace {
  namespace: string;
  name: string;
  type: string;
  /** The node where clients are, and where traffic from outside arrives; undefined: any. */
  from: string | undefined;
  /** The worst of all. */
  state: StepState;
  /** How the name leads to an address. */
  steps: readonly Step[];
  ports: readonly PortTrace[];
}
