import { type Choice, chooseEndpoints, isExternallyAccessible, usesCluster, usesLocal } from "./topology.ts";
import type { ProxyPort } from "./proxy-ports.ts";
import type { ProxySettings } from "./settings.ts";

/** What becomes of packets that no endpoint takes. */
export type Refusal = "reject" | "drop";

/** What a node does with the traffic of one port: the decisions that the three modes share. */
export interface Traffic extends Choice {
  port: ProxyPort;
  /** Whether packets to the cluster IP find an endpoint; else `internalRefusal` tells their end. */
  hasInternal: boolean;
  internalRefusal: Refusal | undefined;
  /** The same for packets from outside to external addresses and node ports. */
  hasExternal: boolean;
  externalRefusal: Refusal | undefined;
  usesClusterChain: boolean;
  usesLocalChain: boolean;
  /** Whether external addresses lead anywhere at all: under the policy Local, Pods may use them when others may not. */
  usesExternalChain: boolean;
  /** Whether only some sources may use the load balancer's addresses. */
  isFirewalled: boolean;
}

/** Decides for one port. */
export function decideTraffic(port: ProxyPort, settings: Pick<ProxySettings, "node" | "zone">): Traffic {
  const { cluster, local, reachable, hasAny, narrowing } = chooseEndpoints(port, settings);
  const hasInternal = hasAny && (!port.internalLocal || local.length > 0);
  const hasExternal = hasAny && (!port.externalLocal || local.length > 0);
  const refusal = (has: boolean): Refusal | undefined => (has ? undefined : hasAny ? "drop" : "reject");
  return {
    cluster,
    local,
    reachable,
    hasAny,
    narrowing,
    port,
    hasInternal,
    internalRefusal: refusal(hasInternal),
    hasExternal,
    externalRefusal: refusal(hasExternal),
    usesClusterChain: cluster.length > 0 && usesCluster(port),
    usesLocalChain: local.length > 0 && usesLocal(port),
    usesExternalChain: hasAny && isExternallyAccessible(port),
    isFirewalled: port.loadBalancerIps.length > 0 && port.sourceRanges.length > 0,
  };
}
