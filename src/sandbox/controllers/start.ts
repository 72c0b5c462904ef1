import type { ControllerContext } from "./context.ts";
import { runDaemonSets } from "./daemon-set/run.ts";
import { runDeployments } from "./deployment/run.ts";
import { runEndpointSlices } from "./endpoint-slices/run.ts";
import { runEndpointSliceMirroring } from "./endpoints/mirror.ts";
import { runEndpoints } from "./endpoints/run.ts";
import { runGarbageCollector } from "./garbage-collector.ts";
import { runLoadBalancers } from "./load-balancers.ts";
import { runNamespaces } from "./namespaces.ts";
import { runReplicaSets, runReplicationControllers } from "./replicas.ts";
import { runStatefulSets } from "./stateful-set/run.ts";

export interface ControllerOptions {
  /** Give addresses to Services of type LoadBalancer. */
  loadBalancer: boolean;
  /** The API server's authority, as PEM: each namespace gets a copy. */
  ca: string;
}

/**
 * Starts the controllers. Their order is the order in which they get their turn: those that others wait for stand
 * first, so that what stands last sees many changes as one.
 */
export function startControllers(context: ControllerContext, { loadBalancer, ca }: ControllerOptions): void {
  runNamespaces(context, ca);
  runGarbageCollector(context);
  runReplicaSets(context);
  runReplicationControllers(context);
  runStatefulSets(context);
  runDaemonSets(context);
  runDeployments(context);
  runLoadBalancers(context, loadBalancer);
  runEndpointSlices(context);
  runEndpoints(context);
  runEndpointSliceMirroring(context);
}
