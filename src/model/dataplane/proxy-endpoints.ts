import { familyOf, type IpFamily } from "../addresses.ts";
import { protocolOf } from "../ports.ts";
import type { Endpoint } from "../slice-endpoints.ts";
import type { EndpointSlice } from "../snapshot.ts";
import { normalAddress } from "./ip.ts";
import { hostPort } from "./names.ts";

/** An endpoint of one port, as kube-proxy on one node sees it. */
export interface ProxyEndpoint {
  ip: string;
  port: number;
  /** "10.0.0.1:80": what kube-proxy knows it by. */
  address: string;
  /** The Pod behind it; undefined for an address without one. */
  pod: string | undefined;
  node: string | undefined;
  /** Whether it is on the node that the rules are for. */
  isLocal: boolean;
  ready: boolean;
  serving: boolean;
  terminating: boolean;
  /** The zones, and the nodes, for which EndpointSlices recommend it. */
  zoneHints: readonly string[];
  nodeHints: readonly string[];
}

/**
 * The endpoints of a Service by "port name/protocol", each address once, in kube-proxy's order: by their text, so that
 * 10.0.0.10:80 stands before 10.0.0.9:80. Of an address in several slices a local entry wins over others (kube-proxy's
 * endpointSliceCache). Absent conditions mean ready and serving.
 */
export function proxyEndpoints(
  slices: readonly EndpointSlice[],
  family: IpFamily,
  node: string,
): Map<string, ProxyEndpoint[]> {
  const byPort = new Map<string, Map<string, ProxyEndpoint>>();
  for (const { addressType, ports, endpoints } of slices) {
    if (addressType !== family) continue;
    for (const port of ports ?? []) {
      if (!port.port) continue;
      const key = `${port.name ?? ""}/${protocolOf(port)}`;
      const found = byPort.get(key) ?? new Map<string, ProxyEndpoint>();
      byPort.set(key, found);
      for (const endpoint of endpoints ?? []) add(found, proxyEndpoint(endpoint, port.port, family, node));
    }
  }
  return new Map([...byPort].map(([key, found]) => [key, [...found.values()].toSorted(byAddress)]));
}

const byAddress = (a: ProxyEndpoint, b: ProxyEndpoint): number =>
  a.address < b.address ? -1 : a.address > b.address ? 1 : 0;

function add(found: Map<string, ProxyEndpoint>, endpoint: ProxyEndpoint | undefined): void {
  if (endpoint && (endpoint.isLocal || !found.has(endpoint.address))) found.set(endpoint.address, endpoint);
}

const NO_HINTS: readonly string[] = [];

/** Only an endpoint's first address counts. */
function proxyEndpoint(endpoint: Endpoint, port: number, family: IpFamily, node: string): ProxyEndpoint | undefined {
  const [first] = endpoint.addresses ?? [];
  const ip = first === undefined || familyOf(first) !== family ? undefined : normalAddress(first);
  if (ip === undefined) return undefined;
  const { conditions, nodeName, targetRef, hints } = endpoint;
  return {
    ip,
    port,
    address: hostPort(ip, port),
    pod: targetRef?.kind === "Pod" ? targetRef.name : undefined,
    node: nodeName,
    isLocal: node !== "" && nodeName === node,
    ready: conditions?.ready ?? true,
    serving: conditions?.serving ?? true,
    terminating: conditions?.terminating ?? false,
    zoneHints: hints?.forZones?.map(({ name }) => name) ?? NO_HINTS,
    nodeHints: hints?.forNodes?.map(({ name }) => name) ?? NO_HINTS,
  };
}
