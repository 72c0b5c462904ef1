import type { IpFamily } from "../addresses.ts";
import { formatRange, parseRange } from "./ip.ts";
import type { RuleParts } from "./iptables-rule.ts";
import type { ProxySettings } from "./settings.ts";

/** How kube-proxy tells traffic of this node's own Pods from other traffic (--detect-local-mode). */
export interface LocalTraffic {
  /** What an iptables rule matches for it, and for all other traffic. */
  iptables: { local: RuleParts; other: RuleParts };
  /** The same for a rule of nftables. */
  nftables: { local: string; other: string };
  /** "10.244.0.0/16", "cni0", "veth*" */
  label: string;
}

/** How Pods of a family are told apart on the node; undefined when nothing tells. */
export function localTraffic(family: IpFamily, settings: ProxySettings): LocalTraffic | undefined {
  const { podInterface } = settings;
  if (podInterface === undefined) return byRange(family, settings);
  const { name, isPrefix } = podInterface;
  const input = isPrefix ? `${name}+` : name;
  const label = isPrefix ? `${name}*` : name;
  return {
    iptables: { local: { input }, other: { notInput: input } },
    nftables: { local: `iifname "${label}"`, other: `iifname != "${label}"` },
    label,
  };
}

function byRange(family: IpFamily, { clusterCidrs }: ProxySettings): LocalTraffic | undefined {
  const ranges = clusterCidrs.flatMap((text) => parseRange(text) ?? []);
  const own = ranges.find((range) => range.family === family);
  if (!own) return undefined;
  const range = formatRange(own);
  const ip = family === "IPv4" ? "ip" : "ip6";
  return {
    iptables: { local: { source: range }, other: { notSource: range } },
    nftables: { local: `${ip} saddr ${range}`, other: `${ip} saddr != ${range}` },
    label: range,
  };
}
