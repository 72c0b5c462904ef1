import { familyOf } from "../../model/addresses.ts";
import type { Entrance, PortPaths, Pool, Route } from "../../model/dataplane/paths.ts";
import { localTraffic } from "../../model/dataplane/local-traffic.ts";
import type { ProxyMode, ProxySettings } from "../../model/dataplane/settings.ts";
import { escapeText } from "../escape.ts";
import { type Line, lineText } from "../lines.ts";
import type { Look } from "../table.ts";
import { textWidth } from "../width.ts";
import { ENTRANCE, FROM, POLICY, STATIONS, WHY } from "./paths-words.ts";

/** The ways to a port: every entrance, what becomes of packets there, and the endpoints that they reach. */
export function portPathsText(paths: PortPaths, settings: ProxySettings, look: WideLook): string {
  const { port, entrances, pools } = paths;
  const protocol = port.protocol.toUpperCase();
  const lines: Line[] = [
    { indent: 0, text: `${port.label}, ${port.number}/${protocol}`, paint: look.style.bold },
    ...entrances.flatMap((entrance) => entranceLines(entrance, paths, settings, look.style)),
    ...pools.flatMap((pool) => poolLines(pool, paths, settings, look.width)),
    ...remarks(paths, settings).map((text) => ({ indent: 2, text })),
  ];
  return lines.map((line) => lineText(line, look.width)).join("");
}

/** How to print, and how wide the terminal is; undefined when there is none. */
export type WideLook = Look & { width: number | undefined };

type Style = Look["style"];

function entranceLines(entrance: Entrance, paths: PortPaths, settings: ProxySettings, style: Style): Line[] {
  const { kind, address, policy, way, guard, refusal, routes } = entrance;
  const protocol = paths.port.protocol.toUpperCase();
  const head = `${ENTRANCE[kind]} ${address}/${protocol}, traffic policy ${policy}: ${POLICY[policy]}`;
  const guarded = guard && `only from ${guard.ranges.join(", ")}; others are dropped in ${guard.place}`;
  return [
    { indent: 2, text: head, paint: style.underline },
    ...(guarded === undefined ? [] : [{ indent: 4, text: guarded }]),
    ...routes.flatMap((route) => routeLines(route, way, paths, settings, refusal)),
    ...(refusal && routes.length === 0 ? [{ indent: 4, text: refusalText(refusal) }] : []),
  ];
}

function routeLines(
  route: Route,
  way: readonly string[],
  { pools, port }: PortPaths,
  settings: ProxySettings,
  refusal: Entrance["refusal"],
): Line[] {
  const local = localTraffic(familyOf(port.clusterIp), settings);
  const from = route.from === "pods" && local ? `${FROM.pods} (${local.label})` : FROM[route.from];
  const place = pools.find(({ policy }) => policy === route.pool)?.place;
  if (place === undefined) return [{ indent: 4, text: `${from}: ${refusal ? refusalText(refusal) : ""}` }];
  return [
    { indent: 4, text: `${from}: ${[...way, place].join(" → ")}` },
    { indent: 6, text: WHY[route.reason] },
  ];
}

function refusalText({ how, place }: NonNullable<Entrance["refusal"]>): string {
  if (how === "empty") return "refused: the virtual server has no real servers";
  return how === "drop"
    ? `dropped in ${place}: there are endpoints, but none on this node (DROP: the client waits until it gives up)`
    : `refused in ${place}: the Service has no endpoints (REJECT: the client is told at once)`;
}

function poolLines(
  { policy, place, choices }: Pool,
  { port }: PortPaths,
  { mode, scheduler }: ProxySettings,
  width: number | undefined,
): Line[] {
  const many = choices.length > 1;
  const which = many ? `one of ${choices.length} endpoints` : "the only endpoint";
  const where = policy === "Local" ? " on this node" : "";
  // the weights are equal; other schedulers go by load or by client
  const isEven = mode !== "ipvs" || ["rr", "wrr"].includes(scheduler);
  const how = many && mode !== "ipvs" ? ", at random" : "";
  const head = `${place} chooses ${which}${where}${how}:`;
  const rows = choices.map(({ endpoint, place: chain }) => [
    many && isEven ? `1 in ${choices.length}` : "",
    chain ?? "",
    `DNAT to ${endpoint.address}`,
    [endpoint.pod ?? "(no Pod)", ...(endpoint.node ? [`on ${endpoint.node}`] : [])].join(" "),
  ]);
  const sticky = port.affinitySeconds;
  return [
    { indent: 2, text: head },
    ...(sticky === undefined
      ? []
      : [{ indent: 4, text: `a client keeps its endpoint until it is silent for ${sticky} seconds` }]),
    ...choiceLines(rows, width),
  ];
}

/** A line for each endpoint; where the terminal has no room, its Pod below it. */
function choiceLines(rows: readonly string[][], width = Number.POSITIVE_INFINITY): Line[] {
  const whole = columns(rows);
  if (whole.every((row) => textWidth(row) + 4 <= width)) return whole.map((text) => ({ indent: 4, text }));
  const firsts = columns(rows.map((row) => row.slice(0, -1)));
  return rows.flatMap((row, at) => [
    { indent: 4, text: firsts[at] ?? "" },
    { indent: 6, text: row.at(-1) ?? "" },
  ]);
}

function columns(rows: readonly string[][]): string[] {
  const escaped = rows.map((row) => row.map((cell) => escapeText(cell)));
  const used = (escaped[0] ?? []).map((_, at) => at).filter((at) => escaped.some((row) => row[at] !== ""));
  const widths = used.map((at) => Math.max(...escaped.map((row) => textWidth(row[at] ?? ""))));
  return escaped.map((row) =>
    used
      .map((at, column) => (row[at] ?? "").padEnd((widths[column] ?? 0) + 2))
      .join("")
      .trimEnd(),
  );
}

function remarks({ port, traffic, pools }: PortPaths, { zone, node }: ProxySettings): string[] {
  const { endpoints, healthCheckNodePort, proxiedIps } = port;
  const chosen = pools.flatMap(({ choices }) => choices.map(({ endpoint }) => endpoint));
  const unready = endpoints.filter(({ ready }) => !ready).filter((endpoint) => !chosen.includes(endpoint));
  const { spec, status } = port.service;
  const isPending = spec?.type === "LoadBalancer" && (status?.loadBalancer?.ingress ?? []).length === 0;
  const near = traffic.narrowing === "node" ? `node ${node}` : `zone ${zone}`;
  const found = [
    traffic.narrowing && `hints narrow Cluster traffic to the endpoints for ${near}`,
    chosen.some(({ ready }) => !ready) && "no endpoint is ready: those that end, but still serve, get the traffic",
    unready.length > 0 && `not ready, so without traffic: ${unready.map(({ address }) => address).join(", ")}`,
    isPending && "the load balancer has no address yet, so there is no way in by it",
    proxiedIps.length > 0 && `${proxiedIps.join(", ")}: left to the load balancer (ipMode Proxy)`,
    healthCheckNodePort !== 0 &&
      `health check node port ${healthCheckNodePort}/TCP: tells load balancers whether this node has an endpoint`,
  ];
  return found.flatMap((remark) => remark || []);
}

/** What the words of a view mean, as far as it has ways to ports, and pools of endpoints. */
export function pathsLegend(mode: ProxyMode, has: { ports: boolean; pools: boolean }): string[] {
  return has.ports ? [STATIONS[mode], ...(has.pools ? REWRITING : [])] : [];
}

const REWRITING = [
  "DNAT: the packet's destination becomes the endpoint; the kernel remembers that for the whole connection.",
  "Source NAT: its source becomes the node. An endpoint that reaches itself through the Service gets it, too.",
];
