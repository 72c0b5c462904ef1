import type { IpFamily } from "../addresses.ts";
import type { Snapshot } from "../snapshot.ts";
import { localTraffic } from "./local-traffic.ts";
import { fixedChains } from "./nftables-fixed.ts";
import { nftablesPart } from "./nftables-port.ts";
import { CONTAINERS, type ContainerName, emptyContainer, type NftTable } from "./nftables-table.ts";
import { nodePortAddresses } from "./node-ports.ts";
import { proxyPorts } from "./proxy-ports.ts";
import type { ProxySettings } from "./settings.ts";
import { decideTraffic } from "./traffic.ts";

/** kube-proxy's table of one family. */
export interface NftablesRuleset {
  mode: "nftables";
  family: IpFamily;
  table: NftTable;
}

/**
 * The table that kube-proxy 1.36 writes on a node in nftables mode.
 *
 * @param whole with the parts that no Service owns; else only what the snapshot's Services add
 */
export function nftablesRuleset(
  snapshot: Pick<Snapshot, "services" | "endpointSlices">,
  family: IpFamily,
  settings: ProxySettings,
  whole: boolean,
): NftablesRuleset {
  const ip = family === "IPv4" ? "ip" : "ip6";
  const local = localTraffic(family, settings);
  const addresses = nodePortAddresses(family, settings);
  const hasNodePortSet = addresses !== "all";
  const names = (Object.keys(CONTAINERS) as ContainerName[]).filter(
    (name) => name !== "nodeport-ips" || hasNodePortSet,
  );
  const containers = new Map(names.map((name) => [name, emptyContainer(name, ip)]));
  const nodePortIps = containers.get("nodeport-ips");
  if (whole && nodePortIps && addresses !== "all") nodePortIps.elements = addresses.map((key) => ({ key }));
  const chains = whole ? fixedChains(family, settings, local, hasNodePortSet) : [];
  const sets = [];
  const seen = new Set<string>();
  for (const port of proxyPorts(snapshot, family, settings.node)) {
    const part = nftablesPart(decideTraffic(port, settings), settings, local);
    for (const chain of part.chains) chains.push(chain);
    for (const set of part.sets) sets.push(set);
    for (const { container, element } of part.elements) {
      const key = `${container} ${element.key}`;
      if (!seen.has(key)) containers.get(container)?.elements.push(element);
      seen.add(key);
    }
  }
  const used = [...containers.values()].filter(({ elements }) => whole || elements.length > 0);
  const named = { family: ip, name: "kube-proxy", comment: "rules for kube-proxy" } as const;
  return { mode: "nftables", family, table: { ...named, sets: [...used, ...sets], chains } };
}
