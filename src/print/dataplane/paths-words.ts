import type { EntranceKind } from "../../model/dataplane/mode-names.ts";
import type { NatReason, Policy, Route } from "../../model/dataplane/paths.ts";
import type { ProxyMode } from "../../model/dataplane/settings.ts";
import type { Unproxied } from "../../model/dataplane/proxy-ports.ts";

export const ENTRANCE: Record<EntranceKind, string> = {
  "cluster-ip": "cluster IP",
  "node-port": "node port",
  "external-ip": "external IP",
  "load-balancer": "load balancer IP",
};

export const FROM: Record<Route["from"], string> = {
  anywhere: "from anywhere",
  pods: "from Pods",
  "outside-pods": "from elsewhere",
  node: "from the node itself",
  elsewhere: "from elsewhere",
};

export const WHY: Record<NatReason, string> = {
  "pods-are-reached-directly": "the client's address is kept: Pods answer each other directly",
  "answers-come-back-here": "source NAT: the endpoint sees the node's address, so that answers come back through it",
  "policy-keeps-it": "the client's address is kept: that is what traffic policy Local is for",
  "answers-would-be-lost": "only Pods on this node get answers: no endpoint is here, and the client's address is kept",
  "all-are-masqueraded": "source NAT: kube-proxy is told to masquerade everything",
  "pods-are-not-told-apart": "the client's address is kept: without a cluster CIDR, Pods cannot be told from others",
};

/** What a packet meets on its way. */
export const STATIONS: Record<ProxyMode, string> = {
  iptables:
    "KUBE-…: a chain, a list of rules that the kernel goes through from the top. An arrow is a jump to the next.",
  nftables: "A map leads from an address to a chain, a list of rules that the kernel goes through. An arrow is a jump.",
  ipvs: "A virtual server is an address that the kernel itself shares among real servers, the endpoints.",
};

export const POLICY: Record<Policy, string> = {
  Cluster: "any endpoint in the cluster",
  Local: "only endpoints on the node that got the packet",
};

export const UNPROXIED: Record<Unproxied, string> = {
  "external-name": "kube-proxy writes nothing: ExternalName Services are a CNAME in DNS and nothing more",
  headless: "kube-proxy writes nothing: a headless Service has no address of its own, clients get the Pods' from DNS",
  "other-proxy": "kube-proxy writes nothing: a label leaves this Service to another proxy",
  "no-cluster-ip": "kube-proxy writes nothing yet: the API server gives the Service its cluster IP when it is created",
  "no-ports": "kube-proxy writes nothing: the Service has no ports",
};
