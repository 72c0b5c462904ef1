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
  const nodeAddresses = ipvsNodeAddresses(family, settings);
  const servers = proxyPorts(snapshot, family, settings.node).flatMap((port) =>
    virtualServers(decideTraffic(port, settings), settings.scheduler, nodeAddresses),
  );
  return { mode: "ipvs", family, servers };
}

/** The node's addresses that node ports answer on, as far as they are known. */
export function ipvsNodeAddresses(family: IpFamily, settings: ProxySettings): string[] {
  const addresses = nodePortAddresses(family, settings);
  if (addresses !== "all") return addresses;
  const own = settings.nodeIp(family);
  return own === undefined ? [] : [own];
}

function virtualServers(traffic: Traffic, scheduler: string, nodeAddresses: readonly string[]): VirtualServer[] {
  const { port } = traffic;
  const common = {
    protocol: port.protocol.toUpperCase(),
    scheduler,
    persistent: port.affinitySeconds,
    service: port.label,
  };
  const internal = addressesOf(serversFor(traffic, port.internalLocal));
  const external = addressesOf(serversFor(traffic, port.externalLocal));
  const outside = [...port.externalIps, ...port.loadBalancerIps].map((ip) => hostPort(ip, port.number));
  const nodePorts = port.nodePort === 0 ? [] : nodeAddresses.map((ip) => hostPort(ip, port.nodePort));
  return [
    { ...common, address: hostPort(port.clusterIp, port.number), servers: internal },
    ...[...outside, ...nodePorts].map((address) => ({ ...common, address, servers: [...external] })),
  ];
}

const addressesOf = (endpoints: readonly ProxyEndpoint[]): string[] => endpoints.map(({ address }) => address);

/**
 * Under the policy Local without local endpoints every endpoint stays: Pods on the node may use them, answers to others
 * are lost (kubernetes pull request 97081). Only when both policies are Local there is none.
 */
export function serversFor({ cluster, local, port }: Traffic, onlyLocal: boolean): readonly ProxyEndpoint[] {
  if (!onlyLocal) return cluster;
  if (local.length > 0) return local;
  return port.internalLocal && port.externalLocal ? [] : cluster;
}
