import type { Ruleset } from "../rulesets.ts";
import { compareItems, type Difference } from "./compare-items.ts";
import { type Item, iptablesItems, ipvsItems, nftablesItems } from "./items.ts";
import { onNodeAddresses } from "./node-addresses.ts";
import { parseIptables } from "./parse-iptables.ts";
import { parseIpvs } from "./parse-ipvs.ts";
import { parseNftables } from "./parse-nftables.ts";
import { onlyTable, partsOf } from "./recognize.ts";

/** A node's rules beside what ought to be there. */
export interface Verdict {
  /** How many items ought to be there: in all, and for each Service port ("" for those of none). */
  expected: number;
  expectedOf: ReadonlyMap<string, number>;
  differences: Difference[];
}

/** What to compare, and what to leave out. */
export interface AgainstScope {
  /** The Services ("shop/web") to compare; undefined: everything that kube-proxy writes. */
  services: ReadonlySet<string> | undefined;
  /** Places that cannot be known from the objects alone. */
  unknown: readonly string[];
}

/** Compares a node's rules, as its tool printed them, with what kube-proxy ought to have written, a family at a time. */
export function judgeRules(rulesets: readonly Ruleset[], text: string, scope: AgainstScope): Verdict {
  const verdicts = rulesets.map((ruleset) => judgeFamily(ruleset, text, scope));
  return {
    expected: verdicts.reduce((sum, { expected }) => sum + expected.length, 0),
    expectedOf: countServices(verdicts.flatMap(({ expected }) => expected)),
    differences: verdicts.flatMap(({ differences }) => differences),
  };
}

function countServices(items: readonly Item[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { service = "", isOptional } of items)
    if (!isOptional) counts.set(service, (counts.get(service) ?? 0) + 1);
  return counts;
}

function judgeFamily(
  ruleset: Ruleset,
  text: string,
  scope: AgainstScope,
): { expected: Item[]; differences: Difference[] } {
  const isKnown = ({ place, service }: Item): boolean => {
    if (scope.unknown.some((name) => place.endsWith(` ${name}`))) return false;
    return scope.services === undefined || (service !== undefined && scope.services.has(service.split(":")[0] ?? ""));
  };
  const both = itemsOf(ruleset, partsOf(text, ruleset.mode, ruleset.family));
  const expected = both.expected.filter(isKnown);
  const actual = explained(both.actual, both.expected).filter(isKnown);
  return { expected, differences: compareItems(expected, actual) };
}

function itemsOf(ruleset: Ruleset, text: string): { expected: Item[]; actual: Item[] } {
  if (ruleset.mode === "iptables") {
    const table = onlyTable(text);
    const isThere = (item: Item) => table === undefined || item.place.startsWith(`${table} `);
    return {
      expected: iptablesItems(ruleset.rules).filter(isThere),
      actual: iptablesItems(parseIptables(text, table)),
    };
  }
  if (ruleset.mode === "nftables") {
    const { family } = ruleset.table;
    const tables = parseNftables(text).filter((table) => table.family === family);
    return { expected: nftablesItems(ruleset.table), actual: tables.flatMap(nftablesItems) };
  }
  const servers = parseIpvs(text).filter(({ address }) => address.startsWith("[") === (ruleset.family === "IPv6"));
  const known = onNodeAddresses(ruleset, servers);
  const owners = new Map(known.map(({ protocol, address, service }) => [`${protocol} ${address}`, service]));
  const owned = servers.map((one) => ({ ...one, service: owners.get(`${one.protocol} ${one.address}`) ?? "" }));
  return { expected: ipvsItems(known), actual: ipvsItems(owned) };
}

/** What does not say itself whom it serves is explained by what ought to be in its place. */
function explained(actual: readonly Item[], expected: readonly Item[]): Item[] {
  const keyOf = ({ place, identity }: Item): string => `${place} ${identity}`;
  const owners = new Map(expected.map((item) => [keyOf(item), item]));
  return actual.map((item) => {
    const owner = item.service === undefined ? owners.get(keyOf(item)) : undefined;
    return owner ? { ...item, service: owner.service, endpoint: owner.endpoint } : item;
  });
}
