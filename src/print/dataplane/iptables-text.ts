import type { IptablesRuleset } from "../../model/dataplane/iptables.ts";
import { escapeText } from "../escape.ts";

/** The rules as iptables-save (or ip6tables-save) prints them, counters at zero. */
export function iptablesText({ tables, rules }: IptablesRuleset): string {
  const lines: string[] = [];
  const byTable = new Map(
    tables.map(({ table, chains }) => [table, new Map<string, string[]>(chains.map((chain) => [chain, []]))]),
  );
  for (const { table, chain, spec } of rules) byTable.get(table)?.get(chain)?.push(`-A ${chain} ${spec}`);
  for (const { table, chains } of tables) {
    lines.push(`*${table}`);
    for (const chain of chains) lines.push(`:${chain} ${chain.startsWith("KUBE-") ? "-" : "ACCEPT"} [0:0]`);
    for (const own of byTable.get(table)?.values() ?? []) for (const line of own) lines.push(line);
    lines.push("COMMIT");
  }
  return escapeText(`${lines.join("\n")}\n`, { keepLines: true });
}
