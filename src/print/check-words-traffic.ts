import type { WordsOf } from "./check-words.ts";
import { count, firstLines, some } from "./check-lists.ts";

/** The ways that traffic takes. */
export const trafficWords = {
  "nodes-without-endpoint": {
    says: ({ policy, nodes, of }) =>
      `With ${policy} Local, ${nodes.length} of ${count(of, "node")} ${nodes.length === 1 ? "drops" : "drop"} the traffic.`,
    evidence: ({ nodes }) => [`no ready endpoint on ${some(nodes)}`],
  },
  "load-balancer-skips-nodes": {
    says: ({ nodes, of }) =>
      `With externalTrafficPolicy Local, ${nodes.length} of ${count(of, "node")} ${nodes.length === 1 ? "takes" : "take"} no traffic.`,
    evidence: ({ nodes }) => [`no ready endpoint on ${some(nodes)}`],
    help: () =>
      "Nothing, if the load balancer asks the health check node port and these nodes' own node ports are not used.",
  },
  "load-balancer-pending": {
    says: ({ loadBalancerClass }) =>
      `The load balancer has no address yet${loadBalancerClass === undefined ? "" : ` (class ${loadBalancerClass})`}.`,
    evidence: ({ events }) =>
      events.length === 0
        ? ["no events: it seems that no load balancer controller takes care of it"]
        : firstLines(
            events.map(
              (event) => `${event.reason}${event.count > 1 ? ` (${event.count} times)` : ""}: ${event.message}`,
            ),
          ),
  },
  "affinity-on-headless": {
    says: () => "Session affinity has no effect: nothing stands between clients and the Pods of a headless Service.",
  },
  "affinity-by-node": {
    says: () => "Clients from outside may enter at any node, and each node keeps session affinity for itself.",
    evidence: () => ["externalTrafficPolicy is Cluster"],
  },
  "affinity-by-protocol": {
    says: ({ protocols }) =>
      `Session affinity is kept for each port and protocol (${protocols.join(", ")}): a client may get a Pod for each.`,
  },
} satisfies Partial<WordsOf>;
