import type { IpvsRuleset } from "../../model/dataplane/ipvs.ts";
import type { Ruleset } from "../../model/dataplane/rulesets.ts";
import { escapedPieces } from "../pieces.ts";
import { iptablesLines } from "./iptables-text.ts";
import { ipvsLines } from "./ipvs-text.ts";
import { nftablesLines } from "./nftables-text.ts";

/**
 * The rules as the mode's own tool prints them, in pieces: iptables-save, `nft list ruleset` or `ipvsadm -Ln`. iptables
 * has a tool for each family: of two, comments part what each prints.
 */
export function rulesetsText(rulesets: readonly Ruleset[]): Iterable<string> {
  return escapedPieces(rulesetsLines(rulesets));
}

function* rulesetsLines(rulesets: readonly Ruleset[]): Generator<string> {
  const ipvs = rulesets.filter((ruleset): ruleset is IpvsRuleset => ruleset.mode === "ipvs");
  if (ipvs.length > 0) yield* ipvsLines(ipvs);
  for (const ruleset of rulesets) {
    if (ruleset.mode === "nftables") yield* nftablesLines(ruleset.table);
    if (ruleset.mode !== "iptables") continue;
    const tool = ruleset.family === "IPv4" ? "iptables" : "ip6tables";
    if (rulesets.length > 1) yield `# What ${tool}-save prints\n`;
    yield* iptablesLines(ruleset);
  }
}
