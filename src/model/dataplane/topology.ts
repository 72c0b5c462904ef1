import type { ProxyEndpoint } from "./proxy-endpoints.ts";
import type { ProxyPort } from "./proxy-ports.ts";
import type { ProxySettings } from "./settings.ts";

/** How a node's hints narrow the endpoints of Cluster traffic: to its own, to its zone's, or not at all. */
export type Narrowing = "node" | "zone" | undefined;

/** The endpoints that a node uses for a port. */
export interface Choice {
  /** For traffic policy Cluster; empty when the port never uses it. */
  cluster: readonly ProxyEndpoint[];
  /** For traffic policy Local; empty when the port never uses it. */
  local: readonly ProxyEndpoint[];
  /** Both, each once. */
  reachable: readonly ProxyEndpoint[];
  /** Whether any node has a usable endpoint. */
  hasAny: boolean;
  narrowing: Narrowing;
}

/** Whether the port can be reached by other addresses than its cluster IP. */
export const isExternallyAccessible = (port: ProxyPort): boolean =>
  port.nodePort !== 0 || port.loadBalancerIps.length > 0 || port.externalIps.length > 0;

/** Even under the external policy Local, Pods and the node itself are led to every endpoint. */
export const usesCluster = (port: ProxyPort): boolean => !port.internalLocal || isExternallyAccessible(port);

export const usesLocal = (port: ProxyPort): boolean =>
  port.internalLocal || (port.externalLocal && isExternallyAccessible(port));

const isDraining = ({ ready, serving, terminating }: ProxyEndpoint): boolean => !ready && serving && terminating;

/**
 * Chooses endpoints as kube-proxy 1.36 does (CategorizeEndpoints): the ready ones; when there is none, those that still
 * serve while they end (KEP-1669); narrowed to the hints for this node or its zone when every ready endpoint has hints
 * and one is for it (KEP-3015, KEP-2433).
 */
export function chooseEndpoints(port: ProxyPort, settings: Pick<ProxySettings, "node" | "zone">): Choice {
  const { endpoints } = port;
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  const draining = endpoints.filter(isDraining);
  const narrowing = usesCluster(port) ? narrowingOf(ready, settings) : undefined;
  const near = ready.filter((endpoint) => isNear(endpoint, narrowing, settings));
  const cluster = usesCluster(port) ? firstNonEmpty(near, draining) : [];
  const isLocal = (endpoint: ProxyEndpoint) => endpoint.isLocal;
  const local = usesLocal(port) ? firstNonEmpty(ready.filter(isLocal), draining.filter(isLocal)) : [];
  return {
    cluster,
    local,
    reachable: local.length === 0 ? cluster : [...new Set([...cluster, ...local])],
    hasAny: ready.length + draining.length > 0,
    narrowing,
  };
}

const firstNonEmpty = <T>(first: readonly T[], second: readonly T[]): readonly T[] =>
  first.length > 0 ? first : second;

function narrowingOf(ready: readonly ProxyEndpoint[], { node, zone }: Pick<ProxySettings, "node" | "zone">): Narrowing {
  if (ready.length === 0) return undefined;
  const covers = (hints: (endpoint: ProxyEndpoint) => readonly string[], wanted: string) =>
    ready.every((endpoint) => hints(endpoint).length > 0) && ready.some((endpoint) => hints(endpoint).includes(wanted));
  if (covers(({ nodeHints }) => nodeHints, node)) return "node";
  return covers(({ zoneHints }) => zoneHints, zone) ? "zone" : undefined;
}

function isNear(
  { nodeHints, zoneHints }: ProxyEndpoint,
  narrowing: Narrowing,
  { node, zone }: Pick<ProxySettings, "node" | "zone">,
): boolean {
  if (narrowing === undefined) return true;
  return narrowing === "node" ? nodeHints.includes(node) : zoneHints.includes(zone);
}
