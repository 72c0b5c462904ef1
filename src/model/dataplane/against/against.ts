import type { IpFamily } from "../../addresses.ts";
import type { Ruleset } from "../rulesets.ts";
import type { ProxyMode } from "../settings.ts";
import { compareItems, type Difference } from "./compare-items.ts";
import { type Item, iptablesItems, ipvsItems, nftablesItems } from "./items.ts";
import { parseIptables } from "./parse-iptables.ts";
import { parseIpvs } from "./parse-ipvs.ts";
import { parseNftables } from "./parse-nftables.ts";

/** A node's rules beside what ought to be there. */
export interface Verdict {
  /** How many items ought to be there. */
  expected: number;
  differences: Difference[];
}

/** Which tool printed a node's rules, by their look; undefined when it was none of the three. */
export function recognizeMode(text: string): ProxyMode | undefined {
  if (/^IP Virtual Server|^Prot LocalAddress/m.test(text)) return "ipvs";
  if (/^table ip6? \S+ \{/m.test(text)) return "nftables";
  return /^\*(?:nat|filter)\b|^-A \S+/m.test(text) ? "iptables" : undefined;
}

/** The families of a node's rules: of nft's every one that it prints, of the others the one that their addresses have. */
export function recognizeFamilies(text: string, mode: ProxyMode): IpFamily[] {
  if (mode === "nftables")
    return (["IPv4", "IPv6"] as const).filter((family) =>
      text.includes(`table ${family === "IPv4" ? "ip" : "ip6"} kube-proxy {`),
    );
  if (mode === "ipvs")
    return (["IPv4", "IPv6"] as const).filter((family) =>
      (family === "IPv4" ? /^\w+\s+\d+\./m : /^\w+\s+\[/m).test(text),
    );
  return /(?:-s|-d) [\da-f]*:|icmp6-/.test(text) ? ["IPv6"] : ["IPv4"];
}

/** What to compare, and what to leave out. */
export interface AgainstScope {
  /** The Services ("shop/web") to compare; undefined: everything that kube-proxy writes. */
  services: ReadonlySet<string> | undefined;
  /** Places that cannot be known from the objects alone. */
  unknown: readonly string[];
}

/** Compares a node's rules, as its tool printed them, with what kube-proxy ought to have written. */
export function judgeRules(rulesets: readonly Ruleset[], text: string, scope: AgainstScope): Verdict {
  const isKnown = ({ place, service }: Item): boolean => {
    if (scope.unknown.some((name) => place.endsWith(` ${name}`))) return false;
    return scope.services === undefined || (service !== undefined && scope.services.has(service.split(":")[0] ?? ""));
  };
  const expected = rulesets.flatMap(itemsOf).filter(isKnown);
  const actual = actualItems(rulesets, text).filter(isKnown);
  return { expected: expected.length, differences: compareItems(expected, actual) };
}

function itemsOf(ruleset: Ruleset): Item[] {
  if (ruleset.mode === "iptables") return iptablesItems(ruleset.rules);
  return ruleset.mode === "ipvs" ? ipvsItems(ruleset.servers) : nftablesItems(ruleset.table);
}

function actualItems(rulesets: readonly Ruleset[], text: string): Item[] {
  const [first] = rulesets;
  if (first?.mode === "iptables") return iptablesItems(parseIptables(text));
  if (first?.mode === "nftables") {
    const families = new Set(rulesets.map(({ family }) => (family === "IPv4" ? "ip" : "ip6")));
    return parseNftables(text)
      .filter(({ family }) => families.has(family))
      .flatMap(nftablesItems);
  }
  const servers = rulesets.flatMap((ruleset) => (ruleset.mode === "ipvs" ? ruleset.servers : []));
  const owners = new Map(servers.map(({ protocol, address, service }) => [`${protocol} ${address}`, service]));
  return ipvsItems(parseIpvs(text, (address) => owners.get(address)));
}
