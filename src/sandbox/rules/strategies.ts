import type { Strategy } from "../types.ts";
import { createPodStrategy } from "./pod/strategy.ts";
import { createServiceStrategy } from "./service/strategy.ts";
import { createDaemonSetStrategy } from "./workload/daemon-set.ts";
import { createDeploymentStrategy } from "./workload/deployment.ts";
import { createReplicaSetStrategy } from "./workload/replica-set.ts";
import { createReplicationControllerStrategy } from "./workload/replication-controller.ts";
import { createScaleStrategy } from "./workload/scale.ts";
import { createStatefulSetStrategy } from "./workload/stateful-set.ts";

/**
 * The rules of every kind that has any, keyed by `group/Kind`, or the kind alone for the core group. Each call makes
 * allocators of its own, so that one cluster's addresses and ports say nothing of another's.
 */
export function createStrategies(): Record<string, Strategy> {
  return {
    Pod: createPodStrategy(),
    ReplicationController: createReplicationControllerStrategy(),
    Service: createServiceStrategy(),
    "apps/DaemonSet": createDaemonSetStrategy(),
    "apps/Deployment": createDeploymentStrategy(),
    "apps/ReplicaSet": createReplicaSetStrategy(),
    "apps/StatefulSet": createStatefulSetStrategy(),
    "autoscaling/Scale": createScaleStrategy(),
  };
}
