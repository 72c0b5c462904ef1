import type { EndpointSlice, KubeObject, Service } from "../../model/snapshot.ts";
import { formatLabels } from "../../model/selector.ts";
import { ageColumn, column, firstThree, nameColumn, NONE, wide } from "./column.ts";

export const serviceColumns = [
  nameColumn,
  column<Service>("Type", "How the Service is exposed.", ({ spec }) => spec?.type ?? ""),
  column<Service>("Cluster-IP", "The address inside the cluster.", ({ spec }) => spec?.clusterIPs?.[0] ?? NONE),
  column<Service>("External-IP", "Addresses from outside of the cluster.", externalAddress),
  column<Service>("Port(s)", "The ports, with their node ports and protocols.", ({ spec }) => portsOf(spec) || NONE),
  ageColumn,
  column<Service>("Selector", "The labels of the Pods behind it.", ({ spec }) => formatLabels(spec?.selector), wide),
];

function portsOf(spec: Service["spec"]): string {
  const ports = spec?.ports ?? [];
  return ports
    .map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ""}/${protocol ?? "TCP"}`)
    .join(",");
}

function externalAddress({ spec, status }: Service): string {
  const externalIps = spec?.externalIPs ?? [];
  switch (spec?.type) {
    case "ClusterIP":
    case "NodePort":
      return externalIps.join(",") || NONE;
    case "LoadBalancer": {
      const given = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || "");
      const distinct = [...new Set(given.filter((address) => address !== ""))].toSorted();
      return [...distinct, ...externalIps].join(",") || "<pending>";
    }
    case "ExternalName":
      return spec.externalName ?? "";
    default:
      return "<unknown>";
  }
}

interface Endpoints {
  subsets?: { addresses?: { ip: string }[]; ports?: { port: number }[] }[] | null;
}

export const endpointsColumns = [
  nameColumn,
  column<Endpoints>("Endpoints", "The addresses that are ready, with each port.", listAddresses),
  ageColumn,
];

function listAddresses({ subsets }: KubeObject & Endpoints): string {
  if (!subsets || subsets.length === 0) return NONE;
  const addresses = subsets.flatMap(({ addresses: ready = [], ports = [] }) => {
    const ips = ready.map(({ ip }) => ip);
    // a headless Service may have no ports
    return ports.length === 0 ? ips : ports.flatMap(({ port }) => ips.map((ip) => joinHostPort(ip, port)));
  });
  return firstThree(addresses);
}

function joinHostPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

export const endpointSliceColumns = [
  nameColumn,
  column<EndpointSlice>("AddressType", "IPv4, IPv6 or FQDN.", ({ addressType }) => addressType),
  column<EndpointSlice>("Ports", "The ports of every endpoint.", ({ ports }) => {
    const shown = (ports ?? []).map(({ port, name }) => (port == null ? (name ?? "*") : `${port}`));
    return firstThree(shown) || "<unset>";
  }),
  column<EndpointSlice>("Endpoints", "The endpoints' addresses.", ({ endpoints }) => {
    const addresses = (endpoints ?? []).flatMap((endpoint) => endpoint.addresses ?? []);
    return firstThree(addresses) || "<unset>";
  }),
  ageColumn,
];
