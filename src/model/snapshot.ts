import type {
  CoreV1Event,
  V1ControllerRevision,
  V1DaemonSet,
  V1Deployment,
  V1Endpoints,
  V1EndpointSlice,
  V1Ingress,
  V1Namespace,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
  V1NetworkPolicySpec,
  V1Node,
  V1ObjectMeta,
  V1Pod,
  V1PodTemplateSpec,
  V1ReplicaSet,
  V1ReplicationController,
  V1Service,
  V1StatefulSet,
} from "@kubernetes/client-node";

/** Any API object, as the server sent it: plain JSON, every field kept. Times are RFC 3339 strings, not Dates. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata?: Metadata;
  [field: string]: unknown;
}

export interface Metadata {
  name?: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: ManagedFieldsEntry[];
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface ManagedFieldsEntry {
  manager?: string;
  operation?: string;
  apiVersion?: string;
  time?: string;
  fieldsType?: string;
  fieldsV1?: Record<string, unknown>;
  subresource?: string;
}

/** A client-node model type as plain JSON: its Dates are RFC 3339 strings here. */
export type Json<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Json<Item>[]
    : T extends object
      ? { [Key in keyof T]: Json<T[Key]> }
      : T;

export type Service = Json<V1Service>;
export type Pod = Json<V1Pod>;
export type EndpointSlice = Json<V1EndpointSlice>;
export type Node = Json<V1Node>;
export type Namespace = Json<V1Namespace>;
export type Event = Json<CoreV1Event>;
export type ObjectMeta = Json<V1ObjectMeta>;
export type Endpoints = Json<V1Endpoints>;
export type Deployment = Json<V1Deployment>;
export type ReplicaSet = Json<V1ReplicaSet>;
export type ReplicationController = Json<V1ReplicationController>;
export type StatefulSet = Json<V1StatefulSet>;
export type DaemonSet = Json<V1DaemonSet>;
export type ControllerRevision = Json<V1ControllerRevision>;
export type Ingress = Json<V1Ingress>;
export type PodTemplate = Json<V1PodTemplateSpec>;

/** networking.k8s.io/v1 NetworkPolicy. The client's own type calls `from` by another name. */
export interface NetworkPolicy {
  metadata?: Metadata;
  spec?: Omit<Json<V1NetworkPolicySpec>, "ingress"> & { ingress?: PolicyRule[] };
}

export interface PolicyRule {
  from?: Json<V1NetworkPolicyPeer>[];
  ports?: Json<V1NetworkPolicyPort>[];
}

/** gateway.networking.k8s.io/v1 HTTPRoute, as far as it names Services. */
export interface HttpRoute {
  metadata?: Metadata;
  spec?: { rules?: { backendRefs?: RouteBackend[] }[] };
}

/** An object that an HTTPRoute sends requests to: a Service when kind and group are absent. */
export interface RouteBackend {
  group?: string;
  kind?: string;
  name?: string;
  /** The route's own when absent. */
  namespace?: string;
  port?: number;
}

/** What points at Services, or keeps traffic from their Pods. */
export interface Around {
  ingresses: Ingress[];
  /** Empty where the cluster does not know the kind. */
  httpRoutes: HttpRoute[];
  networkPolicies: NetworkPolicy[];
  statefulSets: StatefulSet[];
}

/**
 * What is known of a cluster (or of manifests) at one moment: one list for each kind, wherever it came from.
 * `unreadable` names the kinds that the server refused to list, with its reason, so that views can say what they miss.
 */
export interface Snapshot {
  services: Service[];
  pods: Pod[];
  endpointSlices: EndpointSlice[];
  nodes: Node[];
  events: Event[];
  unreadable: { kind: string; reason: string }[];
  /** Only some of the Services were read: nothing can be said of Pods that no Service takes in. */
  isPartial?: boolean;
  /** Only when it was asked for. */
  around?: Around;
}
