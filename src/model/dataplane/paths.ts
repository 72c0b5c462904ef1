import { localTraffic } from "./local-traffic.ts";
import type { ProxySettings } from "./settings.ts";
import { familyOf } from "../addresses.ts";
import { type EntranceKind, type ModeNames, namesOf } from "./mode-names.ts";
import { hostPort } from "./names.ts";
import { serversFor } from "./ipvs.ts";
import type { ProxyEndpoint } from "./proxy-endpoints.ts";
import type { ProxyPort } from "./proxy-ports.ts";
import { decideTraffic, type Refusal, type Traffic } from "./traffic.ts";

export type Policy = "Cluster" | "Local";

/** Why a packet's source address is kept, or replaced by the node's own. */
export type NatReason =
  | "pods-are-reached-directly"
  | "answers-come-back-here"
  | "policy-keeps-it"
  | "answers-would-be-lost"
  | "all-are-masqueraded"
  | "pods-are-not-told-apart";

/** What happens to packets from one kind of client. */
export interface Route {
  from: "anywhere" | "pods" | "outside-pods" | "node" | "elsewhere";
  /** The endpoints that they are led to; undefined: they are refused. */
  pool: Policy | undefined;
  replacesSource: boolean;
  reason: NatReason;
}

/** An address at which a Service port is reached, and the way from there. */
export interface Entrance {
  kind: EntranceKind;
  /** "10.96.0.1:443"; of a node port only the port. */
  address: string;
  policy: Policy;
  /** The chains, maps or virtual servers that a packet meets, in order. */
  way: readonly string[];
  /** Who alone may enter, and where others are dropped. */
  guard: { place: string; ranges: readonly string[] } | undefined;
  /** How and where a packet ends that no endpoint takes. */
  refusal: { how: Refusal | "empty"; place: string } | undefined;
  routes: readonly Route[];
}

/** The endpoints among which one is chosen. */
export interface Pool {
  policy: Policy;
  place: string;
  choices: { endpoint: ProxyEndpoint; place: string | undefined }[];
}

/** The ways to one port of a Service on one node. */
export interface PortPaths {
  port: ProxyPort;
  traffic: Traffic;
  entrances: Entrance[];
  pools: Pool[];
}

/** The ways of packets to a port, in the names of the node's mode. */
export function packetPaths(port: ProxyPort, settings: ProxySettings): PortPaths {
  const traffic = decideTraffic(port, settings);
  const names = namesOf(settings, traffic);
  const entrances = entranceAddresses(port).map(({ kind, address }) =>
    entrance(kind, address, traffic, names, settings),
  );
  const used = new Set(entrances.flatMap(({ routes }) => routes.map(({ pool }) => pool)));
  const pools = (["Cluster", "Local"] as const).filter((policy) => used.has(policy));
  return { port, traffic, entrances, pools: pools.map((policy) => poolOf(policy, traffic, names)) };
}

function entranceAddresses(port: ProxyPort): { kind: EntranceKind; address: string }[] {
  const at = (kind: EntranceKind) => (ip: string) => ({ kind, address: hostPort(ip, port.number) });
  return [
    at("cluster-ip")(port.clusterIp),
    ...(port.nodePort === 0 ? [] : [{ kind: "node-port" as const, address: String(port.nodePort) }]),
    ...port.externalIps.map(at("external-ip")),
    ...port.loadBalancerIps.map(at("load-balancer")),
  ];
}

function entrance(
  kind: EntranceKind,
  address: string,
  traffic: Traffic,
  names: ModeNames,
  settings: ProxySettings,
): Entrance {
  const { port } = traffic;
  const isInternal = kind === "cluster-ip";
  const isLocal = isInternal ? port.internalLocal : port.externalLocal;
  const isGuarded = kind === "load-balancer" && traffic.isFirewalled;
  const routes = routesFrom(kind, traffic, settings);
  const how = refusalOf(isInternal, routes, traffic, settings);
  return {
    kind,
    address,
    policy: isLocal ? "Local" : "Cluster",
    way: names.way(kind, address),
    guard: isGuarded ? { place: names.guard, ranges: port.sourceRanges } : undefined,
    refusal: how && { how, place: names.refusal(kind) },
    routes,
  };
}

/** IPVS never drops: an address without real servers refuses connections ("empty"). */
function refusalOf(
  isInternal: boolean,
  routes: readonly Route[],
  traffic: Traffic,
  { mode }: ProxySettings,
): Refusal | "empty" | undefined {
  if (mode === "ipvs") return routes.length === 0 ? "empty" : undefined;
  return isInternal ? traffic.internalRefusal : traffic.externalRefusal;
}

/** What happens to packets that come in there, from each kind of client; those from outside the cluster come last. */
export function routesFrom(kind: EntranceKind, traffic: Traffic, settings: ProxySettings): Route[] {
  return kind === "cluster-ip" ? internalRoutes(traffic, settings) : externalRoutes(traffic, settings);
}

/** The endpoints that a policy leads to. */
export const endpointsFor = (policy: Policy, { cluster, local }: Traffic): readonly ProxyEndpoint[] =>
  policy === "Cluster" ? cluster : local;

function internalRoutes(traffic: Traffic, settings: ProxySettings): Route[] {
  if (!traffic.hasInternal) return [];
  const pool: Policy = traffic.port.internalLocal ? "Local" : "Cluster";
  const kept = { pool, replacesSource: false };
  if (settings.masqueradeAll) return [{ from: "anywhere", pool, replacesSource: true, reason: "all-are-masqueraded" }];
  if (localTraffic(familyOf(traffic.port.clusterIp), settings) === undefined)
    return [{ ...kept, from: "anywhere", reason: "pods-are-not-told-apart" }];
  return [
    { ...kept, from: "pods", reason: "pods-are-reached-directly" },
    { from: "outside-pods", pool, replacesSource: true, reason: "answers-come-back-here" },
  ];
}

function externalRoutes(traffic: Traffic, settings: ProxySettings): Route[] {
  const { port, hasAny, hasExternal } = traffic;
  if (!hasAny) return [];
  if (!port.externalLocal)
    return [{ from: "anywhere", pool: "Cluster", replacesSource: true, reason: "answers-come-back-here" }];
  if (settings.mode === "ipvs") return ipvsLocalRoutes(traffic);
  const fromPods: Route = {
    from: "pods",
    pool: "Cluster",
    replacesSource: false,
    reason: "pods-are-reached-directly",
  };
  return [
    ...(localTraffic(familyOf(port.clusterIp), settings) === undefined ? [] : [fromPods]),
    { from: "node", pool: "Cluster", replacesSource: true, reason: "answers-come-back-here" },
    {
      from: "elsewhere",
      pool: hasExternal ? "Local" : undefined,
      replacesSource: false,
      reason: "policy-keeps-it",
    },
  ];
}

/** IPVS cannot tell clients apart: everybody gets the local servers or, when there is none, all. */
function ipvsLocalRoutes(traffic: Traffic): Route[] {
  const common = { from: "anywhere", replacesSource: false } as const;
  if (traffic.local.length > 0) return [{ ...common, pool: "Local", reason: "policy-keeps-it" }];
  if (serversFor(traffic, true).length === 0) return [];
  return [{ ...common, pool: "Cluster", reason: "answers-would-be-lost" }];
}

function poolOf(policy: Policy, traffic: Traffic, names: ModeNames): Pool {
  return {
    policy,
    place: names.pool(policy),
    choices: endpointsFor(policy, traffic).map((endpoint) => ({ endpoint, place: names.endpoint(endpoint) })),
  };
}
