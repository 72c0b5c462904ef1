import type { Reason } from "./membership.ts";
import type { NearLabel } from "./remarks.ts";

/** A Pod that gets no traffic, or an address in its stead, and why. */
export interface HeldPod {
  name: string;
  reasons: readonly Reason[];
}

/** A port of a Service. */
export interface PortFact {
  name: string | undefined;
  port: number;
  protocol: string;
}

/** A port that a container declares. */
export interface DeclaredPort {
  name: string | undefined;
  containerPort: number;
  protocol: string;
}

export interface WorkloadFact {
  kind: string;
  name: string;
  pods: number;
}

export interface EventFact {
  reason: string;
  message: string;
  count: number;
}

/** What a check found, with the facts that prove it. `finding-codes.ts` gives every kind its code. */
export type Fact =
  | { kind: "no-pod-matches"; selector: string; near: readonly NearLabel[]; elsewhere: readonly string[] }
  | { kind: "matches-elsewhere"; selector: string; namespaces: readonly string[] }
  | { kind: "none-ready"; held: readonly HeldPod[] }
  | { kind: "some-not-ready"; ready: number; held: readonly HeldPod[] }
  | { kind: "no-such-target-port"; port: PortFact; target: string; declared: readonly DeclaredPort[]; pods: number }
  | { kind: "target-port-on-some"; port: PortFact; target: string; without: readonly string[]; pods: number }
  | { kind: "target-port-numbers"; port: PortFact; target: string; numbers: readonly TargetNumber[] }
  | { kind: "undeclared-target"; port: PortFact; target: number; declared: readonly DeclaredPort[] }
  | { kind: "named-protocol-differs"; port: PortFact; target: string; found: readonly DeclaredPort[] }
  | { kind: "number-protocol-differs"; port: PortFact; target: number; found: readonly DeclaredPort[] }
  | { kind: "several-workloads"; workloads: readonly WorkloadFact[] }
  | { kind: "several-versions"; workloads: readonly WorkloadFact[] }
  | { kind: "node-port-clash"; nodePort: number; protocol: string; others: readonly string[] }
  | { kind: "address-clash"; address: string; port: number; protocol: string; others: readonly string[] }
  | { kind: "nodes-without-endpoint"; policy: TrafficPolicy; nodes: readonly string[]; of: number }
  | { kind: "load-balancer-skips-nodes"; nodes: readonly string[]; of: number }
  | {
      kind: "load-balancer-pending";
      loadBalancerClass: string | undefined;
      events: readonly EventFact[];
      /** The cluster is svcctl's own: it gives out addresses only when it was started so. */
      inSandbox: boolean;
    }
  | { kind: "no-selector-no-slices" }
  | { kind: "port-not-served"; port: PortFact; offered: readonly string[] }
  | { kind: "external-name-is-address"; externalName: string }
  | { kind: "external-name-is-itself"; externalName: string }
  | { kind: "external-name-ports"; externalName: string; ports: readonly PortFact[] }
  | { kind: "headless-target-differs"; port: PortFact; targets: readonly number[] }
  | { kind: "address-without-pod"; listed: readonly HeldPod[] }
  | { kind: "pods-in-no-slice"; pods: readonly string[] }
  | { kind: "deprecated-field"; field: DeprecatedField; value: string }
  | { kind: "stateful-set-without-service" }
  | { kind: "stateful-set-service-missing"; service: string }
  | { kind: "stateful-set-service-not-headless"; service: string }
  | { kind: "route-to-no-service"; service: string; at: readonly string[] }
  | { kind: "route-to-no-port"; service: string; port: string; ports: readonly PortFact[]; at: readonly string[] }
  | { kind: "policies-let-nobody-in"; port: PortFact; policies: readonly string[]; blocked: number; pods: number }
  | { kind: "single-endpoint"; endpoint: string }
  | { kind: "publishes-not-ready" }
  | { kind: "node-port-out-of-range"; nodePort: number }
  | { kind: "service-name-not-dns"; name: string }
  | { kind: "port-name-not-dns"; name: string }
  | { kind: "affinity-on-headless" }
  | { kind: "affinity-by-node" }
  | { kind: "affinity-by-protocol"; protocols: readonly string[] }
  | { kind: "proxy-mode-deprecated"; mode: string }
  | {
      kind: "node-ports-closed";
      ranges: readonly string[];
      services: readonly string[];
      nodes: readonly string[];
      of: number;
    }
  | { kind: "strict-arp-off"; addresses: readonly BalancedAddress[] };

/** A Service of type LoadBalancer, and its address; undefined before it has one. */
export interface BalancedAddress {
  service: string;
  ip: string | undefined;
}

export interface TargetNumber {
  number: number;
  pods: number;
}

export type TrafficPolicy = "internalTrafficPolicy" | "externalTrafficPolicy";

/** What newer versions of Kubernetes have replaced. */
export type DeprecatedField = "externalIPs" | "loadBalancerIP" | "PreferClose" | "Endpoints";
