import type { WordsOf } from "./check-words.ts";
import { count, firstLines, some } from "./check-lists.ts";

/** What kube-proxy is told. */
export const kubeProxyWords = {
  "proxy-mode-deprecated": {
    says: ({ mode }) => `kube-proxy's mode ${mode} is deprecated since Kubernetes 1.35.`,
    evidence: ({ mode }) => [`config.conf says mode: ${mode}`],
    help: () =>
      "Set mode to nftables (nodes need Linux 5.13 or newer) or iptables, and restart kube-proxy's Pods. svcctl dataplane --compare shows the modes side by side.",
  },
  "node-ports-closed": {
    says: ({ nodes, of }) =>
      of === 0
        ? "Node ports answer on loopback addresses alone, so nothing reaches them from outside of a node."
        : `Node ports do not answer on ${nodes.length} of ${count(of, "node")}: kube-proxy's nodePortAddresses has no address of ${nodes.length === 1 ? "it" : "theirs"}.`,
    evidence: ({ ranges, nodes, services }) => [
      `config.conf says nodePortAddresses: ${ranges.join(", ")}`,
      ...(nodes.length > 0 ? [`no such address on ${some(nodes)}`] : []),
      `node ports of ${some(services)}`,
    ],
    help: () =>
      "Set nodePortAddresses to ranges that hold an address of each node, or to [primary], and restart kube-proxy's Pods.",
  },
  "strict-arp-off": {
    says: () => "In ipvs mode without strictARP, every node claims the addresses of load balancers for itself (ARP).",
    evidence: ({ addresses }) =>
      firstLines(addresses.map(({ service, ip }) => `${service}: ${ip ?? "no address yet"}`)),
    help: () =>
      "Set ipvs.strictARP to true and restart kube-proxy's Pods, if a program on the nodes announces the addresses (MetalLB in layer 2 mode, kube-vip).",
  },
} satisfies Partial<WordsOf>;
