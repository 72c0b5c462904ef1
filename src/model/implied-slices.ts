import { familyOf } from "./addresses.ts";
import type { EndpointRow } from "./endpoint-rows.ts";
import { protocolOf } from "./ports.ts";
import type { ServiceView } from "./service-view.ts";
import type { Endpoint } from "./slice-endpoints.ts";
import type { EndpointSlice } from "./snapshot.ts";

/** The EndpointSlices that a controller would write for what the Pods' own state says: one for each row and address. */
export function impliedSlices({ rows, namespace, name }: ServiceView): EndpointSlice[] {
  return rows
    .filter(({ state }) => state !== "excluded")
    .flatMap((row) => row.addresses.map((address) => impliedSlice(row, address, namespace, name)));
}

function impliedSlice(row: EndpointRow, address: string, namespace: string, service: string): EndpointSlice {
  const { port, target, podName, node } = row;
  const ports =
    port && typeof target === "number" ? [{ name: port.name ?? "", port: target, protocol: protocolOf(port) }] : [];
  const endpoint: Endpoint = {
    addresses: [address],
    conditions: conditionsOf(row),
    ...(podName !== undefined && { targetRef: { kind: "Pod", namespace, name: podName } }),
    ...(node !== undefined && { nodeName: node }),
  };
  const labels = { "kubernetes.io/service-name": service };
  return { metadata: { namespace, labels }, addressType: familyOf(address), ports, endpoints: [endpoint] };
}

const conditionsOf = ({ state }: EndpointRow): NonNullable<Endpoint["conditions"]> => ({
  ready: state === "ready",
  serving: state !== "not-ready",
  terminating: state === "terminating",
});
