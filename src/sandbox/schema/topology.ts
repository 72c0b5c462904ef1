/**
 * How lists, maps and structs merge: facts of the API that stand in its documentation as x-kubernetes-patch-strategy,
 * x-kubernetes-patch-merge-key (strategic merge patch), x-kubernetes-list-type, x-kubernetes-list-map-keys and
 * x-kubernetes-map-type (server-side apply). Keys are `Struct.field`; what is not named here is replaced as a whole if
 * it is a list, and merged field by field if it is a map or a struct.
 */

export type PatchStrategy = "merge" | "retainKeys" | "replace";

export interface PatchRule {
  strategies: readonly PatchStrategy[];
  /** The field that tells items apart; undefined for lists of plain values. */
  mergeKey?: string;
}

/** Lists that server-side apply merges item by item: the fields that tell items apart, none for sets of plain values. */
const LIST_KEYS: Readonly<Record<string, readonly string[]>> = {
  "Container.env": ["name"],
  "Container.ports": ["containerPort", "protocol"],
  "Container.volumeDevices": ["devicePath"],
  "Container.volumeMounts": ["mountPath"],
  "ContainerStatus.allocatedResourcesStatus": ["name"],
  "ContainerStatus.volumeMounts": ["mountPath"],
  "DaemonSetStatus.conditions": ["type"],
  "DeploymentStatus.conditions": ["type"],
  "NamespaceStatus.conditions": ["type"],
  "NodeSpec.podCIDRs": [],
  "NodeStatus.addresses": ["type"],
  "NodeStatus.conditions": ["type"],
  "ObjectMeta.finalizers": [],
  "ObjectMeta.ownerReferences": ["uid"],
  "PersistentVolumeClaimStatus.conditions": ["type"],
  "PodDisruptionBudgetStatus.conditions": ["type"],
  "PodFailurePolicyOnExitCodesRequirement.values": [],
  "PodSpec.containers": ["name"],
  "PodSpec.ephemeralContainers": ["name"],
  "PodSpec.hostAliases": ["ip"],
  "PodSpec.imagePullSecrets": ["name"],
  "PodSpec.initContainers": ["name"],
  "PodSpec.resourceClaims": ["name"],
  "PodSpec.schedulingGates": ["name"],
  "PodSpec.topologySpreadConstraints": ["topologyKey", "whenUnsatisfiable"],
  "PodSpec.volumes": ["name"],
  "PodStatus.conditions": ["type"],
  "PodStatus.podIPs": ["ip"],
  "PodStatus.resourceClaimStatuses": ["name"],
  "ReplicaSetStatus.conditions": ["type"],
  "ReplicationControllerStatus.conditions": ["type"],
  "ResourceRequirements.claims": ["name"],
  "ResourceStatus.resources": ["resourceID"],
  "ServiceAccount.secrets": ["name"],
  "ServiceSpec.ports": ["port", "protocol"],
  "ServiceStatus.conditions": ["type"],
  "StatefulSetStatus.conditions": ["type"],
  "UncountedTerminatedPods.failed": [],
  "UncountedTerminatedPods.succeeded": [],
};

/** Where strategic merge patch knows other lists or other keys than server-side apply. */
const PATCH_RULES: Readonly<Record<string, PatchRule>> = {
  "Container.ports": { strategies: ["merge"], mergeKey: "containerPort" },
  "DeploymentSpec.strategy": { strategies: ["retainKeys"] },
  "JobStatus.conditions": { strategies: ["merge"], mergeKey: "type" },
  "PodDisruptionBudgetSpec.selector": { strategies: ["replace"] },
  "PodSpec.resourceClaims": { strategies: ["merge", "retainKeys"], mergeKey: "name" },
  "PodSpec.topologySpreadConstraints": { strategies: ["merge"], mergeKey: "topologyKey" },
  "PodSpec.volumes": { strategies: ["merge", "retainKeys"], mergeKey: "name" },
  "PodStatus.hostIPs": { strategies: ["merge"], mergeKey: "ip" },
  "PodStatus.resourceClaimStatuses": { strategies: ["merge", "retainKeys"], mergeKey: "name" },
  "ServiceSpec.ports": { strategies: ["merge"], mergeKey: "port" },
};

/** Lists of server-side apply that strategic merge patch replaces as a whole. */
const REPLACED_BY_PATCH: ReadonlySet<string> = new Set([
  "PodFailurePolicyOnExitCodesRequirement.values",
  "ResourceRequirements.claims",
  "ResourceStatus.resources",
  "UncountedTerminatedPods.failed",
  "UncountedTerminatedPods.succeeded",
]);

const KEY_DEFAULTS: Readonly<Record<string, unknown>> = {
  "ContainerPort.protocol": "TCP",
  "LocalObjectReference.name": "",
  "ServicePort.protocol": "TCP",
};

/** Maps that have one owner as a whole. */
const ATOMIC_MAPS: ReadonlySet<string> = new Set([
  "PodSpec.nodeSelector",
  "ReplicationControllerSpec.selector",
  "ServiceSpec.selector",
]);

/** Structs that have one owner as a whole. */
const ATOMIC_STRUCTS: ReadonlySet<string> = new Set([
  "ConfigMapKeySelector",
  "ConfigMapNodeConfigSource",
  "CrossVersionObjectReference",
  "EndpointAddress",
  "EndpointPort",
  "FileKeySelector",
  "LabelSelector",
  "LocalObjectReference",
  "NodeSelector",
  "NodeSelectorTerm",
  "ObjectFieldSelector",
  "ObjectReference",
  "OwnerReference",
  "ResourceFieldSelector",
  "SecretKeySelector",
  "SecretReference",
  "ServiceBackendPort",
  "TypedLocalObjectReference",
]);

/** The keys of a list that merges item by item: [] for a set; undefined for a list with one owner as a whole. */
export function listKeysOf(struct: string, field: string): readonly string[] | undefined {
  return LIST_KEYS[`${containerName(struct)}.${field}`];
}

/** How strategic merge patch treats a field; undefined where it has no rule of its own. */
export function patchRuleOf(struct: string, field: string): PatchRule | undefined {
  const key = `${containerName(struct)}.${field}`;
  const listKeys = LIST_KEYS[key];
  if (PATCH_RULES[key] || !listKeys || REPLACED_BY_PATCH.has(key)) return PATCH_RULES[key];
  const [mergeKey] = listKeys;
  return { strategies: ["merge"], ...(mergeKey !== undefined && { mergeKey }) };
}

export function isAtomicMap(struct: string, field: string): boolean {
  return ATOMIC_MAPS.has(`${struct}.${field}`);
}

export function isAtomicStruct(struct: string): boolean {
  return ATOMIC_STRUCTS.has(struct);
}

/** An ephemeral container's fields are a container's. */
function containerName(struct: string): string {
  return struct === "EphemeralContainer" ? "Container" : struct;
}

/** What a key field of a list item means when it is left out; undefined where it may not be. */
export function keyDefaultOf(struct: string, field: string): unknown {
  return KEY_DEFAULTS[`${struct}.${field}`];
}
