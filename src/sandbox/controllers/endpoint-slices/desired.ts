import { protocolOf, resolveTargetPort } from "../../../model/ports.ts";
import type { EndpointSlice, Node, Pod, Service } from "../../../model/snapshot.ts";
import { hashStruct, sortByHash } from "../go-hash.ts";
import { isReady, isTerminating } from "../pods.ts";
import { addressesOf, HEADLESS_LABEL, hostnameFor, isHeadless, mayBeEndpoint, referenceTo } from "../service-pods.ts";

export type Endpoint = EndpointSlice["endpoints"][number];
export type EndpointPort = NonNullable<EndpointSlice["ports"]>[number];

export const SERVICE_LABEL = "kubernetes.io/service-name";
export const MANAGED_BY_LABEL = "endpointslice.kubernetes.io/managed-by";
export const MANAGER = "endpointslice-controller.k8s.io";

const RESERVED_LABELS = new Set([SERVICE_LABEL, MANAGED_BY_LABEL, HEADLESS_LABEL]);

/** Endpoints that have the same ports: they share slices. */
export interface PortGroup {
  ports: EndpointPort[];
  endpoints: Endpoint[];
}

/** The labels of a Service's slices: the Service's own, but for those that slices need for themselves. */
export function sliceLabels(service: Service): Record<string, string> {
  const own = Object.entries(service.metadata?.labels ?? {}).filter(([key]) => !RESERVED_LABELS.has(key));
  return {
    ...Object.fromEntries(own),
    [MANAGED_BY_LABEL]: MANAGER,
    [SERVICE_LABEL]: service.metadata?.name ?? "",
    ...(isHeadless(service) && { [HEADLESS_LABEL]: "" }),
  };
}

/** The endpoints that a Service should have, grouped by their ports: named target ports may differ from Pod to Pod. */
export function desiredGroups(
  service: Service,
  pods: readonly Pod[],
  nodeNamed: (name: string) => Node | undefined,
): Map<string, PortGroup> {
  const groups = new Map<string, PortGroup>();
  for (const pod of pods) {
    const node = nodeNamed(pod.spec?.nodeName ?? "");
    if (!mayBeEndpoint(pod, true) || (!node && !service.spec?.publishNotReadyAddresses)) continue;
    const ports = portsFor(service, pod);
    const key = portsKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    group.endpoints.push(endpointFor(service, pod, node));
    groups.set(key, group);
  }
  return groups;
}

/** Names a set of ports, in whatever order they stand. */
export function portsKey(ports: readonly EndpointPort[] | null | undefined): string {
  const texts = (ports ?? []).map(({ name, port, protocol, appProtocol }) =>
    [name, port, protocol, appProtocol].join("/"),
  );
  return texts.toSorted().join(",");
}

function portsFor({ spec }: Service, pod: Pod): EndpointPort[] {
  const ports = (spec?.ports ?? []).flatMap((port): EndpointPort[] => {
    const number = resolveTargetPort(pod, port);
    const { name = "", appProtocol } = port;
    return number === undefined
      ? []
      : [{ name, protocol: protocolOf(port), port: number, ...(appProtocol !== undefined && { appProtocol }) }];
  });
  return sortByHash(ports, ({ name, protocol, port, appProtocol }) =>
    hashStruct("v1.EndpointPort", [
      ["Name", "*string", name],
      ["Protocol", "*v1.Protocol", protocol],
      ["Port", "*int32", port],
      ["AppProtocol", "*string", appProtocol],
    ]),
  );
}

function endpointFor(service: Service, pod: Pod, node: Node | undefined): Endpoint {
  const [serving, terminating] = [isReady(pod), isTerminating(pod)];
  const ready = service.spec?.publishNotReadyAddresses || (serving && !terminating);
  const [hostname, nodeName] = [hostnameFor(pod, service), pod.spec?.nodeName];
  const zone = zoneOf(node);
  const hints = ready ? hintsFor(service, zone, nodeName) : undefined;
  return {
    addresses: addressesOf(pod),
    conditions: { ready, serving, terminating },
    ...(hostname && { hostname }),
    targetRef: referenceTo(pod),
    ...(nodeName && { nodeName }),
    ...(zone && { zone }),
    ...(hints && { hints }),
  };
}

/** The zone that a node's label names. */
export function zoneOf(node: { metadata?: { labels?: Record<string, string> } } | undefined): string | undefined {
  return node?.metadata?.labels?.["topology.kubernetes.io/zone"];
}

const NEAR = new Set(["PreferClose", "PreferSameZone", "PreferSameNode"]);

/** For which zones, and nodes, an endpoint is meant when the Service asks for near ones (KEP-4444, KEP-3015). */
function hintsFor({ spec }: Service, zone: string | undefined, node: string | undefined): Endpoint["hints"] {
  const wish = spec?.trafficDistribution ?? "";
  const forNodes = wish === "PreferSameNode" && node ? [{ name: node }] : undefined;
  const forZones = NEAR.has(wish) && zone ? [{ name: zone }] : undefined;
  return (forNodes ?? forZones) && { ...(forZones && { forZones }), ...(forNodes && { forNodes }) };
}
