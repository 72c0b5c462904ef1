import { lookUp, nameServer } from "./dns-lookup.ts";
import { absolute, type DnsRecord, serviceRecords, type ServiceRecords } from "./dns-records.ts";
import type { ServiceView } from "./service-view.ts";
import { type Asker, type Lead, portLeads } from "./who-lead.ts";

interface Named {
  view: ServiceView;
  records: ServiceRecords;
}

/**
 * The Services that a Pod in the asker's namespace means by a name: along the search path, the first name that a Service
 * has or would have were its endpoints ready; and the Services that are aliases of the name.
 */
export function leadsOfName(name: string, views: readonly ServiceView[], asker: Asker): Lead[] {
  const named = views.map((view): Named => ({ view, records: serviceRecords(view.service, view.slices, asker.zone) }));
  const server = nameServer(
    named.flatMap(({ records }) => records.records),
    asker.zone,
  );
  const byName = new Map<string, Named[]>();
  for (const one of named)
    for (const own of new Set([one.records.domain, ...one.records.records.map((record) => record.name)]))
      byName.set(own, [...(byName.get(own) ?? []), one]);
  const met = lookUp(name, asker.namespace, asker.zone, server).find((attempt) => byName.has(attempt.name));
  const own = met ? (byName.get(met.name) ?? []).flatMap((one) => leadsAt(met.name, one)) : [];
  const aliases = named.filter(({ view }) => isAlias(view, name));
  return [...own, ...aliases.flatMap(({ view }) => portLeads(view, { kind: "external-name", name }))];
}

const isAlias = ({ service: { spec } }: ServiceView, name: string): boolean =>
  spec?.type === "ExternalName" && absolute(spec.externalName ?? "") === absolute(name);

/** A Service's own name opens all its ports, an SRV name the one that it is about, an endpoint's name that endpoint. */
function leadsAt(name: string, { view, records }: Named): Lead[] {
  const way = { kind: "dns-name" as const, name };
  const found = records.records.filter((record) => record.name === name);
  if (name === records.domain) return portLeads(view, way);
  const [port] = found.flatMap(portNameOf);
  if (port !== undefined) return portLeads(view, way).filter((lead) => (lead.port?.name ?? "").toLowerCase() === port);
  const addresses = new Set(found.map(({ data }) => data));
  const rows = view.rows.filter((row) => row.addresses.some((address) => addresses.has(address)));
  if (rows.length === 0) return portLeads(view, way);
  return rows.map((row): Lead => ({ view, port: row.port, way: { kind: "endpoint", row } }));
}

/** `_http._tcp.web.shop.svc.cluster.local.` is about the port http. */
const portNameOf = ({ name, type }: DnsRecord): string[] =>
  type === "SRV" ? [name.split(".")[0]?.slice(1) ?? ""] : [];
