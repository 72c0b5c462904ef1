import { humanDuration } from "../model/age.ts";
import { protocolOf } from "../model/ports.ts";
import type { EntranceBody, Fault, Share, Step, StepBody, StepState } from "../model/trace.ts";
import { some } from "./check-lists.ts";
import { factWords } from "./check-words.ts";
import { NO_RECORDS } from "./dns-text.ts";
import { remarkText } from "./remark-words.ts";

/** What the steps are called. */
export const STEP_NAMES: Record<StepBody["kind"], string> = {
  "dns-name": "DNS name",
  "external-name": "external name",
  headless: "cluster IP",
  "cluster-ip": "cluster IP",
  "node-port": "node port",
  "external-ip": "external IP",
  "load-balancer": "load balancer",
  port: "port",
  "target-port": "target port",
  "network-policy": "network policy",
  endpoints: "endpoints",
};

/** What becomes of traffic to a port. */
export const VERDICTS: Record<StepState, string> = {
  ok: "traffic arrives",
  warning: "traffic arrives, but not all is well",
  broken: "traffic does not arrive",
  unknown: "whether traffic arrives is not known",
};

/** What there is at a step, in one line. Text from the cluster in it is not escaped yet. */
export function stepText(step: Step, from: string | undefined): string {
  switch (step.kind) {
    case "dns-name":
      return step.addresses.length === 0 ? step.name : `${step.name} → ${some(step.addresses)}`;
    case "external-name":
      return `${step.target}: DNS answers with this name, and nothing else stands in between`;
    case "headless":
      return "none (headless): clients connect to the addresses that DNS gives them";
    case "cluster-ip":
    case "node-port":
    case "external-ip":
    case "load-balancer":
      return entranceText(step, from);
    case "port": {
      const { name, port, appProtocol } = step.port;
      return `${name ? `${name} ` : ""}${port}/${protocolOf(step.port)}${appProtocol ? `, ${appProtocol}` : ""}`;
    }
    case "target-port":
      return typeof step.target === "number" || step.numbers.length === 0
        ? String(step.target)
        : `${step.target} → ${some(step.numbers.map(String))}`;
    case "network-policy":
      return "lets nobody in";
    case "endpoints":
      return endpointsText(step);
  }
}

function entranceText(entrance: EntranceBody, from: string | undefined): string {
  const { kind, address, policy, sources, isForwarded, healthCheckNodePort } = entrance;
  if (address === undefined) return kind === "load-balancer" ? "<pending>" : "<none>";
  const where = kind === "node-port" ? `${address} on ${from ?? "every node"}` : address;
  const rest = [
    ...(isForwarded ? ["sends traffic on to the nodes"] : []),
    ...(policy === "Local" ? [LOCAL[kind === "cluster-ip" ? "inside" : "outside"]] : []),
    ...(sources.length > 0 ? [`only from ${some(sources)}`] : []),
    ...(healthCheckNodePort === 0 ? [] : [`asks node port ${healthCheckNodePort} which nodes have an endpoint`]),
  ];
  return [where, ...rest].join(", ");
}

const LOCAL = {
  inside: "only to endpoints on the client's node (internalTrafficPolicy Local)",
  outside: "only to endpoints on the node where it arrives (externalTrafficPolicy Local)",
};

function endpointsText({ ready, total, affinitySeconds, narrowing }: Extract<Step, { kind: "endpoints" }>): string {
  const counted = total === 0 ? "none" : `${ready} of ${total} ready`;
  return [
    counted,
    ...(affinitySeconds === undefined
      ? []
      : [`a client keeps its endpoint until it is silent for ${humanDuration(affinitySeconds * 1000)}`]),
    ...(narrowing === undefined ? [] : [`hints keep traffic in its ${narrowing}`]),
  ].join(", ");
}

/** What is wrong, and what proves it. Text from the cluster in it is not escaped yet. */
export function faultLines(fault: Fault): string[] {
  switch (fault.kind) {
    case "finding": {
      const { says, evidence } = factWords(fault.fact);
      // the endpoints below say the same of each
      const proof = "held" in fault.fact || "listed" in fault.fact ? [] : evidence;
      return [`${says} (${fault.code})`, ...proof.map((line) => `- ${line}`)];
    }
    case "remark":
      return [`${capitalized(remarkText(fault.remark))}.`];
    case "no-records":
      return [`${capitalized(NO_RECORDS[fault.why])}.`];
    case "no-local-endpoint":
      return [`No endpoint on ${some(fault.nodes)}: traffic is ${ENDS[fault.how]} there.`];
    case "no-address-yet":
      return ["It gets its address in a cluster."];
    case "load-balancer-error":
      return [`The load balancer does not serve this port: ${fault.error}`];
    case "other-proxy":
      return ["A label leaves this Service to another proxy than kube-proxy."];
    case "not-proxied-protocol":
      return [`kube-proxy does not serve ${fault.protocol}.`];
    case "terminating-only":
      return [`None is ready; traffic goes to ${fault.endpoints} that still serve while they terminate.`];
  }
}

const ENDS = { drop: "dropped", reject: "refused", empty: "refused" };

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** "1/3", "all", "up to 1/2", "1/2 of node-1": an endpoint's part of the traffic. */
export function shareText(share: Share | undefined, node: string | undefined): string {
  if (!share || share.most === 0) return "-";
  const { least, most, isOfNode } = share;
  const part = most === 1 ? "all" : `1/${most}`;
  if (isOfNode) return `${part} of ${node ?? "its node"}`;
  if (least === most) return part;
  return least === 0 ? `up to ${part}` : `1/${least} to ${part}`;
}
