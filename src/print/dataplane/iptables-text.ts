import type { IptablesRuleset } from "../../model/dataplane/iptables.ts";
import type { IptablesRule } from "../../model/dataplane/iptables-rule.ts";
import { escapeText } from "../escape.ts";

/** The rules as iptables-save (or ip6tables-save) prints them, counters at zero. */
export function iptablesText({ tables, rules }: IptablesRuleset): string {
  const byChain = new Map<string, IptablesRule[]>();
  for (const rule of rules) {
    const key = `${rule.table} ${rule.chain}`;
    const list = byChain.get(key);
    if (list) list.push(rule);
    else byChain.set(key, [rule]);
  }
  const lines = tables.flatMap(({ table, chains }) => [
    `*${table}`,
    ...chains.map((chain) => `:${chain} ${chain.startsWith("KUBE-") ? "-" : "ACCEPT"} [0:0]`),
    ...chains.flatMap((chain) => (byChain.get(`${table} ${chain}`) ?? []).map(({ spec }) => `-A ${chain} ${spec}`)),
    "COMMIT",
  ]);
  return escapeText(`${lines.join("\n")}\n`, { keepLines: true });
}
