import { familyOf } from "../../model/addresses.ts";
import type { Entrance, PortPaths, Pool, Route } from "../../model/dataplane/paths.ts";
import { localTraffic } from "../../model/dataplane/local-traffic.ts";
import type { ProxySettings } from "../../model/dataplane/settings.ts";
import { escapeText } from "../escape.ts";
import type { Look } from "../table.ts";
import { textWidth } from "../width.ts";
import { ENTRANCE, FROM, POLICY, WHY } from "./paths-words.ts";

/** The ways to a port: every entrance, what becomes of packets there, and the endpoints that they reach. */
export function portPathsText(paths: PortPaths, settings: ProxySettings, { style }: Look): string {
  const { port, entrances, pools } = paths;
  const protocol = port.protocol.toUpperCase();
  const title = `${port.label}, ${port.number}/${protocol}`;
  const lines = [
    style.bold(escapeText(title)),
    ...entrances.flatMap((entrance) => entranceLines(entrance, paths, settings, style)),
    ...pools.flatMap((pool) => poolLines(pool, paths, settings)),
    ...remarkLines(paths, settings).map((line) => `  ${line}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

type Style = Look["style"];

function entranceLines(entrance: Entrance, paths: PortPaths, settings: ProxySettings, style: Style): string[] {
  const { kind, address, policy, way, guard, refusal, routes } = entrance;
  const protocol = paths.port.protocol.toUpperCase();
  const head = `${ENTRANCE[kind]} ${address}/${protocol}, traffic policy ${policy}: ${POLICY[policy]}`;
  const guarded = guard && `only from ${guard.ranges.join(", ")}; others are dropped in ${guard.place}`;
  return [
    `  ${style.underline(escapeText(head))}`,
    ...(guarded === undefined ? [] : [`    ${escapeText(guarded)}`]),
    ...routes.flatMap((route) => routeLines(route, way, paths, settings, refusal)),
    ...(refusal && routes.length === 0 ? [`    ${refusalText(refusal)}`] : []),
  ];
}

function routeLines(
  route: Route,
  way: readonly string[],
  { pools, port }: PortPaths,
  settings: ProxySettings,
  refusal: Entrance["refusal"],
): string[] {
  const local = localTraffic(familyOf(port.clusterIp), settings);
  const from = route.from === "pods" && local ? `${FROM.pods} (${local.label})` : FROM[route.from];
  const place = pools.find(({ policy }) => policy === route.pool)?.place;
  if (place === undefined) return [`    ${escapeText(from)}: ${refusal ? refusalText(refusal) : ""}`];
  return [`    ${escapeText(from)}: ${escapeText([...way, place].join(" → "))}`, `      ${WHY[route.reason]}`];
}

function refusalText({ how, place }: NonNullable<Entrance["refusal"]>): string {
  if (how === "empty") return "refused: the virtual server has no real servers";
  return how === "drop"
    ? `dropped in ${place}: there are endpoints, but none on this node (DROP: the client waits until it gives up)`
    : `refused in ${place}: the Service has no endpoints (REJECT: the client is told at once)`;
}

function poolLines({ policy, place, choices }: Pool, { port }: PortPaths, { mode }: ProxySettings): string[] {
  const many = choices.length > 1;
  const which = many ? `one of ${choices.length} endpoints` : "the only endpoint";
  const where = policy === "Local" ? " on this node" : "";
  const how = many && mode !== "ipvs" ? ", at random" : "";
  const head = `${place} chooses ${which}${where}${how}:`;
  const rows = choices.map(({ endpoint, place: chain }) => [
    many ? `1 in ${choices.length}` : "",
    chain ?? "",
    `DNAT to ${endpoint.address}`,
    [endpoint.pod ?? "(no Pod)", ...(endpoint.node ? [`on ${endpoint.node}`] : [])].join(" "),
  ]);
  const sticky = port.affinitySeconds;
  return [
    `  ${escapeText(head)}`,
    ...(sticky === undefined ? [] : [`    a client keeps its endpoint until it is silent for ${sticky} seconds`]),
    ...columns(rows).map((row) => `    ${row}`),
  ];
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

function remarkLines({ port, traffic, pools }: PortPaths, { zone, node }: ProxySettings): string[] {
  const { endpoints, healthCheckNodePort, proxiedIps } = port;
  const chosen = pools.flatMap(({ choices }) => choices.map(({ endpoint }) => endpoint));
  const unready = endpoints.filter(({ ready }) => !ready).filter((endpoint) => !chosen.includes(endpoint));
  const near = traffic.narrowing === "node" ? `node ${node}` : `zone ${zone}`;
  const remarks = [
    traffic.narrowing && `hints narrow Cluster traffic to the endpoints for ${near}`,
    chosen.some(({ ready }) => !ready) && "no endpoint is ready: those that end, but still serve, get the traffic",
    unready.length > 0 && `not ready, so without traffic: ${unready.map(({ address }) => address).join(", ")}`,
    proxiedIps.length > 0 && `${proxiedIps.join(", ")}: left to the load balancer (ipMode Proxy)`,
    healthCheckNodePort !== 0 &&
      `health check node port ${healthCheckNodePort}/TCP: tells load balancers whether this node has an endpoint`,
  ];
  return remarks.flatMap((remark) => (remark ? [escapeText(remark)] : []));
}

/** What the words of the view mean. */
export const PATHS_LEGEND = `DNAT: the packet's destination becomes the endpoint; the kernel remembers that for the whole connection.
Source NAT: its source becomes the node. An endpoint that reaches itself through the Service gets it, too.
`;
