/** One entry of a set or a map. */
export interface NftElement {
  /** "10.96.0.1 . tcp . 443" */
  key: string;
  /** A map's verdict: "goto service-…", "drop". */
  value?: string;
  comment?: string;
  /** The Service port ("shop/frontend:http") that it serves; of several that share it, the first. */
  service?: string;
  endpoint?: string;
}

/** A set, or a map when its type has a colon. */
export interface NftSet {
  kind: "set" | "map";
  name: string;
  type: string;
  comment?: string;
  /** Further properties, a line each: "flags dynamic,timeout". */
  properties?: readonly string[];
  elements: NftElement[];
  service?: string;
  endpoint?: string;
}

export interface NftChain {
  name: string;
  /** "type nat hook prerouting priority dstnat; policy accept;" */
  hook?: string;
  comment?: string;
  rules: string[];
  service?: string;
  endpoint?: string;
}

/** A table, as `nft list ruleset` shows it. */
export interface NftTable {
  family: "ip" | "ip6";
  name: string;
  comment: string;
  sets: NftSet[];
  chains: NftChain[];
}

/** The names of kube-proxy's sets and maps, their types behind the address type, and the comments they carry. */
export const CONTAINERS = {
  "hairpin-connections": ["set", "{a} . {a} . inet_proto . inet_service", "service hairpin connections"],
  "cluster-ips": ["set", "{a}", "Active ClusterIPs"],
  "nodeport-ips": ["set", "{a}", "IPs that accept NodePort traffic"],
  "no-endpoint-services": [
    "map",
    "{a} . inet_proto . inet_service : verdict",
    "vmap to drop or reject packets to services with no endpoints",
  ],
  "no-endpoint-nodeports": [
    "map",
    "inet_proto . inet_service : verdict",
    "vmap to drop or reject packets to service nodeports with no endpoints",
  ],
  "firewall-ips": [
    "map",
    "{a} . inet_proto . inet_service : verdict",
    "destinations that are subject to LoadBalancerSourceRanges",
  ],
  "service-ips": [
    "map",
    "{a} . inet_proto . inet_service : verdict",
    "ClusterIP, ExternalIP and LoadBalancer IP traffic",
  ],
  "service-nodeports": ["map", "inet_proto . inet_service : verdict", "NodePort traffic"],
} as const satisfies Record<string, readonly ["set" | "map", string, string]>;

export type ContainerName = keyof typeof CONTAINERS;

/** An empty set or map of kube-proxy's. */
export function emptyContainer(name: ContainerName, family: "ip" | "ip6"): NftSet {
  const [kind, type, comment] = CONTAINERS[name];
  return {
    kind,
    name,
    type: type.replaceAll("{a}", family === "ip" ? "ipv4_addr" : "ipv6_addr"),
    comment,
    elements: [],
  };
}
