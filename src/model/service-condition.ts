import type { EndpointRow } from "./endpoint-rows.ts";
import { balancerAddresses } from "./port-use.ts";
import type { ServiceView } from "./service-view.ts";

/** What may be waited for of a Service and of what stands behind it. */
export type ServiceCondition =
  /** So many endpoints are ready behind every port. */
  | { kind: "endpoints"; count: number }
  /** No endpoint gets traffic any more: none is ready, and none serves while it terminates. */
  | { kind: "no-endpoints" }
  /** The load balancer has an address. */
  | { kind: "load-balancer" };

/** Whether a Service is in the state that is waited for. */
export function holdsFor(condition: ServiceCondition, view: ServiceView): boolean {
  switch (condition.kind) {
    case "endpoints":
      return weakestPort(view).filter(isReady).length >= condition.count;
    case "no-endpoints":
      return takers(view).length === 0;
    case "load-balancer":
      return balancerAddresses(view.service).length > 0;
  }
}

const isReady = ({ state }: EndpointRow): boolean => state === "ready";

/** The rows of the port with the fewest ready endpoints: a Service is no better than that one. */
export function weakestPort({ ports, rows }: ServiceView): EndpointRow[] {
  const byPort = ports.map(({ port }) => rows.filter((row) => row.port === port));
  const [weakest = []] = byPort.toSorted((a, b) => a.filter(isReady).length - b.filter(isReady).length);
  return weakest;
}

/** The names of Pods, and addresses without a Pod, that still get traffic on some port. */
export function takers({ rows }: ServiceView): string[] {
  const taking = rows.filter(({ state }) => state === "ready" || state === "terminating");
  return [...new Set(taking.map(nameOf))];
}

/** The Pod's name, or the address of what is no Pod. */
export const nameOf = ({ podName, addresses }: EndpointRow): string => podName ?? addresses.join(",");
