import type { IptablesRuleset } from "../../model/dataplane/iptables.ts";

/** The lines that iptables-save (or ip6tables-save) prints, counters at zero. */
export function* iptablesLines({ tables, rules }: IptablesRuleset): Generator<string> {
  const specsOf = new Map(
    tables.map(({ table, chains }) => [table, new Map(chains.map((chain): [string, string[]] => [chain, []]))]),
  );
  for (const { table, chain, spec } of rules) specsOf.get(table)?.get(chain)?.push(spec);
  for (const { table, chains } of tables) {
    yield `*${table}\n`;
    for (const chain of chains) yield `:${chain} ${chain.startsWith("KUBE-") ? "-" : "ACCEPT"} [0:0]\n`;
    for (const [chain, specs] of specsOf.get(table) ?? []) for (const spec of specs) yield `-A ${chain} ${spec}\n`;
    yield "COMMIT\n";
  }
}
