import type { EndpointSlice, Node, Pod, Service, Snapshot } from "../../src/model/snapshot.ts";

/** Makers of small API objects for tests; each takes what the test is about and fills in what a server would. */

export function snapshot(parts: Partial<Snapshot>): Snapshot {
  return { services: [], pods: [], endpointSlices: [], nodes: [], events: [], unreadable: [], ...parts };
}

export function service(
  name: string,
  spec: Partial<NonNullable<Service["spec"]>> = {},
  namespace = "default",
): Service {
  const headless = spec.clusterIP === "None";
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace, uid: `uid-${name}`, creationTimestamp: "2026-01-01T00:00:00Z" },
    spec: {
      type: "ClusterIP",
      clusterIP: "10.96.0.1",
      clusterIPs: [headless ? "None" : "10.96.0.1"],
      ipFamilies: ["IPv4"],
      ipFamilyPolicy: "SingleStack",
      sessionAffinity: "None",
      internalTrafficPolicy: "Cluster",
      ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
      ...spec,
    },
    status: { loadBalancer: {} },
  };
}

interface PodParts {
  labels?: Record<string, string>;
  ip?: string | undefined;
  ips?: string[];
  ports?: { name?: string; containerPort: number; protocol?: string }[];
  node?: string;
  namespace?: string;
  ready?: boolean;
  message?: string;
  phase?: string;
  deletionTimestamp?: string;
  spec?: Partial<NonNullable<Pod["spec"]>>;
  status?: Partial<NonNullable<Pod["status"]>>;
}

export function pod(name: string, parts: PodParts = {}): Pod {
  const { labels = { app: "web" }, ip = "10.0.0.1", ips, ports = [{ name: "http", containerPort: 80 }] } = parts;
  const { ready = true, phase = "Running", namespace = "default", node = "node-1", deletionTimestamp } = parts;
  const addresses = ips ?? (ip === "" ? [] : [ip]);
  const [podIP] = addresses;
  const condition = { type: "Ready", status: ready ? "True" : "False" };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, uid: `uid-${name}`, labels, ...(deletionTimestamp && { deletionTimestamp }) },
    spec: { nodeName: node, containers: [{ name: "main", image: "nginx", ports }], ...parts.spec },
    status: {
      phase,
      ...(podIP && { podIP, podIPs: addresses.map((address) => ({ ip: address })) }),
      conditions: [{ ...condition, ...(parts.message && { message: parts.message }) }],
      ...parts.status,
    },
  };
}

type Endpoint = EndpointSlice["endpoints"][number];

interface SliceParts {
  endpoints: Endpoint[];
  ports?: NonNullable<EndpointSlice["ports"]>;
  addressType?: string;
  byHand?: boolean;
  namespace?: string;
}

export function slice(name: string, serviceName: string, parts: SliceParts): EndpointSlice {
  const { endpoints, ports = [{ name: "", port: 80, protocol: "TCP" }], addressType = "IPv4", byHand } = parts;
  const labels = {
    "kubernetes.io/service-name": serviceName,
    ...(!byHand && { "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io" }),
  };
  const metadata = { name, namespace: parts.namespace ?? "default", labels };
  return { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", metadata, addressType, ports, endpoints };
}

/** An endpoint that stands for a Pod, in the state of its conditions. */
export function endpointOf(target: Pod, conditions?: Endpoint["conditions"]): Endpoint {
  return {
    addresses: [target.status?.podIP ?? ""],
    ...(conditions && { conditions }),
    targetRef: { kind: "Pod", name: target.metadata?.name ?? "", namespace: target.metadata?.namespace ?? "" },
    nodeName: target.spec?.nodeName ?? "",
  };
}

export function makeNode(name: string, zone: string): Node {
  return { apiVersion: "v1", kind: "Node", metadata: { name, labels: { "topology.kubernetes.io/zone": zone } } };
}

export const READY = { ready: true, serving: true, terminating: false };
export const NOT_READY = { ready: false, serving: false, terminating: false };
export const TERMINATING = { ready: false, serving: true, terminating: true };
