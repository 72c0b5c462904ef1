import { familyOf, type IpFamily } from "../addresses.ts";
import { answersLocalhost, nodePortAddresses } from "./node-ports.ts";
import { type IptablesRule, type IptablesTable, ruleSpec } from "./iptables-rule.ts";
import { masqueradeMark, type ProxySettings } from "./settings.ts";

type Row = readonly [table: IptablesTable, chain: string, comment: string | undefined, also: string, jump: string];

const NEW = "-m conntrack --ctstate NEW";
const FIREWALL = "kubernetes load balancer firewall";
const PORTALS = "kubernetes service portals";
const OUTSIDE = "kubernetes externally-visible service portals";
const FORWARDING = "kubernetes forwarding rules";

/** The jumps from the kernel's own chains to kube-proxy's. `true`: the match on new connections stands first. */
const JUMPS: readonly (readonly [IptablesTable, string, string, boolean, string])[] = [
  ["filter", "INPUT", FIREWALL, true, "KUBE-PROXY-FIREWALL"],
  ["filter", "INPUT", "kubernetes health check service ports", false, "KUBE-NODEPORTS"],
  ["filter", "INPUT", OUTSIDE, true, "KUBE-EXTERNAL-SERVICES"],
  ["filter", "FORWARD", FIREWALL, true, "KUBE-PROXY-FIREWALL"],
  ["filter", "FORWARD", FORWARDING, false, "KUBE-FORWARD"],
  ["filter", "FORWARD", PORTALS, true, "KUBE-SERVICES"],
  ["filter", "FORWARD", OUTSIDE, true, "KUBE-EXTERNAL-SERVICES"],
  ["filter", "OUTPUT", FIREWALL, true, "KUBE-PROXY-FIREWALL"],
  ["filter", "OUTPUT", PORTALS, true, "KUBE-SERVICES"],
  ["nat", "PREROUTING", PORTALS, false, "KUBE-SERVICES"],
  ["nat", "OUTPUT", PORTALS, false, "KUBE-SERVICES"],
  ["nat", "POSTROUTING", "kubernetes postrouting rules", false, "KUBE-POSTROUTING"],
];

/** The rules that stand there whatever the Services are. Node ports on localhost want a guard for connections to it. */
export function fixedRules(family: IpFamily, settings: ProxySettings): IptablesRule[] {
  const mark = masqueradeMark(settings);
  const jumps = JUMPS.map(([table, chain, comment, onlyNew, jump]) => {
    const spec = ruleSpec({ comment, jump });
    return { table, chain, spec: onlyNew ? `${NEW} ${spec}` : spec };
  });
  const rows: Row[] = [
    ...(settings.tcpBeLiberal ? [] : [["filter", "KUBE-FORWARD", undefined, INVALID, "DROP"] as const]),
    ["filter", "KUBE-FORWARD", FORWARDING, `-m mark --mark ${mark}/${mark}`, "ACCEPT"],
    ["filter", "KUBE-FORWARD", "kubernetes forwarding conntrack rule", KNOWN, "ACCEPT"],
    ["nat", "KUBE-MARK-MASQ", undefined, "", `MARK --set-xmark ${mark}/${mark}`],
    ["nat", "KUBE-POSTROUTING", undefined, `-m mark ! --mark ${mark}/${mark}`, "RETURN"],
    ["nat", "KUBE-POSTROUTING", undefined, "", `MARK --set-xmark ${mark}/0x0`],
    ["nat", "KUBE-POSTROUTING", "kubernetes service traffic requiring SNAT", "", "MASQUERADE --random-fully"],
  ];
  const inner = rows.map(([table, chain, comment, also, jump]) => ({
    table,
    chain,
    spec: ruleSpec({ comment, also, jump }),
  }));
  const guard = answersLocalhost(family, settings) ? [LOCALHOST_GUARD] : [];
  return [...KUBELET_JUMPS, ...jumps, ...guard, ...inner];
}

const INVALID = "-m conntrack --ctstate INVALID -m nfacct --nfacct-name  ct_state_invalid_dropped_pkts";
const KNOWN = "-m conntrack --ctstate RELATED,ESTABLISHED";

/** The jumps to a chain that kube-proxy shares with the kubelet. */
const KUBELET_JUMPS: readonly IptablesRule[] = [
  { table: "filter", chain: "INPUT", spec: "-j KUBE-FIREWALL" },
  { table: "filter", chain: "OUTPUT", spec: "-j KUBE-FIREWALL" },
];

/** Answers on 127.0.0.1 need route_localnet, which would let neighbours in, too (kubernetes issue 90259). */
const LOCALHOST_GUARD: IptablesRule = {
  table: "filter",
  chain: "KUBE-FIREWALL",
  spec:
    '! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" ' +
    "-m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP",
};

/** The last rules of KUBE-SERVICES: what no address has matched may be for a node port. */
export function lastServicesRules(family: IpFamily, settings: ProxySettings): IptablesRule[] {
  const comment = "kubernetes service nodeports; NOTE: this must be the last rule in this chain";
  const toNodePorts = { comment, jump: "KUBE-NODEPORTS" };
  const addresses = nodePortAddresses(family, settings);
  const localhost = family === "IPv4" ? "127.0.0.0/8" : "::1/128";
  const blocked = !answersLocalhost(family, settings) ? `! -d ${localhost} ` : "";
  const specs =
    addresses === "all"
      ? [blocked + ruleSpec({ ...toNodePorts, also: "-m addrtype --dst-type LOCAL" })]
      : addresses
          .filter((address) => familyOf(address) === family && (address !== "127.0.0.1" || blocked === ""))
          .map((destination) => ruleSpec({ ...toNodePorts, destination }));
  return specs.map((spec) => ({ table: "nat", chain: "KUBE-SERVICES", spec }));
}
