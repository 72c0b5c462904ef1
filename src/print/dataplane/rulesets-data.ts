import type { Unproxied } from "../../model/dataplane/proxy-ports.ts";
import type { Ruleset } from "../../model/dataplane/rulesets.ts";
import type { ProxySettings } from "../../model/dataplane/settings.ts";

/** What `-o json` prints: the settings that the rules follow, the rules, and the Services without any. */
export function rulesetsData(
  rulesets: readonly Ruleset[],
  settings: ProxySettings,
  unproxied: readonly { service: string; reason: Unproxied }[],
): object {
  const { mode, node, zone, clusterCidrs, podInterface, scheduler } = settings;
  return {
    mode,
    node,
    ...(zone !== "" && { zone }),
    clusterCIDRs: clusterCidrs,
    ...(podInterface && { podInterface: podInterface.isPrefix ? `${podInterface.name}*` : podInterface.name }),
    ...(mode === "ipvs" && { scheduler }),
    families: rulesets.map(familyData),
    notProxied: unproxied,
  };
}

function familyData(ruleset: Ruleset): object {
  if (ruleset.mode === "nftables")
    return { family: ruleset.family, sets: ruleset.table.sets, chains: ruleset.table.chains };
  const { mode: _, ...data } = ruleset;
  return data;
}
