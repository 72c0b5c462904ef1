import type { Fact } from "../model/finding-facts.ts";
import type { WordsOf } from "./check-words.ts";
import { count, firstLines, some } from "./check-lists.ts";

/** Nobody but the sandbox could give this load balancer its address. */
const isOfSandbox = ({ inSandbox, loadBalancerClass }: Extract<Fact, { kind: "load-balancer-pending" }>): boolean =>
  inSandbox && loadBalancerClass === undefined;

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
    evidence: (fact) => {
      if (isOfSandbox(fact))
        return ["the sandbox gives out addresses when it is started by 'svcctl sandbox start --load-balancer'"];
      const { events } = fact;
      if (events.length === 0) return ["no events: it seems that no load balancer controller takes care of it"];
      return firstLines(
        events.map((event) => `${event.reason}${event.count > 1 ? ` (${event.count} times)` : ""}: ${event.message}`),
      );
    },
    help: (fact) =>
      isOfSandbox(fact)
        ? "Start the sandbox anew, with --load-balancer. What it holds is gone then, unless --data FILE keeps it."
        : undefined,
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
