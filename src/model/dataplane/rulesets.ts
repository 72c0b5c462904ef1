import { familyOf, type IpFamily } from "../addresses.ts";
import type { Snapshot } from "../snapshot.ts";
import { type IptablesRuleset, iptablesRuleset } from "./iptables.ts";
import { type IpvsRuleset, ipvsRuleset } from "./ipvs.ts";
import { type NftablesRuleset, nftablesRuleset } from "./nftables.ts";
import { clusterIps, whyUnproxied } from "./proxy-ports.ts";
import type { ProxyMode, ProxySettings } from "./settings.ts";

export type Ruleset = IptablesRuleset | NftablesRuleset | IpvsRuleset;

type Objects = Pick<Snapshot, "services" | "endpointSlices">;
type Writer = (objects: Objects, family: IpFamily, settings: ProxySettings, whole: boolean) => Ruleset;

const WRITERS: Record<ProxyMode, Writer> = {
  iptables: iptablesRuleset,
  nftables: nftablesRuleset,
  ipvs: ipvsRuleset,
};

/** The names of kube-proxy's modes. */
export const PROXY_MODES = Object.keys(WRITERS) as ProxyMode[];

/**
 * What kube-proxy writes for the snapshot's Services, a family at a time.
 *
 * @param whole with the parts that no Service owns
 */
export function writeRulesets(
  objects: Objects,
  families: readonly IpFamily[],
  settings: ProxySettings,
  whole: boolean,
): Ruleset[] {
  return families.map((family) => WRITERS[settings.mode](objects, family, settings, whole));
}

/** The families that the Services have cluster IPs of; IPv4 when they have none. */
export function familiesOf(services: Snapshot["services"]): IpFamily[] {
  const served = services.filter((service) => whyUnproxied(service) === undefined);
  const used = new Set(served.flatMap(clusterIps).map(familyOf));
  const families = (["IPv4", "IPv6"] as const).filter((family) => used.has(family));
  return families.length > 0 ? families : ["IPv4"];
}

/** How many rules (elements, virtual and real servers) a ruleset has. */
export function countRules(ruleset: Ruleset): number {
  if (ruleset.mode === "iptables") return ruleset.rules.length;
  if (ruleset.mode === "ipvs") return ruleset.servers.reduce((sum, { servers }) => sum + 1 + servers.length, 0);
  const { sets, chains } = ruleset.table;
  const elements = sets.reduce((sum, set) => sum + set.elements.length, 0);
  return chains.reduce((sum, chain) => sum + chain.rules.length, elements);
}
