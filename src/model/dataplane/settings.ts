import type { IpFamily } from "../addresses.ts";

export type ProxyMode = "iptables" | "ipvs" | "nftables";

/** What kube-proxy is told beside the API objects: its configuration, and what it finds on its node. */
export interface ProxySettings {
  mode: ProxyMode;
  /** --hostname-override, or the node's own name. "" when no node is known: then no endpoint is local. */
  node: string;
  /** The node's own address of a family; undefined when it has none. */
  nodeIp(family: IpFamily): string | undefined;
  /** topology.kubernetes.io/zone of the node; "" when it has none. */
  zone: string;
  /** --cluster-cidr: where Pods have their addresses. Without one, no traffic is told apart as coming from Pods. */
  clusterCidrs: readonly string[];
  /** The interface (or how the names of several begin) that Pods' traffic comes in by; tells Pods apart when set. */
  podInterface?: { name: string; isPrefix: boolean } | undefined;
  /** The ranges of cluster IPs (ServiceCIDR objects); nftables drops what goes to their unused addresses. */
  serviceCidrs: readonly string[];
  /**
   * --nodeport-addresses as ranges; "primary" for the node's own addresses; undefined when it is not set (all
   * addresses in iptables and ipvs mode, "primary" in nftables mode).
   */
  nodePortAddresses: readonly string[] | undefined;
  /** Whether the node's own addresses are known to be on its interfaces, so that "primary" can be spelled out. */
  knowsInterfaces: boolean;
  masqueradeAll: boolean;
  /** The bit of the packet mark that asks for source NAT. 14: 0x4000. */
  masqueradeBit: number;
  /** Whether node ports answer on 127.0.0.1, too, where nodePortAddresses allow it. iptables and IPv4 only. */
  localhostNodePorts: boolean;
  /** The kernel takes TCP packets outside of a connection's window as they come: kube-proxy then drops none. */
  tcpBeLiberal: boolean;
  /** Whether rules of endpoints go without comments; undefined: above a thousand endpoints. iptables only. */
  isLarge?: boolean | undefined;
  /** The ipvs scheduler: rr when it is not set. */
  scheduler: string;
}

/** kube-proxy's own defaults. */
export const DEFAULT_SETTINGS: ProxySettings = {
  mode: "iptables",
  node: "",
  nodeIp: () => undefined,
  zone: "",
  clusterCidrs: [],
  serviceCidrs: [],
  nodePortAddresses: undefined,
  knowsInterfaces: false,
  masqueradeAll: false,
  masqueradeBit: 14,
  localhostNodePorts: true,
  tcpBeLiberal: false,
  scheduler: "rr",
};

/** The packet mark that asks for source NAT, as iptables writes it (0x4000) or, padded, as nft does (0x00004000). */
export function masqueradeMark({ masqueradeBit }: ProxySettings, digits = 0): string {
  return `0x${((1 << masqueradeBit) >>> 0).toString(16).padStart(digits, "0")}`;
}
