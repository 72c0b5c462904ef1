import { familyOf, type IpFamily, podAddresses } from "./addresses.ts";
import { clusterIps } from "./dataplane/proxy-ports.ts";
import { groupKind, podShapeOf } from "./pod-template.ts";
import { protocolOf, resolveTargetPort, type ServicePort } from "./ports.ts";
import { matchesMap } from "./selector.ts";
import { SERVICE_NAME } from "./slice-endpoints.ts";
import type { EndpointSlice, KubeObject, Pod, Service, Snapshot } from "./snapshot.ts";

type Objects = Pick<Snapshot, "services" | "endpointSlices">;

/** The same, with the Pods that the manifests stand for. */
type Completed = Objects & Pick<Snapshot, "pods">;

/** A Pod that a manifest stands for: itself, or one of those that a workload makes. */
interface MadePod {
  pod: Pod;
  /** Its place among all Pods, from which examples of addresses are made. */
  at: number;
  hostname: string | undefined;
}

/**
 * Completes Services that no server has seen (they have no UID) with examples of what a cluster would add: cluster IPs in
 * 10.96.0.0/16 and fd00:96::/112, node ports from 30000, and for a selector without an EndpointSlice the Pods of the
 * manifests as ready endpoints in 10.244.0.0/16 (fd00:244::/64), on three nodes. What came from a server stays as it is.
 */
export function withStandIns({ services, endpointSlices }: Objects, others: readonly KubeObject[]): Completed {
  const pods = others.flatMap(podsOf).map((made, at) => ({ ...made, at }));
  const ports = portCounter();
  const completed = services.map((service, at) =>
    isNew(service) ? completeService(service, FIRST + at, ports) : service,
  );
  const known = new Set(
    endpointSlices.map(({ metadata }) => keyOf(metadata?.namespace, metadata?.labels?.[SERVICE_NAME])),
  );
  const made = completed.flatMap((service) => {
    const { namespace, name } = service.metadata ?? {};
    return isNew(service) && !known.has(keyOf(namespace, name)) ? slicesFor(service, pods) : [];
  });
  return { services: completed, endpointSlices: [...endpointSlices, ...made], pods: pods.map(runningPod) };
}

/** A Pod as it would run, with an example of an address in each family; one that does run stays as it is. */
function runningPod({ pod, at }: MadePod): Pod {
  if (pod.status) return pod;
  const podIPs = (["IPv4", "IPv6"] as const).map((family) => ({ ip: addressOf(pod, at, family) }));
  const status = { phase: "Running", podIPs, conditions: [{ type: "Ready", status: "True" }] };
  return { ...pod, spec: { ...pod.spec, nodeName: nodeOf(pod, at), containers: pod.spec?.containers ?? [] }, status };
}

const nodeOf = (pod: Pod, at: number): string => pod.spec?.nodeName ?? `node-${(at % NODES) + 1}`;

/** Whether a Service is a manifest that no server has completed. */
export const isNew = ({ metadata }: Service): boolean => metadata?.uid === undefined;

const keyOf = (namespace = "default", name = ""): string => `${namespace}/${name}`;

function portCounter(): () => number {
  let next = 30_000;
  return () => next++;
}

function completeService(service: Service, at: number, nextPort: () => number): Service {
  const { spec } = service;
  if (!spec || spec.type === "ExternalName" || spec.clusterIP === "None") return service;
  const families = spec.ipFamilies ?? (spec.ipFamilyPolicy?.endsWith("DualStack") ? ["IPv4", "IPv6"] : ["IPv4"]);
  const examples = families.map((family) =>
    family === "IPv4" ? `10.96.${at >> 8}.${at & 255}` : `fd00:96::${at.toString(16)}`,
  );
  const clusterIPs = spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : examples);
  const hasNodePorts =
    spec.type === "NodePort" || (spec.type === "LoadBalancer" && spec.allocateLoadBalancerNodePorts !== false);
  const ports = spec.ports?.map((port) => (hasNodePorts ? { ...port, nodePort: port.nodePort ?? nextPort() } : port));
  const needsCheck = spec.type === "LoadBalancer" && spec.externalTrafficPolicy === "Local";
  return {
    ...service,
    spec: {
      ...spec,
      clusterIPs,
      ...(clusterIPs[0] !== undefined && { clusterIP: clusterIPs[0] }),
      ...(ports && { ports }),
      ...(needsCheck && { healthCheckNodePort: spec.healthCheckNodePort ?? nextPort() }),
    },
  };
}

function podsOf(object: KubeObject): Pick<MadePod, "pod" | "hostname">[] {
  const shape = podShapeOf(object);
  if (!shape) return [];
  const kind = groupKind(object);
  const { name = "", namespace = "default" } = object.metadata ?? {};
  const { replicas, serviceName } = (object["spec"] ?? {}) as { replicas?: number; serviceName?: string };
  const isSet = kind === "StatefulSet.apps";
  const count = kind === "Pod" ? 1 : kind === "DaemonSet.apps" ? NODES : (replicas ?? 1);
  const spec = shape.spec as unknown as NonNullable<Pod["spec"]>;
  const labels = shape.labels ?? {};
  const status = kind === "Pod" ? (object as Pod).status : undefined;
  return Array.from({ length: Math.min(count, MOST_PODS) }, (_, at) => {
    const podName = kind === "Pod" ? name : `${name}-${isSet ? at : at + 1}`;
    const pod: Pod = { metadata: { name: podName, namespace, labels }, spec, ...(status && { status }) };
    return { pod, hostname: isSet && serviceName ? podName : spec.subdomain ? spec.hostname : undefined };
  });
}

/** How many nodes the examples have. */
const NODES = 3;

/** The end of the first cluster IP: those before it are a cluster's own. */
const FIRST = 100;

/** Enough for an example, and a bound for manifests that ask for millions. */
const MOST_PODS = 100;

/** A Pod's own address, else an example. */
function addressOf(pod: Pod, at: number, family: IpFamily): string {
  const own = podAddresses(pod).find((ip) => familyOf(ip) === family);
  const number = at + 1;
  return own ?? (family === "IPv4" ? `10.244.${number >> 8}.${number & 255}` : `fd00:244::${number.toString(16)}`);
}

/** A Pod that has no conditions yet is taken for ready: the example shows the Service at work. */
const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.find(({ type }) => type === "Ready")?.status !== "False";

/** The slices that the EndpointSlice controller would make: one for each family, port and number behind it. */
function slicesFor(service: Service, pods: readonly MadePod[]): EndpointSlice[] {
  const { namespace = "default", name = "" } = service.metadata ?? {};
  const { spec } = service;
  const selected = pods.filter(
    ({ pod }) => pod.metadata?.namespace === namespace && matchesMap(spec?.selector, pod.metadata.labels),
  );
  if (selected.length === 0) return [];
  const families = new Set<IpFamily>(clusterIps({ spec: spec ?? {} }).map(familyOf));
  if (families.size === 0) families.add("IPv4");
  const labels = { [SERVICE_NAME]: name };
  return [...families].flatMap((family) =>
    portGroups(spec?.ports ?? [], selected).map(({ ports, members }, at) => ({
      metadata: { name: `${name}-${family.toLowerCase()}-${at + 1}`, namespace, labels },
      addressType: family,
      ports,
      endpoints: members.map((member) => exampleEndpoint(member, namespace, family)),
    })),
  );
}

interface PortGroup {
  ports: SlicePort[];
  members: MadePod[];
}

type SlicePort = NonNullable<EndpointSlice["ports"]>[number];

/** Pods by the number that a port has on them; a Service without ports has them all together. */
function portGroups(ports: readonly ServicePort[], selected: readonly MadePod[]): PortGroup[] {
  if (ports.length === 0) return [{ ports: [], members: [...selected] }];
  return ports.flatMap((port) => {
    const groups = new Map<number, PortGroup>();
    for (const member of selected) {
      const number = resolveTargetPort(member.pod, port);
      if (number === undefined) continue;
      const target: SlicePort = { port: number, protocol: protocolOf(port), ...(port.name && { name: port.name }) };
      const group = groups.get(number) ?? { ports: [target], members: [] };
      group.members.push(member);
      groups.set(number, group);
    }
    return [...groups.values()];
  });
}

function exampleEndpoint(
  { pod, at, hostname }: MadePod,
  namespace: string,
  family: IpFamily,
): EndpointSlice["endpoints"][number] {
  return {
    addresses: [addressOf(pod, at, family)],
    conditions: { ready: isReady(pod) },
    nodeName: nodeOf(pod, at),
    targetRef: { kind: "Pod", namespace, ...(pod.metadata?.name && { name: pod.metadata.name }) },
    ...(hostname && { hostname }),
  };
}
