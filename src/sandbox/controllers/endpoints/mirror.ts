import { isIPv6 } from "node:net";

import type { Endpoints, EndpointSlice } from "../../../model/snapshot.ts";
import { equalJson } from "../../registry/core.ts";
import type { ControllerContext } from "../context.ts";
import { type EndpointPort, MANAGED_BY_LABEL, portsKey, SERVICE_LABEL } from "../endpoint-slices/desired.ts";
import { LAST_CHANGE } from "../last-change.ts";
import { createIndex, keyOf } from "../observe.ts";
import { controllerReference } from "../pods.ts";
import { mapSelector } from "../selector-index.ts";
import type { Address, Subset } from "./subsets.ts";

const MANAGER = "endpointslicemirroring-controller.k8s.io";
const SKIP_LABEL = "endpointslice.kubernetes.io/skip-mirror";
const LEADER = "control-plane.alpha.kubernetes.io/leader";
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
/** How many addresses of one subset are mirrored (--mirroring-max-endpoints-per-subset). */
const MOST_ENDPOINTS = 1000;

/** Mirrors Endpoints that were written by hand, of Services without a selector, to EndpointSlices (KEP-0752). */
export function runEndpointSliceMirroring(context: ControllerContext): void {
  const { observer, loop } = context;
  const { services, endpoints, endpointSlices } = context.objects;
  const byService = createIndex<EndpointSlice>(observer, endpointSlices.kind, mirrorKeys);

  const queue = loop.queue((key) => {
    const service = services.get(key);
    const stored = endpoints.get(key);
    const mirrors = service && !mapSelector(service.spec?.selector) && stored && isMirrored(stored);
    const left = byService.get(key);
    for (const wanted of mirrors ? slicesOf(stored) : []) {
      const at = left.findIndex((slice) => groupOf(slice) === groupOf(wanted));
      const [same] = at < 0 ? [] : left.splice(at, 1);
      if (!same) endpointSlices.create(wanted);
      else if (!isSame(same, wanted)) endpointSlices.update({ ...wanted, metadata: withMeta(same, wanted) });
    }
    for (const slice of left) endpointSlices.delete(slice);
  });
  for (const kind of [services.kind, endpoints.kind]) observer.on(kind, ({ object }) => queue.add(keyOf(object)));
  observer.on(endpointSlices.kind, ({ type, object }) => {
    if (type === "DELETED") for (const key of mirrorKeys(object as EndpointSlice)) queue.add(key);
  });
}

function mirrorKeys({ metadata }: EndpointSlice): string[] {
  const { [MANAGED_BY_LABEL]: manager, [SERVICE_LABEL]: service } = metadata?.labels ?? {};
  return manager === MANAGER && service ? [`${metadata?.namespace}/${service}`] : [];
}

function isMirrored({ metadata }: Endpoints): boolean {
  return metadata?.labels?.[SKIP_LABEL] !== "true" && metadata?.annotations?.[LEADER] === undefined;
}

const groupOf = ({ addressType, ports }: EndpointSlice): string => `${addressType} ${portsKey(ports)}`;

function isSame(a: EndpointSlice, b: EndpointSlice): boolean {
  return (
    equalJson(a.endpoints, b.endpoints) &&
    equalJson(a.metadata?.labels, b.metadata?.labels) &&
    equalJson(a.metadata?.annotations, b.metadata?.annotations)
  );
}

function withMeta({ metadata: before }: EndpointSlice, { metadata }: EndpointSlice): EndpointSlice["metadata"] {
  const { annotations: _, ...kept } = before ?? {};
  return { ...kept, ...metadata, ...(before?.name && { name: before.name }) };
}

/** A slice for each set of ports and each address family. */
function slicesOf(endpoints: Endpoints): EndpointSlice[] {
  return (endpoints.subsets ?? []).flatMap((subset) =>
    (["IPv4", "IPv6"] as const).flatMap((addressType) => {
      const mirrored = mirroredAddresses(subset).filter(
        ({ addresses: [ip = ""] }) => isIPv6(ip) === (addressType === "IPv6"),
      );
      if (mirrored.length === 0) return [];
      return [{ metadata: metadataFor(endpoints), addressType, endpoints: mirrored, ports: portsOf(subset) }];
    }),
  );
}

function mirroredAddresses({ addresses = [], notReadyAddresses = [] }: Subset): EndpointSlice["endpoints"] {
  const mirror =
    (ready: boolean) =>
    ({ ip, hostname, nodeName, targetRef }: Address) => ({
      addresses: [ip],
      conditions: { ready },
      ...(hostname && { hostname }),
      ...(targetRef && { targetRef }),
      ...(nodeName && { nodeName }),
    });
  return [...addresses.map(mirror(true)), ...notReadyAddresses.map(mirror(false))].slice(0, MOST_ENDPOINTS);
}

function portsOf({ ports = [] }: Subset): EndpointPort[] {
  return ports.map(({ name = "", port, protocol = "TCP", appProtocol }) => ({
    name,
    protocol,
    port,
    ...(appProtocol !== undefined && { appProtocol }),
  }));
}

function metadataFor(endpoints: Endpoints): NonNullable<EndpointSlice["metadata"]> {
  const { name = "", namespace = "", labels, annotations } = endpoints.metadata ?? {};
  const copied = Object.entries(annotations ?? {}).filter(([key]) => key !== LAST_CHANGE && key !== LAST_APPLIED);
  return {
    generateName: `${name}-`,
    namespace,
    labels: { ...labels, [MANAGED_BY_LABEL]: MANAGER, [SERVICE_LABEL]: name },
    ...(copied.length > 0 && { annotations: Object.fromEntries(copied) }),
    ownerReferences: [controllerReference("v1", "Endpoints", endpoints)],
  };
}
