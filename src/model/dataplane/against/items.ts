import type { IptablesRule } from "../iptables-rule.ts";
import type { VirtualServer } from "../ipvs.ts";
import type { NftChain, NftTable } from "../nftables-table.ts";

/** One thing that stands in a ruleset, such that two rulesets can be compared. */
export interface Item {
  /** The chain, set, map or virtual server that holds it. */
  place: string;
  /** What it is, whatever its neighbours are. */
  identity: string;
  /** The same with what depends on its neighbours: the probability of a choice. */
  exact: string;
  /** The Service port that it serves. */
  service?: string | undefined;
  /** The endpoint that it serves. */
  endpoint?: string | undefined;
  /** Whether it is there depends on the node alone, so that it is right with and without it. */
  isOptional?: boolean;
}

const RANDOM = /-m statistic --mode random --probability \S+ /;

/** The chains that kube-proxy keeps. Others (of the kubelet, of network plugins) are none of its business. */
const OWN =
  /^KUBE-(?:(?:SVC|SVL|SEP|EXT|FW)-[A-Z2-7]{16}|SERVICES|EXTERNAL-SERVICES|NODEPORTS|POSTROUTING|MARK-MASQ|FORWARD|FIREWALL|PROXY-FIREWALL)$/;

/** What nodes have or not as their kernels and tools can: counters, and ports chosen wholly at random. */
const ABILITIES = /-m nfacct --nfacct-name \S+ | --random-fully/g;

/**
 * Rules that a node's own state decides: a second one for counting by nfacct, the drop of packets outside of a window
 * (nf_conntrack_tcp_be_liberal), and the chain that the kubelet writes, too.
 */
const OPTIONAL = /--nfacct-name localhost_nps|^KUBE-FORWARD .*--ctstate INVALID|^KUBE-FIREWALL |-j KUBE-FIREWALL$/;

/** kube-proxy's rules: those in its chains, and the jumps to them. */
export function iptablesItems(rules: readonly IptablesRule[]): Item[] {
  return rules
    .filter(({ chain, spec }) => OWN.test(chain) || OWN.test(/-j (\S+)/.exec(spec)?.[1] ?? ""))
    .map(({ table, chain, spec, service, endpoint }) => {
      const written = spec.replace(/ {2,}/g, " ");
      const exact = written.replace(ABILITIES, "");
      const isOptional = OPTIONAL.test(`${chain} ${written}`);
      return { place: `${table} ${chain}`, identity: exact.replace(RANDOM, ""), exact, service, endpoint, isOptional };
    });
}

/** The elements and the rules of a table; of rules that choose among endpoints each choice by itself. */
export function nftablesItems({ family, sets, chains }: NftTable): Item[] {
  const fromSets = sets.flatMap(({ kind, name, elements, properties, service, endpoint }) => {
    const place = `${family} ${kind} ${name}`;
    if (properties)
      return [{ place, identity: properties.join("; "), exact: properties.join("; "), service, endpoint }];
    return elements.map((element) => {
      const identity = element.value === undefined ? element.key : `${element.key} : ${element.value}`;
      return { place, identity, exact: identity, service: element.service, endpoint: element.endpoint };
    });
  });
  return [...fromSets, ...chains.flatMap((chain) => chainItems(family, chain))];
}

const CHOICE = /^(.*?)numgen random mod \d+ v?map \{ (.*) \}$/;

function chainItems(family: string, { name, hook, rules, service, endpoint }: NftChain): Item[] {
  const place = `${family} chain ${name}`;
  const all = hook === undefined ? rules : [hook, ...rules];
  return all.flatMap((exact): Item[] => {
    const [, before = "", choices] = CHOICE.exec(exact) ?? [];
    if (choices === undefined) return [{ place, identity: exact, exact, service, endpoint: endpoint ?? sticky(exact) }];
    return choices.split(", ").map((choice) => {
      const target = choice.replace(/^\d+ : /, "");
      return { place, identity: before + target, exact: before + choice, service, endpoint: targetOf(target) };
    });
  });
}

/** "10.0.0.1 . 80" or "goto endpoint-HASH-ns/svc/tcp/port__10.0.0.1/80" as "10.0.0.1:80". */
function targetOf(target: string): string | undefined {
  const [, ip, port] = /^(\S+) \. (\d+)$/.exec(target) ?? [];
  if (ip !== undefined) return ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`;
  return sticky(target);
}

/** The endpoint that the name of a chain or of an affinity set ends in. */
export function sticky(text: string): string | undefined {
  const [, ip, port] = /__([\d.a-f]+)\/(\d+)/.exec(text) ?? [];
  if (ip === undefined) return undefined;
  return /^\d+\.\d+\.\d+\.\d+$/.test(ip) ? `${ip}:${port}` : `[${ip.replaceAll(".", ":")}]:${port}`;
}

/** Virtual servers, and their real servers. */
export function ipvsItems(servers: readonly VirtualServer[]): Item[] {
  return servers.flatMap(({ protocol, address, scheduler, schedulerFlags, persistent, service, servers: real }) => {
    const place = `${protocol} ${address}`;
    const flags = schedulerFlags === undefined ? "" : ` (${schedulerFlags})`;
    const header = `${scheduler}${flags}${persistent === undefined ? "" : ` persistent ${persistent}`}`;
    return [
      { place, identity: header, exact: header, service },
      ...real.map((endpoint) => ({ place, identity: `-> ${endpoint}`, exact: `-> ${endpoint}`, service, endpoint })),
    ];
  });
}
