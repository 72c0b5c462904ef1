import { familyOf, type IpFamily } from "../addresses.ts";
import { protocolOf, type ServicePort } from "../ports.ts";
import { indexSlices } from "../slice-endpoints.ts";
import type { Service, Snapshot } from "../snapshot.ts";
import { formatRange, normalAddress, parseRange } from "./ip.ts";
import { type PortName, portLabel } from "./names.ts";
import { type ProxyEndpoint, proxyEndpoints } from "./proxy-endpoints.ts";

/** A port of a Service as kube-proxy holds it, for one family of addresses. */
export interface ProxyPort extends PortName {
  /** "shop/frontend:http" */
  label: string;
  service: Service;
  number: number;
  /** 0: none. */
  nodePort: number;
  clusterIp: string;
  externalIps: readonly string[];
  /** The load balancer's addresses that this node answers itself: those of ipMode VIP. */
  loadBalancerIps: readonly string[];
  /** The load balancer's addresses that kube-proxy leaves to it: those of ipMode Proxy. */
  proxiedIps: readonly string[];
  /** Who may use the load balancer's addresses, as ranges; empty: everybody. */
  sourceRanges: readonly string[];
  /** How long a client stays with its endpoint; undefined without session affinity. */
  affinitySeconds: number | undefined;
  internalLocal: boolean;
  externalLocal: boolean;
  /** 0: none. */
  healthCheckNodePort: number;
  endpoints: readonly ProxyEndpoint[];
}

/** Why kube-proxy writes nothing for a Service. */
export type Unproxied = "external-name" | "headless" | "other-proxy" | "no-cluster-ip" | "no-ports";

/** These labels tell kube-proxy to leave a Service to others. */
const OTHER_PROXY = "service.kubernetes.io/service-proxy-name";
const HEADLESS = "service.kubernetes.io/headless";
const THREE_HOURS = 10_800;
const PROTOCOLS: ReadonlySet<string> = new Set(["TCP", "UDP", "SCTP"]);

/** Rules hold names as they are. What the API server allows in none would end a comment or a line. */
const plain = (name: string): string => name.replaceAll(/[^\w.-]/g, "_");

/** Why kube-proxy leaves a Service alone; undefined when it serves it. */
export function whyUnproxied({ metadata, spec }: Service): Unproxied | undefined {
  const labels = metadata?.labels ?? {};
  if (OTHER_PROXY in labels || HEADLESS in labels) return "other-proxy";
  if (spec?.type === "ExternalName") return "external-name";
  if (spec?.clusterIP === "None") return "headless";
  if (clusterIps({ spec }).length === 0) return "no-cluster-ip";
  return (spec?.ports ?? []).length === 0 ? "no-ports" : undefined;
}

/** Every cluster IP of a Service, in its normal form; none for a headless one, and before the API server has given it one. */
export function clusterIps({ spec }: Pick<Service, "spec">): string[] {
  const all = spec?.clusterIPs ?? (spec?.clusterIP ? [spec.clusterIP] : []);
  return all.flatMap((ip) => normalAddress(ip) ?? []);
}

/** The ports that kube-proxy serves in one family, in the order of the snapshot's Services and of their ports. */
export function proxyPorts(
  { services, endpointSlices }: Pick<Snapshot, "services" | "endpointSlices">,
  family: IpFamily,
  node: string,
): ProxyPort[] {
  const slicesOf = indexSlices(endpointSlices.filter(isForKubeProxy));
  return services.flatMap((service) => {
    const clusterIp = clusterIps(service).find((ip) => familyOf(ip) === family);
    if (whyUnproxied(service) !== undefined || clusterIp === undefined) return [];
    const { namespace = "", name = "" } = service.metadata ?? {};
    const endpoints = proxyEndpoints(slicesOf(namespace, name), family, node);
    const ports = (service.spec?.ports ?? []).filter((port) => PROTOCOLS.has(protocolOf(port)));
    return ports.map((port) => {
      const key = `${port.name ?? ""}/${protocolOf(port)}`;
      return proxyPort(service, port, clusterIp, family, endpoints.get(key) ?? []);
    });
  });
}

const isForKubeProxy = ({ metadata }: Snapshot["endpointSlices"][number]): boolean =>
  !(OTHER_PROXY in (metadata?.labels ?? {})) && !(HEADLESS in (metadata?.labels ?? {}));

function proxyPort(
  service: Service,
  port: ServicePort,
  clusterIp: string,
  family: IpFamily,
  endpoints: readonly ProxyEndpoint[],
): ProxyPort {
  const { spec, metadata } = service;
  const { namespace = "", name = "" } = metadata ?? {};
  const portName = {
    namespace: plain(namespace),
    name: plain(name),
    port: plain(port.name ?? ""),
    protocol: protocolOf(port).toLowerCase(),
  };
  const externalLocal = isExternal(service) && spec?.externalTrafficPolicy === "Local";
  const needsHealthCheck = spec?.type === "LoadBalancer" && externalLocal;
  // field by field: an object that grows from a copy costs more than all the rest of a port
  return {
    namespace: portName.namespace,
    name: portName.name,
    port: portName.port,
    protocol: portName.protocol,
    label: portLabel(portName),
    service,
    number: port.port,
    nodePort: port.nodePort ?? 0,
    clusterIp,
    externalIps: ofFamily(spec?.externalIPs ?? [], family),
    loadBalancerIps: ingressIps(service, family, "VIP"),
    proxiedIps: ingressIps(service, family, "Proxy"),
    sourceRanges: rangesOf(spec?.loadBalancerSourceRanges ?? [], family),
    affinitySeconds: affinityOf(service),
    internalLocal: spec?.internalTrafficPolicy === "Local",
    externalLocal,
    healthCheckNodePort: needsHealthCheck ? (spec.healthCheckNodePort ?? 0) : 0,
    endpoints,
  };
}

/** externalTrafficPolicy means something only for Services that the outside can reach. */
const isExternal = ({ spec }: Service): boolean =>
  spec?.type === "LoadBalancer" || spec?.type === "NodePort" || (spec?.externalIPs ?? []).length > 0;

const ofFamily = (addresses: readonly string[], family: IpFamily): string[] =>
  addresses.flatMap((address) => (familyOf(address) === family ? (normalAddress(address) ?? []) : []));

function ingressIps({ status }: Service, family: IpFamily, mode: "VIP" | "Proxy"): string[] {
  const ingress = status?.loadBalancer?.ingress ?? [];
  return ofFamily(
    ingress.flatMap(({ ip, ipMode }) => (ip && (ipMode ?? "VIP") === mode ? [ip] : [])),
    family,
  );
}

/** In the Service's order; what is no range counts for nothing. */
function rangesOf(texts: readonly string[], family: IpFamily): string[] {
  const ranges = texts.flatMap((text) => (text.includes("/") ? (parseRange(text) ?? []) : []));
  return ranges.filter((range) => range.family === family).map(formatRange);
}

function affinityOf({ spec }: Service): number | undefined {
  if (spec?.sessionAffinity !== "ClientIP") return undefined;
  return spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? THREE_HOURS;
}
