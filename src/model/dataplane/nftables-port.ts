import { familyOf } from "../addresses.ts";
import { admitsNode } from "./iptables-port.ts";
import type { LocalTraffic } from "./local-traffic.ts";
import { nftablesEndpointName, nftablesName } from "./names.ts";
import { nftRanges, oneOrSet } from "./nftables-fixed.ts";
import type { ContainerName, NftChain, NftElement, NftSet } from "./nftables-table.ts";
import type { ProxyEndpoint } from "./proxy-endpoints.ts";
import { masqueradeMark, type ProxySettings } from "./settings.ts";
import type { Traffic } from "./traffic.ts";

/** What one port adds to the table. */
export interface NftPart {
  elements: { container: ContainerName; element: NftElement }[];
  sets: NftSet[];
  chains: NftChain[];
}

/** The names of a port's chains. */
export function nftChains({ port }: Traffic): Record<"cluster" | "local" | "external" | "firewall", string> {
  const name = nftablesName(port);
  return {
    cluster: `service-${name}`,
    local: `local-${name}`,
    external: `external-${name}`,
    firewall: `firewall-${name}`,
  };
}

/** The elements, sets and chains of one port. */
export function nftablesPart(traffic: Traffic, settings: ProxySettings, local: LocalTraffic | undefined): NftPart {
  const service = traffic.port.label;
  const chains = nftChains(traffic);
  const own: NftChain[] = [];
  const add = (name: string, rules: string[]) => own.push({ name, rules, service });
  if (traffic.usesClusterChain) add(chains.cluster, balancing(traffic, traffic.cluster));
  if (traffic.usesLocalChain) add(chains.local, balancing(traffic, traffic.local));
  if (traffic.usesExternalChain) add(chains.external, externalRules(traffic, settings, local));
  if (traffic.isFirewalled) add(chains.firewall, [firewallRule(traffic, settings)]);
  const sticky = traffic.port.affinitySeconds === undefined ? [] : traffic.reachable;
  own.push(...sticky.map((endpoint) => endpointChain(traffic, endpoint)));
  return {
    elements: [...entrances(traffic), ...hairpins(traffic)],
    sets: sticky.map((endpoint) => affinitySet(traffic, endpoint)),
    chains: own,
  };
}

function entrances(traffic: Traffic): NftPart["elements"] {
  const { port, internalRefusal, externalRefusal, usesExternalChain } = traffic;
  const { label: service, protocol, number, nodePort, clusterIp, externalIps, loadBalancerIps } = port;
  const chains = nftChains(traffic);
  const internal = port.internalLocal ? chains.local : chains.cluster;
  const found: NftPart["elements"] = [];
  const add = (container: ContainerName, key: string, value: string, comment?: string) =>
    found.push({ container, element: { key, value, service, ...(comment !== undefined && { comment }) } });
  const verdict = { drop: "drop", reject: "goto reject-chain" };
  found.push({ container: "cluster-ips", element: { key: clusterIp, service } });
  const clusterKey = `${clusterIp} . ${protocol} . ${number}`;
  if (internalRefusal) add("no-endpoint-services", clusterKey, verdict[internalRefusal], service);
  else add("service-ips", clusterKey, `goto ${internal}`);
  for (const ip of [...externalIps, ...loadBalancerIps]) {
    const key = `${ip} . ${protocol} . ${number}`;
    if (usesExternalChain) add("service-ips", key, `goto ${chains.external}`);
    if (externalRefusal) add("no-endpoint-services", key, verdict[externalRefusal], service);
  }
  if (traffic.isFirewalled)
    for (const ip of loadBalancerIps) add("firewall-ips", `${ip} . ${protocol} . ${number}`, `goto ${chains.firewall}`);
  const nodeKey = `${protocol} . ${nodePort}`;
  if (nodePort !== 0 && usesExternalChain) add("service-nodeports", nodeKey, `goto ${chains.external}`);
  if (nodePort !== 0 && externalRefusal) add("no-endpoint-nodeports", nodeKey, verdict[externalRefusal], service);
  return found;
}

/** Endpoints on this node may talk to themselves, and need source NAT then. */
function hairpins({ reachable, port }: Traffic): NftPart["elements"] {
  return reachable
    .filter(({ isLocal }) => isLocal)
    .map(({ ip, port: number, address }) => ({
      container: "hairpin-connections",
      element: {
        key: `${ip} . ${ip} . ${port.protocol} . ${number}`,
        service: port.label,
        endpoint: address,
      },
    }));
}

/**
 * The rules that choose an endpoint. Without session affinity one map does it all (since 1.36); with it, each endpoint
 * has a chain that notes the client.
 */
function balancing({ port }: Traffic, endpoints: readonly ProxyEndpoint[]): string[] {
  const ip = familyOf(port.clusterIp) === "IPv4" ? "ip" : "ip6";
  const random = `numgen random mod ${endpoints.length}`;
  if (port.affinitySeconds === undefined) {
    const targets = endpoints.map((endpoint, at) => `${at} : ${endpoint.ip} . ${endpoint.port}`).join(", ");
    return [`meta l4proto ${port.protocol} dnat ${ip} to ${random} map { ${targets} }`];
  }
  const names = endpoints.map((endpoint) => nftablesEndpointName(port, endpoint.ip, endpoint.port));
  return [
    ...names.map((name) => `${ip} saddr @affinity-${name} goto endpoint-${name}`),
    `${random} vmap { ${names.map((name, at) => `${at} : goto endpoint-${name}`).join(", ")} }`,
  ];
}

function endpointChain({ port }: Traffic, endpoint: ProxyEndpoint): NftChain {
  const ip = familyOf(endpoint.ip) === "IPv4" ? "ip" : "ip6";
  const name = nftablesEndpointName(port, endpoint.ip, endpoint.port);
  const rules = [
    `update @affinity-${name} { ${ip} saddr }`,
    `meta l4proto ${port.protocol} dnat to ${endpoint.address}`,
  ];
  return { name: `endpoint-${name}`, rules, service: port.label, endpoint: endpoint.address };
}

function affinitySet({ port }: Traffic, endpoint: ProxyEndpoint): NftSet {
  const type = familyOf(endpoint.ip) === "IPv4" ? "ipv4_addr" : "ipv6_addr";
  return {
    kind: "set",
    name: `affinity-${nftablesEndpointName(port, endpoint.ip, endpoint.port)}`,
    type,
    properties: ["size 65535", "flags dynamic,timeout", `timeout ${nftDuration(port.affinitySeconds ?? 0)}`],
    elements: [],
    service: port.label,
    endpoint: endpoint.address,
  };
}

/** A time as nft writes it: "3h", "1m30s". */
export function nftDuration(seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ];
  return parts.map(([number, unit]) => (number === 0 ? "" : `${number}${unit}`)).join("") || "0s";
}

function externalRules(traffic: Traffic, settings: ProxySettings, local: LocalTraffic | undefined): string[] {
  const chains = nftChains(traffic);
  const masquerade = `meta mark set meta mark | ${masqueradeMark(settings, 8)} comment`;
  const last = traffic.hasExternal ? [`goto ${traffic.port.externalLocal ? chains.local : chains.cluster}`] : [];
  if (!traffic.port.externalLocal) return [`${masquerade} "masquerade"`, ...last];
  return [
    ...(local ? [`${local.nftables.local} goto ${chains.cluster} comment "short-circuit pod traffic"`] : []),
    `fib saddr type local ${masquerade} "masquerade local traffic"`,
    `fib saddr type local goto ${chains.cluster} comment "short-circuit local traffic"`,
    ...last,
  ];
}

function firewallRule({ port }: Traffic, settings: ProxySettings): string {
  const family = familyOf(port.clusterIp);
  const node = admitsNode(port.sourceRanges, settings.nodeIp(family)) ? port.loadBalancerIps : [];
  const sources = oneOrSet(nftRanges([...port.sourceRanges, ...node]));
  return `${family === "IPv4" ? "ip" : "ip6"} saddr != ${sources} drop`;
}
