import { countRules, familiesOf, PROXY_MODES, writeRulesets } from "../model/dataplane/rulesets.ts";
import type { ProxyMode } from "../model/dataplane/settings.ts";
import { modesData, modesText } from "../print/dataplane/modes-text.ts";
import { toJson } from "../print/json.ts";
import type { WideLook } from "../print/dataplane/paths-text.ts";
import type { DataplaneReading } from "./dataplane-read.ts";

/** kube-proxy's modes side by side, with what each would write for these Services. */
export function printModes(
  { services, endpointSlices, settings }: DataplaneReading,
  asData: boolean,
  look: WideLook,
): string {
  const families = familiesOf(services);
  const count = (mode: ProxyMode) =>
    writeRulesets({ services, endpointSlices }, families, { ...settings, mode }, false)
      .map(countRules)
      .reduce((sum, rules) => sum + rules, 0);
  const sizes = Object.fromEntries(PROXY_MODES.map((mode) => [mode, count(mode)])) as Record<ProxyMode, number>;
  return asData ? toJson(modesData(sizes)) : modesText(sizes, look);
}
