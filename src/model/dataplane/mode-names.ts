import { portChains } from "./iptables-port.ts";
import { endpointChain, nftablesEndpointName } from "./names.ts";
import { nftChains } from "./nftables-port.ts";
import type { ProxyEndpoint } from "./proxy-endpoints.ts";
import type { ProxyMode, ProxySettings } from "./settings.ts";
import type { Traffic } from "./traffic.ts";

/** What kind of address a packet is sent to. */
export type EntranceKind = "cluster-ip" | "node-port" | "external-ip" | "load-balancer";

/** How a mode names the stations of a packet. */
export interface ModeNames {
  /** The stations between an address and the choice of an endpoint, in order. */
  way(kind: EntranceKind, address: string): string[];
  /** Where an endpoint is chosen. */
  pool(policy: "Cluster" | "Local"): string;
  /** The endpoint's own chain, where it has one. */
  endpoint(endpoint: ProxyEndpoint): string | undefined;
  /** Where packets end that no endpoint takes. */
  refusal(kind: EntranceKind): string;
  /** Where packets end that come from outside the load balancer's source ranges. */
  guard: string;
}

const NAMES: Record<ProxyMode, (traffic: Traffic, settings: ProxySettings) => ModeNames> = {
  iptables: iptablesNames,
  nftables: nftablesNames,
  ipvs: ipvsNames,
};

/** The names of a port's stations in the node's mode. */
export function namesOf(settings: ProxySettings, traffic: Traffic): ModeNames {
  return NAMES[settings.mode](traffic, settings);
}

function iptablesNames(traffic: Traffic): ModeNames {
  const chains = portChains(traffic);
  const ways: Record<EntranceKind, string[]> = {
    "cluster-ip": ["KUBE-SERVICES"],
    "node-port": ["KUBE-SERVICES", "KUBE-NODEPORTS", chains.external],
    "external-ip": ["KUBE-SERVICES", chains.external],
    "load-balancer": ["KUBE-SERVICES", ...(traffic.isFirewalled ? [chains.firewall] : []), chains.external],
  };
  return {
    way: (kind) => ways[kind],
    pool: (policy) => (policy === "Cluster" ? chains.cluster : chains.local),
    endpoint: ({ address }) => endpointChain(traffic.port, address),
    refusal: (kind) => (kind === "cluster-ip" ? "KUBE-SERVICES" : "KUBE-EXTERNAL-SERVICES"),
    guard: "KUBE-PROXY-FIREWALL",
  };
}

function nftablesNames(traffic: Traffic): ModeNames {
  const chains = nftChains(traffic);
  const { port } = traffic;
  return {
    way: (kind) => {
      if (kind === "cluster-ip") return ["map service-ips"];
      return [kind === "node-port" ? "map service-nodeports" : "map service-ips", chains.external];
    },
    pool: (policy) => (policy === "Cluster" ? chains.cluster : chains.local),
    endpoint: (endpoint) =>
      port.affinitySeconds === undefined
        ? undefined
        : `endpoint-${nftablesEndpointName(port, endpoint.ip, endpoint.port)}`,
    refusal: (kind) => (kind === "node-port" ? "map no-endpoint-nodeports" : "map no-endpoint-services"),
    guard: chains.firewall,
  };
}

function ipvsNames({ port }: Traffic, { scheduler }: ProxySettings): ModeNames {
  const protocol = port.protocol.toUpperCase();
  const server = (kind: EntranceKind, address: string) =>
    kind === "node-port"
      ? `virtual server ${protocol} of each node address, port ${address}`
      : `virtual server ${protocol} ${address}`;
  return {
    way: (kind, address) => [server(kind, address)],
    pool: () => `the scheduler ${scheduler}`,
    endpoint: () => undefined,
    refusal: () => "its virtual server",
    guard: "KUBE-SOURCE-RANGES-FIREWALL",
  };
}
