import type { ControllerContext } from "./context.ts";
import { runDaemonSets } from "./daemon-set/run.ts";
import { runDeployments } from "./deployment/run.ts";
import { runReplicaSets, runReplicationControllers } from "./replicas.ts";
import { runStatefulSets } from "./stateful-set/run.ts";

/**
 * Starts the controllers. Their order is the order in which they get their turn: those that others wait for stand
 * first, so that what stands last sees many changes as one.
 */
export function startControllers(context: ControllerContext): void {
  runReplicaSets(context);
  runReplicationControllers(context);
  runStatefulSets(context);
  runDaemonSets(context);
  runDeployments(context);
}
