import { familyOf, type IpFamily } from "../addresses.ts";
import type { KubeObject, Node, Service } from "../snapshot.ts";
import type { KubeProxyConfiguration } from "./kube-proxy-config.ts";
import { contains, formatRange, normalAddress, parseRange } from "./ip.ts";
import { clusterIps } from "./proxy-ports.ts";
import { DEFAULT_SETTINGS, type ProxyMode, type ProxySettings } from "./settings.ts";

/** Where kube-proxy's settings come from; what a flag says comes before what the configuration says. */
export interface SettingsSources {
  /** Undefined when kube-proxy's ConfigMap is not there or cannot be read. */
  config: KubeProxyConfiguration | undefined;
  mode: ProxyMode | undefined;
  clusterCidr: string | undefined;
  /** The node's object, or its name alone. */
  node: Node | string;
  services: readonly Service[];
  /** networking.k8s.io/v1 ServiceCIDR objects. */
  serviceCidrs: readonly KubeObject[];
  /** Whether the objects are those of a running cluster, so that the Node's addresses are those of its interfaces. */
  isRunning: boolean;
}

/** The settings that a node's kube-proxy works with. */
export function proxySettings(sources: SettingsSources): ProxySettings {
  const { config, node } = sources;
  const mode = sources.mode ?? modeOf(config);
  const own = config?.[mode === "nftables" ? "nftables" : "iptables"];
  return {
    ...DEFAULT_SETTINGS,
    mode,
    node: typeof node === "string" ? node : (node.metadata?.name ?? ""),
    nodeIp: (family) => (typeof node === "string" ? undefined : nodeIp(node, family)),
    zone: typeof node === "string" ? "" : (node.metadata?.labels?.["topology.kubernetes.io/zone"] ?? ""),
    clusterCidrs: clusterCidrs(sources),
    podInterface: podInterface(sources),
    serviceCidrs: serviceCidrs(sources),
    nodePortAddresses: config?.nodePortAddresses?.length ? config.nodePortAddresses : undefined,
    knowsInterfaces: config !== undefined || sources.isRunning,
    masqueradeAll: own?.masqueradeAll ?? false,
    masqueradeBit: own?.masqueradeBit ?? DEFAULT_SETTINGS.masqueradeBit,
    localhostNodePorts: config?.iptables.localhostNodePorts ?? true,
    tcpBeLiberal: config?.conntrack.tcpBeLiberal ?? false,
    scheduler: config?.ipvs.scheduler || DEFAULT_SETTINGS.scheduler,
  };
}

/** "" means the platform's default: iptables on Linux, as of 1.36. */
function modeOf(config: KubeProxyConfiguration | undefined): ProxyMode {
  const mode = config?.mode;
  return mode === "ipvs" || mode === "nftables" ? mode : "iptables";
}

/** kube-proxy takes a node's internal address before its external one. */
function nodeIp({ status }: Node, family: IpFamily): string | undefined {
  const addresses = status?.addresses ?? [];
  const own = ["InternalIP", "ExternalIP"].flatMap((wanted) =>
    addresses.flatMap(({ type, address }) => (type === wanted && familyOf(address) === family ? [address] : [])),
  );
  return own[0] === undefined ? undefined : normalAddress(own[0]);
}

function clusterCidrs({ config, clusterCidr, node }: SettingsSources): string[] {
  if (clusterCidr !== undefined) return clusterCidr.split(",");
  const mode = config?.detectLocalMode ?? "";
  if (mode === "NodeCIDR") return typeof node === "string" ? [] : (node.spec?.podCIDRs ?? []);
  return mode === "" || mode === "ClusterCIDR"
    ? (config?.clusterCIDR ?? "").split(",").filter((cidr) => cidr !== "")
    : [];
}

/** A name that stands in rules as it is. */
const INTERFACE = /^[\w.:@-]{1,15}$/;

/** --cluster-cidr alone says that Pods are told apart by their addresses. */
function podInterface({ config, clusterCidr }: SettingsSources): ProxySettings["podInterface"] {
  if (clusterCidr !== undefined || !config) return undefined;
  const { bridgeInterface = "", interfaceNamePrefix = "" } = config.detectLocal;
  const wanted = { BridgeInterface: bridgeInterface, InterfaceNamePrefix: interfaceNamePrefix };
  const name = wanted[config.detectLocalMode as keyof typeof wanted] ?? "";
  return !INTERFACE.test(name) ? undefined : { name, isPrefix: config.detectLocalMode === "InterfaceNamePrefix" };
}

/**
 * The ranges of cluster IPs. Without ServiceCIDR objects they are guessed: the range begins where the Service
 * default/kubernetes has its address, and is a /16 (IPv4) or /112 (IPv6), or wide enough for every cluster IP.
 */
function serviceCidrs({ serviceCidrs: objects, services }: SettingsSources): string[] {
  const told = objects.flatMap(({ spec }) => (spec as { cidrs?: string[] } | undefined)?.cidrs ?? []);
  if (told.length > 0) return told;
  const kubernetes = services.find(
    ({ metadata }) => metadata?.namespace === "default" && metadata.name === "kubernetes",
  );
  const all = services.flatMap(clusterIps);
  return (kubernetes ? clusterIps(kubernetes) : []).flatMap((first) => {
    const family = familyOf(first);
    const widths = family === "IPv4" ? [16, 12, 8] : [112, 108];
    const ranges = widths.flatMap((bits) => parseRange(`${first}/${bits}`) ?? []);
    const own = all.filter((ip) => familyOf(ip) === family);
    const fitting = ranges.find((range) => own.every((ip) => contains(range, ip)));
    return fitting ? [formatRange(fitting)] : [];
  });
}
