import { stateOf, type EndpointState } from "./membership.ts";
import { protocolOf, type ServicePort } from "./ports.ts";
import type { EndpointSlice } from "./snapshot.ts";

export type Endpoint = EndpointSlice["endpoints"][number];

/** The label that ties an EndpointSlice to its Service. */
export const SERVICE_NAME = "kubernetes.io/service-name";
const MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
const CONTROLLERS = new Set(["endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io"]);

/** Whether nobody keeps this slice but its author: neither the EndpointSlice controller nor the mirroring one. */
export function isKeptByHand(slice: EndpointSlice): boolean {
  return !CONTROLLERS.has(slice.metadata?.labels?.[MANAGED_BY] ?? "");
}

/** Whether this slice repeats Endpoints that somebody writes by hand. */
export function isMirrored(slice: EndpointSlice): boolean {
  return slice.metadata?.labels?.[MANAGED_BY] === "endpointslicemirroring-controller.k8s.io";
}

/** Whether the EndpointSlice controller derives this slice from a Service's Pods. */
export function followsPods(slice: EndpointSlice): boolean {
  return slice.metadata?.labels?.[MANAGED_BY] === "endpointslice-controller.k8s.io";
}

/**
 * The state of an endpoint. Absent conditions mean ready; an endpoint that ends is not ready but may still serve
 * (discovery/v1 EndpointConditions).
 */
export function endpointState({ conditions }: Endpoint): EndpointState {
  if (conditions?.ready ?? true) return "ready";
  return stateOf(conditions?.serving ?? false, conditions?.terminating ?? false) === "terminating"
    ? "terminating"
    : "not-ready";
}

/** Where a slice sends a Service port: a number, "all" when the slice's port has none. */
export type SliceTarget = number | "all" | undefined;

/**
 * What a slice says of a Service's port: the target of the slice port with the same name and protocol, as kube-proxy
 * joins them. Undefined when the slice does not serve the port. A Service without ports is served by a slice without.
 */
export function sliceTargets(slice: EndpointSlice, port: ServicePort | undefined): SliceTarget[] {
  const ports = slice.ports ?? [];
  if (!port) return ports.length === 0 ? [undefined] : ports.map(({ port: number }) => number ?? "all");
  return ports
    .filter((own) => (own.name ?? "") === (port.name ?? "") && protocolOf(own) === protocolOf(port))
    .map(({ port: number }) => number ?? "all");
}

/** EndpointSlices by the Service that they belong to, each list in the order of the slices' names. */
export function indexSlices(slices: readonly EndpointSlice[]): (namespace: string, service: string) => EndpointSlice[] {
  const byService = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const { namespace = "", labels } = slice.metadata ?? {};
    const key = `${namespace}/${labels?.[SERVICE_NAME] ?? ""}`;
    const list = byService.get(key);
    if (list) list.push(slice);
    else byService.set(key, [slice]);
  }
  return (namespace, service) => byService.get(`${namespace}/${service}`) ?? [];
}
