import { clusterIps } from "./dataplane/proxy-ports.ts";
import { normalAddress } from "./dataplane/ip.ts";
import type { EntranceKind } from "./dataplane/mode-names.ts";
import type { EndpointRow } from "./endpoint-rows.ts";
import { balancerAddresses } from "./port-use.ts";
import { protocolOf } from "./ports.ts";
import type { ServiceView } from "./service-view.ts";
import type { Node } from "./snapshot.ts";
import { type Asker, type Lead, portLeads } from "./who-lead.ts";
import { leadsOfName } from "./who-names.ts";
import type { Question } from "./who-question.ts";

/** Which Services are met at an address, a node port, a Pod or a name, and through which of their ports. */
export function findLeads(
  question: Question,
  views: readonly ServiceView[],
  nodes: readonly Node[],
  asker: Asker,
): Lead[] {
  switch (question.kind) {
    case "number":
      return views.flatMap((view) => nodePortLeads(view, undefined).filter(isNodePort(question)));
    case "pod":
      return views.flatMap((view) => podLeads(view, question.name));
    case "name": {
      const named = leadsOfName(question.name, views, asker);
      const pods = views.flatMap((view) => podLeads(view, question.name));
      const balancers = views.flatMap((view) => balancerLeads(view, question.name));
      const node = nodes.find(({ metadata }) => metadata?.name === question.name)?.metadata?.name;
      const ofNode = node ? views.flatMap((view) => nodePortLeads(view, node)) : [];
      return [...named, ...balancers, ...pods, ...ofNode].filter(answersAt(question.port));
    }
    case "address":
      return views.flatMap((view) => addressLeads(view, question, nodes));
  }
}

const isNodePort =
  ({ number, protocol = "" }: Extract<Question, { kind: "number" }>) =>
  ({ way, port }: Lead): boolean =>
    "number" in way && way.number === number && ["", port ? protocolOf(port) : "TCP"].includes(protocol);

function podLeads(view: ServiceView, name: string): Lead[] {
  return view.rows.filter((row) => row.podName === name).map((row) => endpointLead(view, row));
}

const endpointLead = (view: ServiceView, row: EndpointRow): Lead => ({
  view,
  port: row.port,
  way: { kind: "endpoint", row },
});

function nodePortLeads(view: ServiceView, node: string | undefined): Lead[] {
  const { spec } = view.service;
  const leads = (spec?.ports ?? []).flatMap((port): Lead[] =>
    port.nodePort ? [{ view, port, way: { kind: "node-port", number: port.nodePort, node } }] : [],
  );
  const number = spec?.healthCheckNodePort;
  return number ? [...leads, { view, port: undefined, way: { kind: "health-check", number, node } }] : leads;
}

const balancerLeads = (view: ServiceView, hostname: string): Lead[] =>
  balancerAddresses(view.service).includes(hostname)
    ? portLeads(view, { kind: "load-balancer", address: hostname })
    : [];

function addressLeads(
  view: ServiceView,
  { address, port }: Extract<Question, { kind: "address" }>,
  nodes: readonly Node[],
): Lead[] {
  const { service, rows } = view;
  const has = (addresses: readonly string[]) => addresses.some((own) => normalAddress(own) === address);
  const own: [Exclude<EntranceKind, "node-port">, readonly string[]][] = [
    ["cluster-ip", clusterIps(service)],
    ["external-ip", service.spec?.externalIPs ?? []],
    ["load-balancer", balancerAddresses(service)],
  ];
  const node = nodes.find(({ status }) => has((status?.addresses ?? []).map((known) => known.address)));
  const leads = [
    ...own.flatMap(([kind, addresses]) => (has(addresses) ? portLeads(view, { kind, address }) : [])),
    ...(node ? nodePortLeads(view, node.metadata?.name) : []),
    ...rows.filter(({ addresses }) => has(addresses)).map((row) => endpointLead(view, row)),
  ];
  return leads.filter(answersAt(port));
}

const answersAt =
  (port: number | undefined) =>
  (lead: Lead): boolean =>
    port === undefined || numberOf(lead) === port;

/** The port at which something answers there. */
function numberOf({ port, way }: Lead): number | undefined {
  if (way.kind === "endpoint") return way.row.target === "all" ? undefined : way.row.target;
  return "number" in way ? way.number : port?.port;
}
