import type { ControllerContext } from "./context.ts";
import { runReplicaSets, runReplicationControllers } from "./replicas.ts";

/**
 * Starts the controllers. Their order is the order in which they get their turn: those that others wait for stand
 * first, so that what stands last sees many changes as one.
 */
export function startControllers(context: ControllerContext): void {
  runReplicaSets(context);
  runReplicationControllers(context);
}
