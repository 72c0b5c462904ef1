import type { CheckWorld } from "../check-world.ts";
import type { Fact } from "../finding-facts.ts";
import { protocolOf } from "../ports.ts";
import type { ServiceView } from "../service-view.ts";
import type { Node } from "../snapshot.ts";
import { isHeadless, ownRows } from "./behind.ts";

/** The types of Service that are reached from outside of the cluster. */
const EXTERNAL = new Set(["NodePort", "LoadBalancer"]);

/** SVC010: nodes on which a Local policy has nothing to send traffic to. Without any ready endpoint others tell it. */
export function checkTrafficPolicies(view: ServiceView, world: CheckWorld): Fact[] {
  const { spec } = view.service;
  const rows = ownRows(view).filter(({ state }) => state === "ready");
  if (world.fromFiles || rows.length === 0 || isHeadless(view)) return [];
  const covered = new Set(rows.map(({ node }) => node));
  const missing = (nodes: readonly Node[]) => {
    const names = nodes.map(({ metadata }) => metadata?.name ?? "");
    return { nodes: names.filter((name) => !covered.has(name)), of: names.length };
  };
  const policies: Fact[] = [];
  const workers = world.snapshot.nodes.filter(runsClients);
  if (spec?.internalTrafficPolicy === "Local")
    policies.push({ kind: "nodes-without-endpoint", policy: "internalTrafficPolicy", ...missing(workers) });
  if (spec?.externalTrafficPolicy === "Local" && spec.type === "NodePort")
    policies.push({ kind: "nodes-without-endpoint", policy: "externalTrafficPolicy", ...missing(workers) });
  if (spec?.externalTrafficPolicy === "Local" && spec.type === "LoadBalancer")
    policies.push({ kind: "load-balancer-skips-nodes", ...missing(workers.filter(takesLoadBalancers)) });
  return policies.filter((fact) => "nodes" in fact && fact.nodes.length > 0);
}

/** Whether ordinary Pods run on a node: it is ready, and no control plane. */
export const runsClients = (node: Node): boolean => isReady(node) && !isControlPlane(node);

const isReady = ({ status }: Node): boolean =>
  status?.conditions?.find(({ type }) => type === "Ready")?.status !== "False";

/** Ordinary Pods do not run there, neither clients nor endpoints. */
const isControlPlane = ({ spec }: Node): boolean =>
  (spec?.taints ?? []).some(({ key }) => key === "node-role.kubernetes.io/control-plane");

const takesLoadBalancers = ({ metadata }: Node): boolean =>
  metadata?.labels?.["node.kubernetes.io/exclude-from-external-load-balancers"] === undefined;

/** SVC011: a load balancer without an address, and what was last said about it. */
export function checkLoadBalancer({ service, namespace, name }: ServiceView, world: CheckWorld): Fact[] {
  const { spec, status } = service;
  if (world.fromFiles || spec?.type !== "LoadBalancer" || (status?.loadBalancer?.ingress ?? []).length > 0) return [];
  const events = world
    .eventsOf(namespace, name)
    .toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1))
    .map(({ reason = "", message = "", count = 1 }) => ({ reason, message, count }));
  const { loadBalancerClass } = spec;
  return [{ kind: "load-balancer-pending", loadBalancerClass, events, inSandbox: isSandbox(world.snapshot.nodes) }];
}

/** The sandbox's nodes say what they are. */
const isSandbox = (nodes: readonly Node[]): boolean =>
  nodes.some(({ status }) => status?.nodeInfo?.osImage === "svcctl sandbox");

type Told = ReturnType<CheckWorld["eventsOf"]>[number];

const timeOf = ({ lastTimestamp, eventTime, firstTimestamp }: Told): string =>
  lastTimestamp ?? eventTime ?? firstTimestamp ?? "";

/** SVC025: what keeps ClientIP affinity from holding. */
export function checkAffinity(view: ServiceView): Fact[] {
  const { spec } = view.service;
  if (spec?.sessionAffinity !== "ClientIP" || spec.type === "ExternalName") return [];
  if (isHeadless(view)) return [{ kind: "affinity-on-headless" }];
  const protocols = [...new Set((spec.ports ?? []).map(protocolOf))];
  const entersAnywhere = EXTERNAL.has(spec.type ?? "") && spec.externalTrafficPolicy !== "Local";
  return [
    ...(entersAnywhere ? [{ kind: "affinity-by-node" as const }] : []),
    ...(protocols.length > 1 ? [{ kind: "affinity-by-protocol" as const, protocols }] : []),
  ];
}
