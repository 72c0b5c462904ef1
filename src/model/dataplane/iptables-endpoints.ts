import { familyOf } from "../addresses.ts";
import type { IptablesAround, RuleList } from "./iptables-port.ts";
import { randomMatch } from "./iptables-rule.ts";
import { endpointChain } from "./names.ts";
import type { ProxyEndpoint } from "./proxy-endpoints.ts";
import type { ProxyPort } from "./proxy-ports.ts";

const MASKS = { IPv4: "255.255.255.255", IPv6: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" };

/** A match on the list of clients that an endpoint has seen, as iptables-save writes it. */
const recently = (what: string, chain: string, ip: string): string =>
  `-m recent ${what} --name ${chain} --mask ${MASKS[familyOf(ip)]} --rsource`;

/** The chains of a port's endpoints. */
export type EndpointChains = ReadonlyMap<ProxyEndpoint, string>;

/** Names the chain of each endpoint once: it costs a hash. */
export function endpointChains(port: ProxyPort, endpoints: readonly ProxyEndpoint[]): EndpointChains {
  return new Map(endpoints.map((endpoint) => [endpoint, endpointChain(port, endpoint.address)]));
}

/** The rules that choose an endpoint: first the one that the client had before, then any at random. */
export function balancingRules(
  rules: RuleList,
  port: ProxyPort,
  chain: string,
  endpoints: readonly ProxyEndpoint[],
  chains: EndpointChains,
  { isLarge }: IptablesAround,
): void {
  const commentOf = (address: string) => (isLarge ? undefined : `${port.label} -> ${address}`);
  if (port.affinitySeconds !== undefined) {
    const check = `--rcheck --seconds ${port.affinitySeconds} --reap`;
    for (const endpoint of endpoints) {
      const { ip, address } = endpoint;
      const jump = chains.get(endpoint) ?? "";
      rules.add("nat", chain, { comment: commentOf(address), also: recently(check, jump, ip), jump }, address);
    }
  }
  for (const [at, endpoint] of endpoints.entries()) {
    const { address } = endpoint;
    const remaining = endpoints.length - at;
    const also = remaining > 1 ? randomMatch(remaining) : "";
    rules.add("nat", chain, { comment: commentOf(address), also, jump: chains.get(endpoint) ?? "" }, address);
  }
}

/** An endpoint's chain: source NAT when it talks to itself, then the new destination. */
export function endpointRules(
  rules: RuleList,
  port: ProxyPort,
  chain: string,
  { ip, address }: ProxyEndpoint,
  { isLarge }: IptablesAround,
): void {
  const comment = isLarge ? undefined : port.label;
  rules.add("nat", chain, { source: ip, comment, jump: "KUBE-MARK-MASQ" }, address);
  const also = port.affinitySeconds === undefined ? "" : recently("--set", chain, ip);
  const jump = `DNAT --to-destination ${address}`;
  rules.add("nat", chain, { protocol: port.protocol, comment, also, port: "any", jump }, address);
}
