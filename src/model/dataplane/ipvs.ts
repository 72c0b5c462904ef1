import type { IpFamily } from "../addresses.ts";
import type { Snapshot } from "../snapshot.ts";
import { hostPort } from "./names.ts";
import { nodePortAddresses } from "./node-ports.ts";
import type { ProxyEndpoint } from "./proxy-endpoints.ts";
import { proxyPorts } from "./proxy-ports.ts";
import type { ProxySettings } from "./settings.ts";
import { decideTraffic, type Traffic } from "./traffic.ts";

/** A virtual server of IPVS, and the real servers behind it. */
export interface VirtualServer {
  /** "TCP" */
  protocol: string;
  /** "10.96.0.1:443" */
  address: string;
  scheduler: string;
  /** "mh-port", which kube-proxy sets with the scheduler mh, but never mh-fallback; others have none. */
  schedulerFlags: string | undefined;
  /** Seconds for which a client keeps its server; undefined without session affinity. */
  persistent: number | undefined;
  service: string;
  /** Their addresses; each has weight 1 and is masqueraded (NAT). */
  servers: string[];
}

/** What `ipvsadm -Ln` shows of kube-proxy's work. */
export interface IpvsRuleset {
  mode: "ipvs";
  family: IpFamily;
  servers: VirtualServer[];
  /** Where node ports answer on every address of the node: what ought to be on each. Addresses are ports (":30080"). */
  everyNodeAddress: VirtualServer[];
}

/**
 * The virtual servers that kube-proxy writes on a node in ipvs mode: one for each address and port that a Service can be
 * reached at. An address without endpoints has a virtual server without real ones. Written after kube-proxy's
 * documentation; not compared with a kernel.
 */
export function ipvsRuleset(
  snapshot: Pick<Snapshot, "services" | "endpointSlices">,
  family: IpFamily,
  settings: ProxySettings,
): IpvsRuleset {
  const addresses = nodePortAddresses(family, settings);
  const nodeAddresses = ipvsNodeAddresses(family, settings);
  const traffics = proxyPorts(snapshot, family, settings.node).map((port) => decideTraffic(port, settings));
  return {
    mode: "ipvs",
    family,
    servers: traffics.flatMap((traffic) => virtualServers(traffic, settings.scheduler, nodeAddresses)),
    everyNodeAddress:
      addresses === "all" ? traffics.flatMap((traffic) => nodePortServers(traffic, settings.scheduler, [""])) : [],
  };
}

/** The node's addresses that node ports answer on, as far as they are known. */
export function ipvsNodeAddresses(family: IpFamily, settings: ProxySettings): string[] {
  const addresses = nodePortAddresses(family, settings);
  if (addresses !== "all") return addresses;
  const own = settings.nodeIp(family);
  return own === undefined ? [] : [own];
}

const commonOf = ({ port }: Traffic, scheduler: string) => ({
  protocol: port.protocol.toUpperCase(),
  scheduler,
  schedulerFlags: scheduler === "mh" ? "mh-port" : undefined,
  persistent: port.affinitySeconds,
  service: port.label,
});

function virtualServers(traffic: Traffic, scheduler: string, nodeAddresses: readonly string[]): VirtualServer[] {
  const { port } = traffic;
  const common = commonOf(traffic, scheduler);
  const internal = addressesOf(serversFor(traffic, port.internalLocal));
  const external = addressesOf(serversFor(traffic, port.externalLocal));
  const outside = [...port.externalIps, ...port.loadBalancerIps].map((ip) => hostPort(ip, port.number));
  return [
    { ...common, address: hostPort(port.clusterIp, port.number), servers: internal },
    ...outside.map((address) => ({ ...common, address, servers: [...external] })),
    ...nodePortServers(traffic, scheduler, nodeAddresses),
  ];
}

function nodePortServers(traffic: Traffic, scheduler: string, nodeAddresses: readonly string[]): VirtualServer[] {
  const { nodePort, externalLocal } = traffic.port;
  if (nodePort === 0) return [];
  const servers = addressesOf(serversFor(traffic, externalLocal));
  return nodeAddresses.map((ip) => ({
    ...commonOf(traffic, scheduler),
    address: hostPort(ip, nodePort),
    servers: [...servers],
  }));
}

const addressesOf = (endpoints: readonly ProxyEndpoint[]): string[] => endpoints.map(({ address }) => address);

/**
 * Under the policy Local without local endpoints those for the policy Cluster stay, where the port uses it at all: Pods on
 * the node may use them, answers to others are lost (kubernetes pull request 97081).
 */
export function serversFor({ cluster, local }: Traffic, onlyLocal: boolean): readonly ProxyEndpoint[] {
  return onlyLocal && local.length > 0 ? local : cluster;
}
