import type { IpFamily } from "../addresses.ts";
import type { Snapshot } from "../snapshot.ts";
import { fixedRules, lastServicesRules } from "./iptables-fixed.ts";
import { portRules } from "./iptables-port.ts";
import type { IptablesRule, IptablesTable } from "./iptables-rule.ts";
import { localTraffic } from "./local-traffic.ts";
import { proxyPorts } from "./proxy-ports.ts";
import type { ProxySettings } from "./settings.ts";
import { decideTraffic } from "./traffic.ts";

/** What iptables-save (or ip6tables-save) shows of kube-proxy's work. */
export interface IptablesRuleset {
  mode: "iptables";
  family: IpFamily;
  tables: { table: IptablesTable; chains: string[] }[];
  rules: IptablesRule[];
}

/** The number of endpoints above which kube-proxy leaves out the comments of endpoints. */
const LARGE = 1000;

const TABLES: Record<IptablesTable, readonly string[]> = {
  mangle: ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING", "KUBE-PROXY-CANARY"],
  filter: ["INPUT", "FORWARD", "OUTPUT", "KUBE-PROXY-CANARY"],
  nat: ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING", "KUBE-PROXY-CANARY"],
};

const EMPTY_CHAINS: Record<IptablesTable, readonly string[]> = {
  mangle: [],
  filter: ["KUBE-EXTERNAL-SERVICES", "KUBE-FIREWALL", "KUBE-NODEPORTS", "KUBE-PROXY-FIREWALL", "KUBE-SERVICES"],
  nat: ["KUBE-NODEPORTS", "KUBE-SERVICES"],
};

/**
 * The rules that kube-proxy 1.36 writes on a node in iptables mode.
 *
 * @param whole with the parts that no Service owns; else only the rules and chains of the snapshot's Services
 */
export function iptablesRuleset(
  snapshot: Pick<Snapshot, "services" | "endpointSlices">,
  family: IpFamily,
  settings: ProxySettings,
  whole: boolean,
): IptablesRuleset {
  const ports = proxyPorts(snapshot, family, settings.node);
  const endpoints = ports.reduce((sum, port) => sum + port.endpoints.length, 0);
  const around = { settings, local: localTraffic(family, settings), isLarge: settings.isLarge ?? endpoints > LARGE };
  const rules = whole ? fixedRules(family, settings) : [];
  for (const port of ports) for (const rule of portRules(decideTraffic(port, settings), around)) rules.push(rule);
  if (whole) rules.push(...lastServicesRules(family, settings));
  return { mode: "iptables", family, tables: tablesOf(rules, whole), rules };
}

function tablesOf(rules: readonly IptablesRule[], whole: boolean): IptablesRuleset["tables"] {
  const names = Object.keys(TABLES) as IptablesTable[];
  const fixed = (table: IptablesTable) => (whole ? [...TABLES[table], ...EMPTY_CHAINS[table]] : []);
  const used = new Map(names.map((table) => [table, new Set(fixed(table))]));
  for (const { table, chain } of rules) used.get(table)?.add(chain);
  const all = names.map((table) => {
    const builtIn = fixed(table).filter((chain) => !chain.startsWith("KUBE-"));
    const own = [...(used.get(table) ?? [])].filter((chain) => chain.startsWith("KUBE-"));
    return { table, chains: [...builtIn, ...own.toSorted()] };
  });
  return all.filter(({ chains }) => chains.length > 0);
}
