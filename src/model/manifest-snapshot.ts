import type { CheckInput } from "./check-world.ts";
import { comparableServices } from "./file-selectors.ts";
import { templateOf } from "./manifest-shapes.ts";
import { groupKind } from "./pod-template.ts";
import { SERVICE_NAME } from "./slice-endpoints.ts";
import type { Around, EndpointSlice, KubeObject, OwnerReference, Pod, Service, Snapshot } from "./snapshot.ts";

const WHY = "files do not tell what the EndpointSlice controller makes of them";

/** Files without any Pod or workload say nothing of what Services select. */
export const NO_PODS = { kind: "Pod", reason: "the files have no workloads" };

/**
 * What a cluster would have if it were made of these objects: Pods of files, and a Pod for each workload, are taken to
 * run and to be ready. Objects without a namespace go to `namespace`. Objects that others keep (a ReplicaSet of a
 * Deployment that is there, too) count once, with their keeper.
 */
export function manifestSnapshot(manifests: readonly KubeObject[], namespace: string): CheckInput {
  const objects = manifests.map((object) => placed(object, namespace));
  const keepers = new Set(objects.map(keyOf));
  const own = objects.filter((object) => !isKept(object, keepers) && !isTest(object));
  const scalers = new Map(objects.flatMap(scaleTarget));
  const replicas = new Map<Pod, number>();
  for (const object of own) {
    const pod = virtualPod(object);
    if (pod) replicas.set(pod, replicaCount(object, scalers.get(keyOf(object))));
  }
  const of = <T>(kind: string) => objects.filter((object) => groupKind(object) === kind) as T[];
  const around = {
    ingresses: of("Ingress.networking.k8s.io"),
    httpRoutes: of("HTTPRoute.gateway.networking.k8s.io"),
    networkPolicies: of("NetworkPolicy.networking.k8s.io"),
    statefulSets: of("StatefulSet.apps"),
  } as Around;
  const snapshot: Snapshot = {
    services: comparableServices(of<Service>("Service"), objects),
    pods: [...replicas.keys()],
    endpointSlices: [
      ...of<EndpointSlice>("EndpointSlice.discovery.k8s.io"),
      ...of<KubeObject>("Endpoints").map(mirrorOf),
    ],
    nodes: [],
    events: [],
    unreadable: [{ kind: "EndpointSlice", reason: WHY }, ...(replicas.size > 0 ? [] : [NO_PODS])],
    around,
  };
  return { snapshot, fromFiles: true, replicas };
}

function placed(object: KubeObject, namespace: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, namespace: object.metadata?.namespace || namespace } };
}

const keyOf = (object: KubeObject): string =>
  JSON.stringify([object.kind, object.metadata?.namespace, object.metadata?.name]);

/** A Pod that Helm starts for `helm test` alone. */
const isTest = ({ metadata }: KubeObject): boolean => /\btest/.test(metadata?.annotations?.["helm.sh/hook"] ?? "");

function isKept({ metadata }: KubeObject, keepers: ReadonlySet<string>): boolean {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller);
  return owner !== undefined && keepers.has(keyOf({ kind: owner.kind, metadata: { ...metadata, name: owner.name } }));
}

/** A HorizontalPodAutoscaler's target and the fewest Pods that it leaves. */
function scaleTarget(object: KubeObject): [string, number][] {
  if (groupKind(object) !== "HorizontalPodAutoscaler.autoscaling") return [];
  const spec = object["spec"] as { scaleTargetRef?: { kind: string; name: string }; minReplicas?: number } | undefined;
  if (!spec?.scaleTargetRef) return [];
  const { kind, name } = spec.scaleTargetRef;
  return [[keyOf({ kind, metadata: { ...object.metadata, name } }), spec.minReplicas ?? 1]];
}

/** How many Pods a workload has; one on each node counts as many. */
function replicaCount(object: KubeObject, scaledTo: number | undefined): number {
  if (object.kind === "DaemonSet") return Number.POSITIVE_INFINITY;
  const { replicas, parallelism } = (object["spec"] ?? {}) as { replicas?: number; parallelism?: number };
  return scaledTo ?? replicas ?? parallelism ?? 1;
}

/** The Pod of a file, or one as the workload's template describes it, as if it ran. */
function virtualPod(object: KubeObject): Pod | undefined {
  const shape = templateOf(object);
  if (!shape) return undefined;
  const { kind = "", apiVersion = "", metadata = {} } = object;
  const owner: OwnerReference = { apiVersion, kind, name: metadata.name ?? "", uid: "", controller: true };
  // addresses of both families that no EndpointSlice can list
  const address = `${kind}/${metadata.namespace}/${metadata.name ?? metadata.generateName}`;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: metadata.name ?? metadata.generateName ?? "",
      namespace: metadata.namespace ?? "",
      labels: shape.labels ?? {},
      ...(kind !== "Pod" && { ownerReferences: [owner] }),
    },
    spec: shape.spec as unknown as NonNullable<Pod["spec"]>,
    status: {
      phase: "Running",
      podIPs: [{ ip: address }, { ip: `${address}:` }],
      conditions: [{ type: "Ready", status: "True" }],
    },
  };
}

/** The slice that the EndpointSlice mirroring controller makes of Endpoints; its endpoints do not matter here. */
function mirrorOf({ metadata = {} }: KubeObject): EndpointSlice {
  const { name = "", namespace = "" } = metadata;
  const labels = {
    [SERVICE_NAME]: name,
    "endpointslice.kubernetes.io/managed-by": "endpointslicemirroring-controller.k8s.io",
  };
  return { metadata: { name, namespace, labels }, addressType: "IPv4", endpoints: [] };
}
