import { familyOf, type IpFamily } from "../addresses.ts";
import { compareRanges, contains, formatAddress, formatRange, parseRange, type Range } from "./ip.ts";
import type { LocalTraffic } from "./local-traffic.ts";
import type { NftChain } from "./nftables-table.ts";
import { masqueradeMark, type ProxySettings } from "./settings.ts";

const hook = (type: string, at: string, priority: string): string =>
  `type ${type} hook ${at} priority ${priority}; policy accept;`;

/** The chains that the kernel calls, and where they lead. */
const HOOKS: readonly (readonly [name: string, hook: string, rules: readonly string[]])[] = [
  ["filter-prerouting-pre-dnat", hook("filter", "prerouting", "dstnat - 10"), ["ct state new jump firewall-check"]],
  ["filter-output-pre-dnat", hook("filter", "output", "-110"), ["ct state new jump firewall-check"]],
  [
    "filter-input",
    hook("filter", "input", "filter"),
    ["ct state new jump nodeport-endpoints-check", "ct state new jump service-endpoints-check"],
  ],
  [
    "filter-forward",
    hook("filter", "forward", "filter"),
    ["ct state new jump service-endpoints-check", "ct state new jump cluster-ips-check"],
  ],
  [
    "filter-output",
    hook("filter", "output", "filter"),
    ["ct state new jump service-endpoints-check", "ct state new jump cluster-ips-check"],
  ],
  ["nat-prerouting", hook("nat", "prerouting", "dstnat"), ["jump services"]],
  ["nat-output", hook("nat", "output", "-100"), ["jump services"]],
  ["nat-postrouting", hook("nat", "postrouting", "srcnat"), ["jump masquerading"]],
];

/** The chains that stand there whatever the Services are. */
export function fixedChains(
  family: IpFamily,
  settings: ProxySettings,
  local: LocalTraffic | undefined,
  hasNodePortSet: boolean,
): NftChain[] {
  const ip = family === "IPv4" ? "ip" : "ip6";
  const mark = masqueradeMark(settings, 8);
  const localhost = family === "IPv4" ? "127.0.0.0/8" : "::1";
  const toNodePorts = hasNodePortSet ? `${ip} daddr @nodeport-ips` : `${ip} daddr != ${localhost}`;
  const ofThisNode = hasNodePortSet ? "" : "fib daddr type local ";
  const inner: Record<string, readonly string[]> = {
    "nodeport-endpoints-check": [`${toNodePorts} meta l4proto . th dport vmap @no-endpoint-nodeports`],
    "service-endpoints-check": [`${ip} daddr . meta l4proto . th dport vmap @no-endpoint-services`],
    "firewall-check": [`${ip} daddr . meta l4proto . th dport vmap @firewall-ips`],
    services: [
      ...clusterIpMasquerade(ip, settings, local),
      `${ip} daddr . meta l4proto . th dport vmap @service-ips`,
      `${ofThisNode}${toNodePorts} meta l4proto . th dport vmap @service-nodeports`,
    ],
    masquerading: [
      `meta mark & ${mark} != 0x00000000 meta mark set meta mark ^ ${mark} masquerade fully-random`,
      `ct status dnat ${ip} saddr . ${ip} daddr . meta l4proto . th dport @hairpin-connections masquerade fully-random`,
    ],
    "cluster-ips-check": [
      `${ip} daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"`,
      ...unallocatedDrop(ip, family, settings),
    ],
  };
  return [
    ...HOOKS.map(([name, at, rules]) => ({ name, hook: at, rules: [...rules] })),
    ...Object.entries(inner).map(([name, rules]) => ({ name, rules: [...rules] })),
    { name: "reject-chain", comment: "helper for @no-endpoint-services / @no-endpoint-nodeports", rules: ["reject"] },
  ];
}

function clusterIpMasquerade(ip: string, settings: ProxySettings, local: LocalTraffic | undefined): string[] {
  const mark = masqueradeMark(settings, 8);
  const comment = settings.masqueradeAll ? "masquerade all clusterIP traffic" : OUTSIDE;
  if (!settings.masqueradeAll && !local) return [];
  const from = settings.masqueradeAll || !local ? "" : `${local.nftables.other} `;
  return [`${ip} daddr @cluster-ips ${from}meta mark set meta mark | ${mark} comment "${comment}"`];
}

const OUTSIDE = "masquerade clusterIP traffic from outside cluster";

function unallocatedDrop(ip: string, family: IpFamily, { serviceCidrs }: ProxySettings): string[] {
  const ranges = nftRanges(serviceCidrs.filter((text) => familyOf(text) === family));
  if (ranges.length === 0) return [];
  return [`${ip} daddr ${oneOrSet(ranges)} drop comment "Drop traffic to unallocated ClusterIPs"`];
}

/** Ranges as nft lists them: by address, none that another takes in, single addresses without a length. */
export function nftRanges(texts: readonly string[]): string[] {
  const ranges = texts.flatMap((text) => parseRange(text) ?? []).toSorted(compareRanges);
  const outer: Range[] = [];
  for (const range of ranges) {
    const last = outer.at(-1);
    if (!last || !contains(last, formatAddress(range.first, range.family))) outer.push(range);
  }
  return outer.map((range) => formatRange(range).replace(range.family === "IPv4" ? /\/32$/ : /\/128$/, ""));
}

/** nft writes a set of one as the one. */
export function oneOrSet(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? "") : `{ ${values.join(", ")} }`;
}
