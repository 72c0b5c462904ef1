import { familyOf } from "./addresses.ts";
import { parseAddress } from "./dataplane/ip.ts";
import { clusterIps } from "./dataplane/proxy-ports.ts";
import { protocolOf, type ServicePort } from "./ports.ts";
import { type Endpoint, endpointState } from "./slice-endpoints.ts";
import type { EndpointSlice, Service } from "./snapshot.ts";

export type RecordType = "A" | "AAAA" | "SRV" | "PTR" | "CNAME" | "TXT";

/** A resource record. Names are absolute: in lower case, with a dot at the end. */
export interface DnsRecord {
  name: string;
  type: RecordType;
  data: string;
}

/** Why a Service has no record: names below it do not exist (NXDOMAIN). */
export type NoRecords = "no-ready-endpoint" | "no-cluster-ip" | "no-external-name";

/** The records of one Service, or why it has none. */
export interface ServiceRecords {
  namespace: string;
  name: string;
  /** "web.shop.svc.cluster.local." */
  domain: string;
  records: DnsRecord[];
  noRecords: NoRecords | undefined;
  /** Endpoints of a headless Service that have no record because they are not ready. */
  unready: string[];
}

/** The version of the specification (kubernetes/dns, docs/specification.md) that these records follow. */
export const SPECIFICATION = "1.1.0";

/** The record that tells which specification a cluster's DNS follows. */
export function versionRecord(zone: string): DnsRecord {
  return { name: `dns-version.${absolute(zone)}`, type: "TXT", data: `"${SPECIFICATION}"` };
}

/** A name with one dot at its end, in lower case. */
export function absolute(name: string): string {
  return `${name.toLowerCase().replace(/\.$/, "")}.`;
}

/** The records that the Kubernetes DNS specification 1.1.0 asks for. `slices` are the Service's own. */
export function serviceRecords(service: Service, slices: readonly EndpointSlice[], zone: string): ServiceRecords {
  const { namespace = "", name = "" } = service.metadata ?? {};
  const domain = absolute(`${name}.${namespace}.svc.${zone}`);
  const found = { namespace, name, domain, unready: [] };
  const { spec } = service;
  if (spec?.type === "ExternalName") {
    const target = spec.externalName ?? "";
    if (target === "") return { ...found, records: [], noRecords: "no-external-name" };
    return { ...found, records: [{ name: domain, type: "CNAME", data: absolute(target) }], noRecords: undefined };
  }
  if (spec?.clusterIP === "None") return { ...found, ...headlessRecords(domain, slices) };
  const ips = clusterIps(service);
  if (ips.length === 0) return { ...found, records: [], noRecords: "no-cluster-ip" };
  const ports = (spec?.ports ?? []).flatMap((port) => srvRecord(domain, port, port.port, domain, 1));
  return {
    ...found,
    records: [
      ...ips.map((ip) => addressRecord(domain, ip)),
      ...ports,
      ...ips.map((ip): DnsRecord => ({ name: reverseName(ip), type: "PTR", data: domain })),
    ],
    noRecords: undefined,
  };
}

/** A and AAAA for the Service and for each ready endpoint, SRV for each named port and endpoint, PTR for each endpoint. */
function headlessRecords(
  domain: string,
  slices: readonly EndpointSlice[],
): Pick<ServiceRecords, "records" | "noRecords" | "unready"> {
  const listed = slices.filter(({ addressType }) => addressType !== "FQDN").flatMap(endpointsOf);
  const isReady = ({ endpoint }: Listed) => endpointState(endpoint) === "ready";
  const ready = listed.filter(isReady);
  const perPort = new Map<string, number>();
  for (const { ports } of ready)
    for (const port of ports) perPort.set(srvName(port), (perPort.get(srvName(port)) ?? 0) + 1);
  const own = ({ ip, host }: Listed): DnsRecord[] => [addressRecord(`${host}.${domain}`, ip)];
  const records = [
    ...ready.map(({ ip }) => addressRecord(domain, ip)),
    ...ready.flatMap(own),
    ...ready.flatMap(({ host, ports }) =>
      ports.flatMap((port) => srvRecord(domain, port, port.port, `${host}.${domain}`, perPort.get(srvName(port)) ?? 1)),
    ),
    ...ready.map(({ ip, host }): DnsRecord => ({ name: reverseName(ip), type: "PTR", data: `${host}.${domain}` })),
  ];
  return {
    records: unique(records),
    noRecords: ready.length === 0 ? "no-ready-endpoint" : undefined,
    unready: [...new Set(listed.filter((one) => !isReady(one)).map(({ ip }) => ip))],
  };
}

interface Listed {
  endpoint: Endpoint;
  ip: string;
  /** The endpoint's own name below the Service's. */
  host: string;
  ports: SlicePort[];
}

type SlicePort = Pick<ServicePort, "name" | "protocol"> & { port: number };

function endpointsOf({ endpoints, ports }: EndpointSlice): Listed[] {
  const numbered = (ports ?? []).flatMap(({ name, protocol, port }): SlicePort[] =>
    port === undefined ? [] : [{ port, ...(name && { name }), ...(protocol && { protocol }) }],
  );
  return (endpoints ?? []).flatMap((endpoint) =>
    (endpoint.addresses ?? []).map((ip) => ({ endpoint, ip, host: hostOf(endpoint, ip), ports: numbered })),
  );
}

/** The endpoint's hostname; where it has none, CoreDNS writes the address with dashes. */
const hostOf = ({ hostname }: Endpoint, ip: string): string =>
  hostname ? hostname.toLowerCase() : ip.replaceAll(/[.:]/g, "-");

const addressRecord = (name: string, ip: string): DnsRecord => ({
  name,
  type: familyOf(ip) === "IPv4" ? "A" : "AAAA",
  data: ip,
});

const srvName = (port: Pick<ServicePort, "name" | "protocol">): string =>
  `_${(port.name ?? "").toLowerCase()}._${protocolOf(port).toLowerCase()}`;

/** SRV needs a name: a port without one has no record. Priority 0 and equal weights that add up to 100, as in CoreDNS. */
function srvRecord(
  domain: string,
  port: Pick<ServicePort, "name" | "protocol">,
  number: number,
  target: string,
  targets: number,
): DnsRecord[] {
  if (!port.name) return [];
  const weight = Math.max(1, Math.floor(100 / targets));
  return [{ name: `${srvName(port)}.${domain}`, type: "SRV", data: `0 ${weight} ${number} ${target}` }];
}

/** The name below in-addr.arpa or ip6.arpa under which an address is looked up (RFC 1035, RFC 3596). */
export function reverseName(ip: string): string {
  if (familyOf(ip) === "IPv4") return `${ip.split(".").toReversed().join(".")}.in-addr.arpa.`;
  const digits = (parseAddress(ip) ?? 0n).toString(16).padStart(32, "0");
  return `${[...digits].toReversed().join(".")}.ip6.arpa.`;
}

function unique(records: readonly DnsRecord[]): DnsRecord[] {
  return [...new Map(records.map((record) => [`${record.name} ${record.type} ${record.data}`, record])).values()];
}
