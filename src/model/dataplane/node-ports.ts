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
  const loopback = family === "IPv4" ? ranges.filter((range) => contains(range, "127.0.0.1")) : [];
  const single = (wanted ?? []).filter((text) => !text.includes("/") || /\/(?:32|128)$/.test(text));
  const named = single.map((text) => text.replace(/\/\d+$/, "")).filter((address) => familyOf(address) === family);
  const inRange = own !== undefined && ranges.some((range) => contains(range, own)) ? [own] : [];
  return [...new Set([...named, ...inRange, ...(loopback.length > 0 && mode === "iptables" ? ["127.0.0.1"] : [])])];
}

/** Whether node ports answer on 127.0.0.1: not where nodePortAddresses leave the loopback network out. */
export function answersLocalhost(
  family: IpFamily,
  { nodePortAddresses: wanted, localhostNodePorts }: ProxySettings,
): boolean {
  if (family !== "IPv4" || !localhostNodePorts) return false;
  const ranges = (wanted ?? []).flatMap((text) => parseRange(text) ?? []).filter((range) => range.family === "IPv4");
  const isPrimary = wanted?.length === 1 && wanted[0] === "primary";
  // kube-proxy asks for any range within 127.0.0.0/8, or for one that holds its first address
  return (
    !isPrimary &&
    (ranges.length === 0 || ranges.some((range) => range.first >> 24n === 127n || contains(range, "127.0.0.0")))
  );
}

/** A family that the node has no address of is not restricted: kube-proxy then writes the rules for all addresses. */
function hasOtherFamily(family: IpFamily, { nodeIp }: ProxySettings): boolean {
  return nodeIp(family === "IPv4" ? "IPv6" : "IPv4") !== undefined || family === "IPv6";
}
