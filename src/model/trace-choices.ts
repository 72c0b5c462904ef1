import { endpointsFor, routesFrom } from "./dataplane/paths.ts";
import type { ProxyEndpoint } from "./dataplane/proxy-endpoints.ts";
import type { ProxyPort } from "./dataplane/proxy-ports.ts";
import type { ProxySettings } from "./dataplane/settings.ts";
import { isExternallyAccessible, type Narrowing, usesLocal } from "./dataplane/topology.ts";
import { decideTraffic, type Refusal } from "./dataplane/traffic.ts";
import { runsClients } from "./checks/traffic.ts";
import type { Node } from "./snapshot.ts";
import type { Share } from "./trace.ts";

/** Clients of the cluster IP, or clients that come to a node from outside. */
export type Side = "inside" | "outside";

/** Where a client is, or where its traffic arrives. */
export interface Place {
  node: string;
  /** "" when it is not known. */
  zone: string;
}

/** What one node makes of a port. */
export interface Choice extends Record<Side, readonly ProxyEndpoint[]> {
  node: string;
  hasAny: boolean;
  narrowing: Narrowing;
  refusal: Record<Side, Refusal | "empty" | undefined>;
}

/** What the nodes that matter make of a port: one of them, all, or any where they all do the same. */
export interface Choices {
  port: ProxyPort;
  choices: readonly Choice[];
  /** Traffic from one given node. */
  isFromOne: boolean;
}

/** The place of a node by its name. */
export function placeOf(name: string, nodes: readonly Node[]): Place {
  const node = nodes.find(({ metadata }) => metadata?.name === name);
  return { node: name, zone: node ? zoneOf(node) : "" };
}

const zoneOf = ({ metadata }: Node): string => metadata?.labels?.["topology.kubernetes.io/zone"] ?? "";

/**
 * Decides on each node that matters as its kube-proxy does. `from` is the only one, if given; else all on which Pods
 * run, and those that have endpoints.
 */
export function chooseOnNodes(
  port: ProxyPort,
  nodes: readonly Node[],
  from: Place | undefined,
  settings: ProxySettings,
): Choices {
  const places = from ? [from] : placesOf(port, nodes);
  const special = new Set(port.endpoints.flatMap(({ node = "", nodeHints }) => [node, ...nodeHints]));
  const known = new Map<string, Choice>();
  const choices = places.map((place) => {
    // nodes without endpoints and without hints of their own differ by their zone alone
    const key = special.has(place.node) ? `node ${place.node}` : `zone ${place.zone}`;
    const choice = known.get(key) ?? chooseOn(port, place, settings);
    known.set(key, choice);
    return { ...choice, node: place.node };
  });
  return { port, choices, isFromOne: from !== undefined };
}

const hasHints = ({ endpoints }: ProxyPort): boolean =>
  endpoints.some(({ zoneHints, nodeHints }) => zoneHints.length + nodeHints.length > 0);

const ANYWHERE: Place = { node: "", zone: "" };

function placesOf(port: ProxyPort, nodes: readonly Node[]): Place[] {
  if (!usesLocal(port) && !hasHints(port)) return [ANYWHERE];
  const zones = new Map(nodes.map((node) => [node.metadata?.name ?? "", zoneOf(node)]));
  const names = new Set([
    ...nodes.filter(runsClients).map(({ metadata }) => metadata?.name ?? ""),
    ...port.endpoints.flatMap(({ node }) => node ?? []),
  ]);
  const places = [...names].map((node) => ({ node, zone: zones.get(node) ?? "" }));
  return places.length > 0 ? places : [ANYWHERE];
}

function chooseOn(port: ProxyPort, place: Place, settings: ProxySettings): Choice {
  const endpoints = port.endpoints.map((endpoint) => ({ ...endpoint, isLocal: isAt(endpoint, place) }));
  const own = { ...settings, ...place };
  const traffic = decideTraffic({ ...port, endpoints }, own);
  const led = (kind: "cluster-ip" | "node-port") => {
    const pool = routesFrom(kind, traffic, own).at(-1)?.pool;
    return pool === undefined ? [] : endpointsFor(pool, traffic);
  };
  const inside = led("cluster-ip");
  const outside = isExternallyAccessible(port) || port.proxiedIps.length > 0 ? led("node-port") : [];
  const ends = (pool: readonly unknown[], refusal: Refusal | undefined) =>
    pool.length > 0 ? undefined : settings.mode === "ipvs" ? "empty" : refusal;
  return {
    node: place.node,
    hasAny: traffic.hasAny,
    narrowing: traffic.narrowing,
    inside,
    outside,
    refusal: { inside: ends(inside, traffic.internalRefusal), outside: ends(outside, traffic.externalRefusal) },
  };
}

const isAt = ({ node }: ProxyEndpoint, place: Place): boolean => place.node !== "" && node === place.node;

/** The nodes that have nothing to lead clients to, though other nodes have. */
export function nodesWithout({ choices }: Choices, side: Side): Choice[] {
  return choices.filter((choice) => choice.hasAny && choice[side].length === 0 && choice.node !== "");
}

/** Each endpoint's part of the traffic, by its address ("10.0.0.1:80"). What is not there gets nothing. */
export function sharesOf({ port, choices, isFromOne }: Choices, side: Side): Map<string, Share> {
  const isLocal = side === "inside" ? port.internalLocal : port.externalLocal;
  const isOfNode = isLocal && !isFromOne;
  const shares = new Map<string, Share>();
  const seen = new Map<string, number>();
  for (const choice of choices) {
    const many = choice[side].length;
    for (const { address, node } of choice[side]) {
      if (isOfNode && node !== choice.node) continue;
      const { least, most } = shares.get(address) ?? { least: many, most: many };
      shares.set(address, { least: Math.max(least, many), most: Math.min(most, many), isOfNode });
      seen.set(address, (seen.get(address) ?? 0) + 1);
    }
  }
  if (isOfNode) return shares;
  for (const [address, share] of shares)
    if ((seen.get(address) ?? 0) < choices.length) shares.set(address, { ...share, least: 0 });
  return shares;
}
