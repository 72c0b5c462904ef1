/**
 * What Go calls a field that JSON calls otherwise: facts of Kubernetes' v1.PodTemplateSpec and of all that it holds. The
 * rule is an upper-case first letter, and words that Go writes in capitals.
 */
export function goFieldName(struct: string, field: string): string {
  const name = RENAMED[`${struct}.${field}`] ?? RENAMED[field];
  if (name !== undefined) return name;
  const [word = ""] = /^[a-z]+/.exec(field) ?? [];
  const first = CAPITALS.has(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1);
  return first + field.slice(word.length);
}

/** The struct that Go embeds for a field, where JSON shows its fields as the outer struct's own. */
export function embeddedStruct(struct: string, field: string): string | undefined {
  const found = EMBEDDED[struct];
  return found && !found.own.includes(field) ? found.name : undefined;
}

const CAPITALS: ReadonlySet<string> = new Set(
  "api aws chap csi dns fc fs gce gmsa grpc http ip iqn iscsi nfs os pd rbd se ssl tcp tty uid".split(" "),
);

const RENAMED: Readonly<Record<string, string>> = {
  "AzureDiskVolumeSource.diskURI": "DataDiskURI",
  "GlusterfsVolumeSource.endpoints": "EndpointsName",
  "ISCSIVolumeSource.chapAuthDiscovery": "DiscoveryCHAPAuth",
  "ISCSIVolumeSource.chapAuthSession": "SessionCHAPAuth",
  "PodSpec.serviceAccount": "DeprecatedServiceAccount",
  "RBDVolumeSource.image": "RBDImage",
  "RBDVolumeSource.monitors": "CephMonitors",
  "RBDVolumeSource.pool": "RBDPool",
  "RBDVolumeSource.user": "RadosUser",
  cephfs: "CephFS",
  metadata: "ObjectMeta",
  seLinuxChangePolicy: "SELinuxChangePolicy",
  seLinuxOptions: "SELinuxOptions",
  storageos: "StorageOS",
  wwids: "WWIDs",
};

const REFERENCE = { name: "LocalObjectReference" };

/** Structs that embed one: its name, and the fields that are the outer struct's own. */
const EMBEDDED: Readonly<Record<string, { name: string; own: readonly string[] }>> = {
  ConfigMapEnvSource: { ...REFERENCE, own: ["optional"] },
  ConfigMapKeySelector: { ...REFERENCE, own: ["key", "optional"] },
  ConfigMapProjection: { ...REFERENCE, own: ["items", "optional"] },
  ConfigMapVolumeSource: { ...REFERENCE, own: ["items", "defaultMode", "optional"] },
  EphemeralContainer: { name: "EphemeralContainerCommon", own: ["targetContainerName"] },
  Probe: {
    name: "ProbeHandler",
    own: [
      "initialDelaySeconds",
      "timeoutSeconds",
      "periodSeconds",
      "successThreshold",
      "failureThreshold",
      "terminationGracePeriodSeconds",
    ],
  },
  SecretEnvSource: { ...REFERENCE, own: ["optional"] },
  SecretKeySelector: { ...REFERENCE, own: ["key", "optional"] },
  SecretProjection: { ...REFERENCE, own: ["items", "optional"] },
  Volume: { name: "VolumeSource", own: ["name"] },
};
