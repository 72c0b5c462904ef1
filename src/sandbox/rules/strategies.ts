import type { Strategy } from "../types.ts";
import { createCronJobStrategy } from "./batch/cron-job.ts";
import { createJobStrategy } from "./batch/job.ts";
import { createEventStrategy } from "./cluster/event.ts";
import { createNamespaceStrategy } from "./cluster/namespace.ts";
import { createNodeStrategy } from "./cluster/node.ts";
import { createConfigMapStrategy } from "./config/config-map.ts";
import { createSecretStrategy } from "./config/secret.ts";
import { defineRules } from "./kind-rules.ts";
import { subdomainName } from "./names.ts";
import { createEndpointSliceStrategy } from "./network/endpoint-slice.ts";
import { createEndpointsStrategy } from "./network/endpoints.ts";
import { createIngressClassStrategy } from "./network/ingress-class.ts";
import { createIngressStrategy } from "./network/ingress.ts";
import { createNetworkPolicyStrategy } from "./network/network-policy.ts";
import { createPodStrategy } from "./pod/strategy.ts";
import { createServiceStrategy } from "./service/strategy.ts";
import { createDaemonSetStrategy } from "./workload/daemon-set.ts";
import { createDeploymentStrategy } from "./workload/deployment.ts";
import { createReplicaSetStrategy } from "./workload/replica-set.ts";
import { createReplicationControllerStrategy } from "./workload/replication-controller.ts";
import { createStatefulSetStrategy } from "./workload/stateful-set.ts";

/**
 * The rules of every kind, keyed by `group/Kind`, or the kind alone for the core group. Each call makes allocators of
 * its own, so that one cluster's addresses and ports say nothing of another's; `random` chooses among the free ones.
 */
export function createStrategies(random: () => number): Record<string, Strategy> {
  const onlyMetadata = defineRules({ name: subdomainName });
  return {
    ConfigMap: createConfigMapStrategy(),
    Endpoints: createEndpointsStrategy(),
    Event: createEventStrategy(),
    Namespace: createNamespaceStrategy(),
    Node: createNodeStrategy(),
    Pod: createPodStrategy(),
    ReplicationController: createReplicationControllerStrategy(),
    Secret: createSecretStrategy(),
    Service: createServiceStrategy(random),
    ServiceAccount: onlyMetadata,
    "apps/ControllerRevision": onlyMetadata,
    "apps/DaemonSet": createDaemonSetStrategy(),
    "apps/Deployment": createDeploymentStrategy(),
    "apps/ReplicaSet": createReplicaSetStrategy(),
    "apps/StatefulSet": createStatefulSetStrategy(),
    "autoscaling/HorizontalPodAutoscaler": onlyMetadata,
    "batch/CronJob": createCronJobStrategy(),
    "batch/Job": createJobStrategy(),
    "coordination.k8s.io/Lease": onlyMetadata,
    "discovery.k8s.io/EndpointSlice": createEndpointSliceStrategy(),
    "networking.k8s.io/Ingress": createIngressStrategy(),
    "networking.k8s.io/IngressClass": createIngressClassStrategy(),
    "networking.k8s.io/NetworkPolicy": createNetworkPolicyStrategy(),
  };
}
