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

/** The rules that choose an endpoint: first the one that the client had before, then any at random. */
export function balancingRules(
  rules: RuleList,
  port: ProxyPort,
  chain: string,
  endpoints: readonly ProxyEndpoint[],
  { isLarge }: IptablesAround,
): void {
  const targets = endpoints.map(({ ip, address }) => ({
    ip,
    address,
    jump: endpointChain(port, address),
    comment: isLarge ? undefined : `${port.label} -> ${address}`,
  }));
  if (port.affinitySeconds !== undefined) {
    const check = `--rcheck --seconds ${port.affinitySeconds} --reap`;
    for (const { ip, address, jump, comment } of targets)
      rules.add("nat", chain, { comment, also: recently(check, jump, ip), jump }, address);
  }
  for (const [at, { address, jump, comment }] of targets.entries()) {
    const remaining = targets.length - at;
    const also = remaining > 1 ? randomMatch(remaining) : "";
    rules.add("nat", chain, { comment, also, jump }, address);
  }
}

/** An endpoint's chain: source NAT when it talks to itself, then the new destination. */
export function endpointRules(
  rules: RuleList,
  port: ProxyPort,
  { ip, address }: ProxyEndpoint,
  { isLarge }: IptablesAround,
): void {
  const chain = endpointChain(port, address);
  const comment = isLarge ? undefined : port.label;
  rules.add("nat", chain, { source: ip, comment, jump: "KUBE-MARK-MASQ" }, address);
  const also = port.affinitySeconds === undefined ? "" : recently("--set", chain, ip);
  const jump = `DNAT --to-destination ${address}`;
  rules.add("nat", chain, { protocol: port.protocol, comment, also, port: "any", jump }, address);
}
