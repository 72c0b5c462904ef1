import type {
  ControllerRevision,
  DaemonSet,
  Deployment,
  Endpoints,
  EndpointSlice,
  KubeObject,
  Namespace,
  Node,
  Pod,
  ReplicaSet,
  ReplicationController,
  Service,
  StatefulSet,
} from "../../model/snapshot.ts";
import type { Registry } from "../types.ts";
import { findKind, objectsOf } from "./objects.ts";

/** The kinds that controllers and nodes work on, written under one manager's name. */
export function clusterObjects(registry: Registry, manager: string) {
  const of = <T extends object>(group: string, plural: string) =>
    objectsOf<T>(registry, findKind(registry, group, plural), manager);
  return {
    namespaces: of<Namespace>("", "namespaces"),
    nodes: of<Node>("", "nodes"),
    pods: of<Pod>("", "pods"),
    services: of<Service>("", "services"),
    endpoints: of<Endpoints>("", "endpoints"),
    events: of<KubeObject>("", "events"),
    configMaps: of<KubeObject>("", "configmaps"),
    serviceAccounts: of<KubeObject>("", "serviceaccounts"),
    replicationControllers: of<ReplicationController>("", "replicationcontrollers"),
    replicaSets: of<ReplicaSet>("apps", "replicasets"),
    deployments: of<Deployment>("apps", "deployments"),
    statefulSets: of<StatefulSet>("apps", "statefulsets"),
    daemonSets: of<DaemonSet>("apps", "daemonsets"),
    controllerRevisions: of<ControllerRevision>("apps", "controllerrevisions"),
    leases: of<KubeObject>("coordination.k8s.io", "leases"),
    endpointSlices: of<EndpointSlice>("discovery.k8s.io", "endpointslices"),
  };
}

export type ClusterObjects = ReturnType<typeof clusterObjects>;
