/**
 * How a field takes part in a strategic merge patch, as the API's types declare it (patchStrategy and patchMergeKey in
 * k8s.io/api, 1.36). A field without an entry: maps merge, lists are replaced.
 */
export interface PatchMeta {
  fields?: Readonly<Record<string, PatchMeta>>;
  /** A list of maps whose items are merged by this field. Its `fields` are those of an item. */
  mergeKey?: string;
  /** A list of texts or numbers that is merged as a set. */
  mergesScalars?: true;
  /** A map (or the items of a list) in which a patch names every key to keep: `$retainKeys`. */
  retainKeys?: true;
}

const byKey = (mergeKey: string, fields: PatchMeta["fields"] = {}): PatchMeta => ({ mergeKey, fields });
const map = (fields: PatchMeta["fields"]): PatchMeta => ({ fields: fields ?? {} });

const metadata = map({ finalizers: { mergesScalars: true }, ownerReferences: byKey("uid") });

const container = {
  ports: byKey("containerPort"),
  env: byKey("name"),
  volumeMounts: byKey("mountPath"),
  volumeDevices: byKey("devicePath"),
};

const podSpec = map({
  containers: byKey("name", container),
  initContainers: byKey("name", container),
  ephemeralContainers: byKey("name", container),
  volumes: { mergeKey: "name", retainKeys: true },
  imagePullSecrets: byKey("name"),
  hostAliases: byKey("ip"),
  topologySpreadConstraints: byKey("topologyKey"),
  schedulingGates: byKey("name"),
  resourceClaims: { mergeKey: "name", retainKeys: true },
});

const podTemplate = map({ metadata, spec: podSpec });
const workload = map({ template: podTemplate });
const withConditions = map({ conditions: byKey("type") });

const kind = (spec?: PatchMeta, more: PatchMeta["fields"] = {}): PatchMeta =>
  map({ metadata, status: withConditions, ...(spec && { spec }), ...more });

const KINDS: Readonly<Record<string, PatchMeta>> = {
  Service: kind(map({ ports: byKey("port") })),
  Pod: kind(podSpec, {
    status: map({ conditions: byKey("type"), podIPs: byKey("ip"), hostIPs: byKey("ip") }),
  }),
  PodTemplate: kind(undefined, { template: podTemplate }),
  ReplicationController: kind(workload),
  "ReplicaSet.apps": kind(workload),
  "Deployment.apps": kind(map({ template: podTemplate, strategy: { retainKeys: true } })),
  "StatefulSet.apps": kind(workload),
  "DaemonSet.apps": kind(workload),
  "Job.batch": kind(workload),
  "CronJob.batch": kind(map({ jobTemplate: map({ metadata, spec: workload }) })),
  Node: kind(map({ podCIDRs: { mergesScalars: true } }), {
    status: map({ conditions: byKey("type"), addresses: byKey("type") }),
  }),
  ServiceAccount: kind(undefined, { secrets: byKey("name"), imagePullSecrets: byKey("name") }),
};

/** The groups whose kinds the API server merges strategically; custom resources know JSON merge patch alone. */
const GROUPS = new Set([
  "",
  "admissionregistration.k8s.io",
  "apps",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);

/** The patch rules of a kind, named as "Service" or "Deployment.apps"; undefined for a custom resource. */
export function patchMetaOf(groupKind: string): PatchMeta | undefined {
  const group = groupKind.split(".").slice(1).join(".");
  if (!GROUPS.has(group)) return undefined;
  return Object.hasOwn(KINDS, groupKind) ? KINDS[groupKind] : kind();
}

/** The rules of one field. */
export function fieldMeta(meta: PatchMeta, key: string): PatchMeta {
  return meta.fields && Object.hasOwn(meta.fields, key) ? (meta.fields[key] ?? {}) : {};
}
