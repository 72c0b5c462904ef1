import type {
  V1Container,
  V1ContainerPort,
  V1EnvFromSource,
  V1EnvVar,
  V1LifecycleHandler,
  V1PodSpec,
  V1PodTemplateSpec,
  V1Probe,
  V1Toleration,
  V1Volume,
} from "@kubernetes/client-node";

import type { Json } from "../../../model/snapshot.ts";

export type Container = Json<V1Container>;
export type ContainerPort = Json<V1ContainerPort>;
export type EnvFromSource = Json<V1EnvFromSource>;
export type EnvVar = Json<V1EnvVar>;
export type LifecycleHandler = Json<V1LifecycleHandler>;
/** As it came: a spec without containers is valid JSON. */
export type PodSpec = Partial<Json<V1PodSpec>>;
export type PodTemplate = Json<V1PodTemplateSpec>;
export type Probe = Json<V1Probe>;
export type Toleration = Json<V1Toleration>;
export type Volume = Json<V1Volume>;
