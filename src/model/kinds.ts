import type {
  CoreV1EndpointPort,
  DiscoveryV1EndpointPort,
  V1ConfigMap,
  V1Container,
  V1ContainerPort,
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1Endpoint,
  V1EndpointAddress,
  V1Endpoints,
  V1EnvFromSource,
  V1EnvVar,
  V1HTTPIngressPath,
  V1Ingress,
  V1IngressBackend,
  V1IngressClass,
  V1IngressClassParametersReference,
  V1IngressRule,
  V1Job,
  V1LabelSelector,
  V1LifecycleHandler,
  V1LoadBalancerIngress,
  V1NetworkPolicy,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
  V1PodTemplateSpec,
  V1Probe,
  V1ReplicaSet,
  V1ReplicationController,
  V1Secret,
  V1ServicePort,
  V1ServiceSpec,
  V1StatefulSet,
  V1Taint,
  V1Toleration,
  V1Volume,
} from "@kubernetes/client-node";

import type { Json } from "./snapshot.ts";

/** Kinds beside those of a Snapshot, and parts of kinds, as plain JSON. */

export type ConfigMap = Json<V1ConfigMap>;
export type Container = Json<V1Container>;
export type ContainerPort = Json<V1ContainerPort>;
export type CronJob = Json<V1CronJob>;
export type DaemonSet = Json<V1DaemonSet>;
export type Deployment = Json<V1Deployment>;
export type Endpoint = Json<V1Endpoint>;
export type EndpointAddress = Json<V1EndpointAddress>;
export type EndpointPort = Json<CoreV1EndpointPort>;
export type Endpoints = Json<V1Endpoints>;
export type EnvFromSource = Json<V1EnvFromSource>;
export type EnvVar = Json<V1EnvVar>;
export type HTTPIngressPath = Json<V1HTTPIngressPath>;
export type Ingress = Json<V1Ingress>;
export type IngressBackend = Json<V1IngressBackend>;
export type IngressClass = Json<V1IngressClass>;
export type IngressClassParametersReference = Json<V1IngressClassParametersReference>;
export type IngressRule = Json<V1IngressRule>;
export type Job = Json<V1Job>;
export type LabelSelector = Json<V1LabelSelector>;
export type LifecycleHandler = Json<V1LifecycleHandler>;
export type LoadBalancerIngress = Json<V1LoadBalancerIngress>;
export type NetworkPolicy = Json<V1NetworkPolicy>;
export type NetworkPolicyPeer = Json<V1NetworkPolicyPeer>;
export type NetworkPolicyPort = Json<V1NetworkPolicyPort>;
export type PodTemplate = Json<V1PodTemplateSpec>;
export type Probe = Json<V1Probe>;
export type ReplicaSet = Json<V1ReplicaSet>;
export type ReplicationController = Json<V1ReplicationController>;
export type Secret = Json<V1Secret>;
export type ServicePort = Json<V1ServicePort>;
export type ServiceSpec = Json<V1ServiceSpec>;
export type SlicePort = Json<DiscoveryV1EndpointPort>;
export type StatefulSet = Json<V1StatefulSet>;
export type Taint = Json<V1Taint>;
export type Toleration = Json<V1Toleration>;
export type Volume = Json<V1Volume>;
