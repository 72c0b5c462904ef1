import type { Io } from "../context.ts";
import type { PortView, ServiceView } from "../model/service-view.ts";
import { protocolOf, targetPortOf } from "../model/ports.ts";
import type { Lead, Way } from "../model/who-lead.ts";
import { portText, stateCell } from "./endpoints-table.ts";
import { printFoldable } from "./fold.ts";
import { selectorText } from "./ports-text.ts";
import { reasonText, reasonsText, stateWords } from "./reason-words.ts";
import type { Cell, Look } from "./table.ts";

export interface WhoLook extends Pick<Io, "style" | "width"> {
  /** All leads are of the namespace that was asked about. */
  isOneNamespace: boolean;
  /** Also the nodes of endpoints, and the types and selectors of Services. */
  wide: boolean;
}

/** A table of leads: Service, port, what stands behind it, and how it is met. REASON only where one has one. */
export function whoText(leads: readonly Lead[], look: WhoLook): string {
  const { isOneNamespace, wide } = look;
  const hasReasons = leads.some((lead) => reasonOf(lead) !== "");
  const headers = [
    "NAMESPACE",
    "SERVICE",
    "PORT",
    "TARGET",
    "THROUGH",
    "STATE",
    ...(wide ? ["NODE", "TYPE", "SELECTOR"] : []),
    ...(hasReasons ? ["REASON"] : []),
  ];
  const rows = leads.map((lead) => [
    lead.view.namespace,
    lead.view.name,
    portText(lead.port),
    targetsText(lead),
    wayText(lead.way),
    stateOf(lead, look),
    ...(wide ? wideCells(lead) : []),
    ...(hasReasons ? [reasonOf(lead)] : []),
  ]);
  return printFoldable({ headers, rows, droppable: isOneNamespace ? "NAMESPACE" : undefined }, look);
}

function wideCells({ view: { service }, way }: Lead): string[] {
  const node = way.kind === "endpoint" ? way.row.node : undefined;
  return [node ?? "<none>", service.spec?.type ?? "ClusterIP", selectorText(service)];
}

const reasonOf = ({ way }: Lead): string => (way.kind === "endpoint" ? reasonsText(way.row.reasons) : "");

const portViewOf = ({ view, port }: Lead): PortView | undefined => view.ports.find((known) => known.port === port);

function targetsText(lead: Lead): string {
  const { way } = lead;
  if (way.kind === "health-check") return "<none>";
  if (way.kind === "endpoint") return String(way.row.target ?? "<none>");
  const target = lead.port && targetPortOf(lead.port);
  return portViewOf(lead)?.targets.join(",") || (typeof target === "number" ? String(target) : "<none>");
}

function wayText(way: Way): string {
  switch (way.kind) {
    case "cluster-ip":
      return `cluster IP ${way.address}`;
    case "external-ip":
      return `external IP ${way.address}`;
    case "load-balancer":
      return `load balancer ${way.address}`;
    case "node-port":
      return `node port ${way.number}${way.node ? ` on ${way.node}` : ""}`;
    case "health-check":
      return `health check ${way.number}${way.node ? ` on ${way.node}` : ""}`;
    case "dns-name":
      return `DNS ${way.name.replace(/\.$/, "")}`;
    case "external-name":
      return `alias of ${way.name}`;
    case "endpoint":
      return `${way.row.podName ? `Pod ${way.row.podName}` : "address"} ${way.row.addresses.join(",")}`.trimEnd();
  }
}

/** Of an endpoint its own state; of all others how many endpoints are ready. */
function stateOf(lead: Lead, look: Look): Cell {
  const { way } = lead;
  if (way.kind === "endpoint") return stateCell(way.row.state, look);
  if (way.kind === "health-check" || lead.view.service.spec?.type === "ExternalName") return "";
  const { ready, all } = countReady(lead);
  return { text: `${ready} of ${all} ready`, paint: ready > 0 ? look.style.green : look.style.red };
}

function countReady({ view, port }: { view: ServiceView; port: Lead["port"] }): { ready: number; all: number } {
  const rows = view.rows.filter((row) => row.port === port);
  return { ready: rows.filter(({ state }) => state === "ready").length, all: rows.length };
}

/**
 * What `who -o json|yaml` prints: `{leads: [{service, port, way, endpoint | ready}]}`. `way` has a stable `kind` and its
 * facts; `endpoint` tells Pod, addresses, state and reasons. Absent facts are left out.
 */
export function whoData(leads: readonly Lead[]): unknown {
  return { leads: leads.map(leadData) };
}

function leadData(lead: Lead): unknown {
  const { view, port, way } = lead;
  return {
    service: { namespace: view.namespace, name: view.name, type: view.service.spec?.type ?? "ClusterIP" },
    port: port && { name: port.name, port: port.port, protocol: protocolOf(port) },
    targets: way.kind === "endpoint" ? undefined : portViewOf(lead)?.targets,
    ...(way.kind === "endpoint"
      ? { way: { kind: way.kind }, endpoint: endpointData(way.row) }
      : { way, endpoints: way.kind === "health-check" ? undefined : countReady(lead) }),
  };
}

const endpointData = ({ podName, addresses, target, node, zone, state, reasons }: EndpointFacts) => ({
  pod: podName,
  addresses,
  target,
  node,
  zone,
  state: stateWords[state],
  reasons: reasons.map((reason) => ({ ...reason, text: reasonText(reason) })),
});

type EndpointFacts = Extract<Way, { kind: "endpoint" }>["row"];
