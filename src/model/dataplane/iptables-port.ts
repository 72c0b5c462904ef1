import { familyOf } from "../addresses.ts";
import { contains, parseRange } from "./ip.ts";
import { type IptablesRule, type RuleParts, ruleSpec } from "./iptables-rule.ts";
import { balancingRules, endpointChains, endpointRules } from "./iptables-endpoints.ts";
import type { LocalTraffic } from "./local-traffic.ts";
import { iptablesHash } from "./names.ts";
import { answersLocalhost } from "./node-ports.ts";
import type { ProxySettings } from "./settings.ts";
import type { Refusal, Traffic } from "./traffic.ts";

/** The chains of one port, by what they do. */
export interface PortChains {
  cluster: string;
  local: string;
  external: string;
  firewall: string;
  /** The chain that packets to the cluster IP go to, and the one that external packets end in. */
  internalPolicy: string;
  externalPolicy: string;
}

/** The names of a port's chains. */
export function portChains({ port }: Traffic): PortChains {
  const hash = iptablesHash(port);
  const [cluster, local] = [`KUBE-SVC-${hash}`, `KUBE-SVL-${hash}`];
  return {
    cluster,
    local,
    external: `KUBE-EXT-${hash}`,
    firewall: `KUBE-FW-${hash}`,
    internalPolicy: port.internalLocal ? local : cluster,
    externalPolicy: port.externalLocal ? local : cluster,
  };
}

/** What the rules of a port are made from. */
export interface IptablesAround {
  settings: ProxySettings;
  /** How Pods of this family are told apart. */
  local: LocalTraffic | undefined;
  /** Above a thousand endpoints, kube-proxy leaves out the comments of endpoints. */
  isLarge: boolean;
}

/** The rules of one port: those that lead to it, in its own chains, and in those of its endpoints. */
export function portRules(traffic: Traffic, around: IptablesAround): IptablesRule[] {
  const rules = new RuleList(traffic.port.label);
  const chains = portChains(traffic);
  internalEntrance(rules, traffic, chains, around);
  addressEntrances(rules, traffic, chains);
  nodePortEntrance(rules, traffic, chains, around);
  if (traffic.usesExternalChain) externalChain(rules, traffic, chains, around);
  if (traffic.usesExternalChain && traffic.isFirewalled) firewallChain(rules, traffic, chains, around);
  const { port, cluster, local, reachable } = traffic;
  const names = endpointChains(port, reachable);
  if (traffic.usesClusterChain) balancingRules(rules, port, chains.cluster, cluster, names, around);
  if (traffic.usesLocalChain) balancingRules(rules, port, chains.local, local, names, around);
  for (const [endpoint, name] of names) endpointRules(rules, port, name, endpoint, around);
  return rules.all;
}

/** Collects rules of one port. */
export class RuleList {
  readonly all: IptablesRule[] = [];
  readonly #service: string;

  constructor(service: string) {
    this.#service = service;
  }

  add(table: "filter" | "nat", chain: string, parts: RuleParts, endpoint?: string): void {
    this.all.push({ table, chain, spec: ruleSpec(parts), service: this.#service, endpoint });
  }
}

const refusalWords = (refusal: Refusal): string => (refusal === "drop" ? "has no local endpoints" : "has no endpoints");

function refusalJump(refusal: Refusal, address: string): string {
  if (refusal === "drop") return "DROP";
  return `REJECT --reject-with ${familyOf(address) === "IPv4" ? "icmp" : "icmp6"}-port-unreachable`;
}

function internalEntrance(rules: RuleList, traffic: Traffic, chains: PortChains, around: IptablesAround): void {
  const { protocol, clusterIp, number, label } = traffic.port;
  const match = { destination: clusterIp, protocol, port: number };
  const refusal = traffic.internalRefusal;
  if (refusal) {
    const jump = refusalJump(refusal, clusterIp);
    rules.add("filter", "KUBE-SERVICES", { ...match, comment: `${label} ${refusalWords(refusal)}`, jump });
    return;
  }
  const marked = { ...match, comment: `${label} cluster IP` };
  rules.add("nat", "KUBE-SERVICES", { ...marked, jump: chains.internalPolicy });
  const { settings, local } = around;
  if (settings.masqueradeAll) rules.add("nat", chains.internalPolicy, { ...marked, jump: "KUBE-MARK-MASQ" });
  else if (local)
    rules.add("nat", chains.internalPolicy, { ...marked, ...local.iptables.other, jump: "KUBE-MARK-MASQ" });
}

function addressEntrances(rules: RuleList, traffic: Traffic, chains: PortChains): void {
  const { protocol, number, label, externalIps, loadBalancerIps } = traffic.port;
  const balanced = traffic.isFirewalled ? chains.firewall : chains.external;
  const entrances = [
    ...externalIps.map((address) => ({ address, words: "external IP", jump: chains.external })),
    ...loadBalancerIps.map((address) => ({ address, words: "loadbalancer IP", jump: balanced })),
  ];
  const refusal = traffic.externalRefusal;
  for (const { address, words, jump } of entrances) {
    const match = { destination: address, protocol, port: number };
    if (traffic.usesExternalChain) rules.add("nat", "KUBE-SERVICES", { ...match, comment: `${label} ${words}`, jump });
    if (traffic.usesExternalChain && jump === chains.firewall) {
      const comment = `${label} traffic not accepted by ${chains.firewall}`;
      rules.add("filter", "KUBE-PROXY-FIREWALL", { ...match, comment, jump: "DROP" });
    }
    if (!refusal) continue;
    const refused = { ...match, comment: `${label} ${refusalWords(refusal)}`, jump: refusalJump(refusal, address) };
    rules.add("filter", "KUBE-EXTERNAL-SERVICES", refused);
  }
}

function nodePortEntrance(rules: RuleList, traffic: Traffic, chains: PortChains, { settings }: IptablesAround): void {
  const { protocol, nodePort, label, clusterIp, healthCheckNodePort } = traffic.port;
  if (nodePort !== 0 && traffic.usesExternalChain) {
    const match = { protocol, comment: label, port: nodePort, jump: chains.external };
    if (answersLocalhost(familyOf(clusterIp), settings)) {
      const last = "-m nfacct --nfacct-name  localhost_nps_accepted_pkts";
      rules.add("nat", "KUBE-NODEPORTS", { ...match, destination: "127.0.0.0/8", last });
    }
    rules.add("nat", "KUBE-NODEPORTS", match);
  }
  const refusal = traffic.externalRefusal;
  if (nodePort !== 0 && refusal) {
    const comment = `${label} ${refusalWords(refusal)}`;
    const match = { protocol, comment, also: "-m addrtype --dst-type LOCAL", port: nodePort };
    rules.add("filter", "KUBE-EXTERNAL-SERVICES", { ...match, jump: refusalJump(refusal, clusterIp) });
  }
  if (healthCheckNodePort !== 0) {
    const match = { protocol: "tcp", comment: `${label} health check node port`, port: healthCheckNodePort };
    rules.add("filter", "KUBE-NODEPORTS", { ...match, jump: "ACCEPT" });
  }
}

function externalChain(rules: RuleList, traffic: Traffic, chains: PortChains, { local }: IptablesAround): void {
  const { label, externalLocal } = traffic.port;
  const add = (parts: RuleParts) => rules.add("nat", chains.external, parts);
  const destinations = `${label} external destinations`;
  if (externalLocal) {
    const comment = `pod traffic for ${destinations}`;
    if (local) add({ ...local.iptables.local, comment, jump: chains.cluster });
    const fromNode = { also: "-m addrtype --src-type LOCAL" };
    add({ ...fromNode, comment: `masquerade LOCAL traffic for ${destinations}`, jump: "KUBE-MARK-MASQ" });
    add({ ...fromNode, comment: `route LOCAL traffic for ${destinations}`, jump: chains.cluster });
  } else {
    add({ comment: `masquerade traffic for ${destinations}`, jump: "KUBE-MARK-MASQ" });
  }
  if (traffic.hasExternal) add({ jump: chains.externalPolicy });
}

/** A load balancer's address may be the node's own, so the node's requests to it come from that address. */
function firewallChain(rules: RuleList, traffic: Traffic, chains: PortChains, { settings }: IptablesAround): void {
  const { label, sourceRanges, loadBalancerIps, clusterIp } = traffic.port;
  const comment = `${label} loadbalancer IP`;
  const admit = (source: string) => rules.add("nat", chains.firewall, { source, comment, jump: chains.external });
  for (const range of sourceRanges) admit(range);
  if (admitsNode(sourceRanges, settings.nodeIp(familyOf(clusterIp)))) for (const ip of loadBalancerIps) admit(ip);
  const dropped = `other traffic to ${label} will be dropped by KUBE-PROXY-FIREWALL`;
  rules.add("nat", chains.firewall, { comment: dropped });
}

/** Whether the ranges take in the node itself. */
export function admitsNode(ranges: readonly string[], nodeIp: string | undefined): boolean {
  if (nodeIp === undefined) return false;
  return ranges.some((text) => {
    const range = parseRange(text);
    return range !== undefined && contains(range, nodeIp);
  });
}
