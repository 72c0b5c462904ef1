import type { IpvsRuleset } from "../../model/dataplane/ipvs.ts";
import type { Ruleset } from "../../model/dataplane/rulesets.ts";
import { iptablesText } from "./iptables-text.ts";
import { ipvsText } from "./ipvs-text.ts";
import { nftablesText } from "./nftables-text.ts";

/**
 * The rules as the mode's own tool prints them: iptables-save, `nft list ruleset` or `ipvsadm -Ln`. iptables has a tool
 * for each family: of two, comments part what each prints.
 */
export function rulesetsText(rulesets: readonly Ruleset[]): string {
  const ipvs = rulesets.filter((ruleset): ruleset is IpvsRuleset => ruleset.mode === "ipvs");
  if (ipvs.length > 0) return ipvsText(ipvs);
  return rulesets
    .map((ruleset) => {
      if (ruleset.mode === "nftables") return nftablesText(ruleset.table);
      const tool = ruleset.family === "IPv4" ? "iptables" : "ip6tables";
      const title = rulesets.length > 1 ? `# What ${tool}-save prints\n` : "";
      return ruleset.mode === "iptables" ? title + iptablesText(ruleset) : "";
    })
    .join("");
}
