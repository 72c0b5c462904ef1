import { familyOf, type IpFamily } from "../addresses.ts";
import { contains, parseRange } from "./ip.ts";
import type { ProxySettings } from "./settings.ts";

/**
 * The node's addresses that answer node ports: "all" of them, or a list. In nftables mode kube-proxy defaults to the
 * node's own address of each family that it has one of; "primary" means the same in every mode. A list holds only
 * addresses that are known: of ranges those that take in the node's own address, of the rest single addresses.
 */
export function nodePortAddresses(family: IpFamily, settings: ProxySettings): "all" | string[] {
  const { mode, nodePortAddresses: wanted, knowsInterfaces, nodeIp } = settings;
  const isPrimary = wanted === undefined ? mode === "nftables" : wanted.length === 1 && wanted[0] === "primary";
  const own = nodeIp(family);
  if (isPrimary) {
    if (own === undefined && hasOtherFamily(family, settings)) return "all";
    return own !== undefined && knowsInterfaces ? [own] : [];
  }
  const ranges = (wanted ?? []).flatMap((text) => parseRange(text) ?? []).filter((range) => range.family === family);
  if (ranges.length === 0) return "all";
  if (ranges.some(({ bits }) => bits === 0)) return "all";
  const single = (wanted ?? []).filter((text) => !text.includes("/") || /\/(?:32|128)$/.test(text));
  const named = single.map((text) => text.replace(/\/\d+$/, "")).filter((address) => familyOf(address) === family);
  const inRange = own !== undefined && ranges.some((range) => contains(range, own)) ? [own] : [];
  return [...new Set([...named, ...inRange])];
}

/** A family that the node has no address of is not restricted: kube-proxy then writes the rules for all addresses. */
function hasOtherFamily(family: IpFamily, { nodeIp }: ProxySettings): boolean {
  return nodeIp(family === "IPv4" ? "IPv6" : "IPv4") !== undefined || family === "IPv6";
}
