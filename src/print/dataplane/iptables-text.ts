import type { IptablesRuleset } from "../../model/dataplane/iptables.ts";
import { escapeText } from "../escape.ts";

/** The rules as iptables-save (or ip6tables-save) prints them, counters at zero. */
export function iptablesText({ tables, rules }: IptablesRuleset): string {
  const byChain = new Map<string, string>();
  for (const { table, chain, spec } of rules) {
    const key = `${table} ${chain}`;
    byChain.set(key, `${byChain.get(key) ?? ""}-A ${chain} ${spec}\n`);
  }
  let text = "";
  for (const { table, chains } of tables) {
    text += `*${table}\n`;
    for (const chain of chains) text += `:${chain} ${chain.startsWith("KUBE-") ? "-" : "ACCEPT"} [0:0]\n`;
    for (const chain of chains) text += byChain.get(`${table} ${chain}`) ?? "";
    text += "COMMIT\n";
  }
  return escapeText(text, { keepLines: true });
}
