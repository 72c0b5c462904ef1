import type { KubeObject } from "../snapshot.ts";

/** The parts of a KubeProxyConfiguration (kubeproxy.config.k8s.io/v1alpha1) that rules and findings depend on. */
export interface KubeProxyConfiguration {
  mode?: string | undefined;
  clusterCIDR?: string | undefined;
  detectLocalMode?: string | undefined;
  detectLocal: { bridgeInterface?: string | undefined; interfaceNamePrefix?: string | undefined };
  nodePortAddresses: readonly string[];
  /** In ipvs mode, too: what is written there beside the virtual servers is iptables rules. */
  iptables: Masquerading & { localhostNodePorts?: boolean | undefined };
  nftables: Masquerading;
  ipvs: { scheduler?: string | undefined; strictARP?: boolean | undefined };
  conntrack: { tcpBeLiberal?: boolean | undefined };
}

interface Masquerading {
  masqueradeAll?: boolean | undefined;
  masqueradeBit?: number | undefined;
}

/** Where kubeadm keeps kube-proxy's configuration. */
export const KUBE_PROXY = { namespace: "kube-system", name: "kube-proxy" } as const;

/** Whether an object is the ConfigMap of kube-proxy. */
export const isKubeProxyMap = ({ kind, metadata }: KubeObject): boolean =>
  kind === "ConfigMap" && metadata?.namespace === KUBE_PROXY.namespace && metadata.name === KUBE_PROXY.name;

/** The text of the configuration in kube-proxy's ConfigMap; undefined when it has none. */
export function configurationText(configMap: KubeObject): string | undefined {
  return textOf(fieldsOf(configMap["data"])["config.conf"]);
}

/** Where Cilium keeps its configuration. */
export const CILIUM = { namespace: "kube-system", name: "cilium-config" } as const;

/** Whether Cilium's ConfigMap says that it does kube-proxy's work; "strict" is what versions before 1.14 called it. */
export const replacesKubeProxy = (configMap: KubeObject): boolean =>
  ["true", "strict"].includes(textOf(fieldsOf(configMap["data"])["kube-proxy-replacement"]) ?? "");

/** Takes what it knows from a parsed configuration. Fields of another type count as not set. */
export function kubeProxyConfiguration(parsed: unknown): KubeProxyConfiguration {
  const { mode, clusterCIDR, detectLocalMode, nodePortAddresses, ...parts } = fieldsOf(parsed);
  const [detectLocal, iptables, ipvs] = [parts["detectLocal"], parts["iptables"], parts["ipvs"]].map(fieldsOf);
  return {
    mode: textOf(mode),
    clusterCIDR: textOf(clusterCIDR),
    detectLocalMode: textOf(detectLocalMode),
    detectLocal: {
      bridgeInterface: textOf(detectLocal?.["bridgeInterface"]),
      interfaceNamePrefix: textOf(detectLocal?.["interfaceNamePrefix"]),
    },
    nodePortAddresses: Array.isArray(nodePortAddresses) ? nodePortAddresses.flatMap((one) => textOf(one) ?? []) : [],
    iptables: { ...masquerading(iptables), localhostNodePorts: flagOf(iptables?.["localhostNodePorts"]) },
    nftables: masquerading(fieldsOf(parts["nftables"])),
    ipvs: { scheduler: textOf(ipvs?.["scheduler"]), strictARP: flagOf(ipvs?.["strictARP"]) },
    conntrack: { tcpBeLiberal: flagOf(fieldsOf(parts["conntrack"])["tcpBeLiberal"]) },
  };
}

const masquerading = (fields: Record<string, unknown> | undefined): Masquerading => {
  const bit = fields?.["masqueradeBit"];
  const isBit = typeof bit === "number" && Number.isInteger(bit) && bit >= 0 && bit <= 31;
  return { masqueradeAll: flagOf(fields?.["masqueradeAll"]), masqueradeBit: isBit ? bit : undefined };
};

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const flagOf = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined);
