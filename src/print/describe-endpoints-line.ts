import { endpointState } from "../model/slice-endpoints.ts";
import type { EndpointSlice } from "../model/snapshot.ts";

/** kubectl shows this many endpoints and counts the others. */
const SHOWN = 3;

/**
 * What kubectl writes behind `Endpoints:` for the port of this name: the ready endpoints in the order of the slices,
 * three of them and how many more there are. Unlike kubectl 1.36 it counts an endpoint once and only the ready ones,
 * and a slice port without a number, which means all ports, shows the address alone.
 */
export function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return "<none>";
  const all = [...new Set(slices.flatMap((slice) => sliceTexts(slice, portName)))];
  const shown = all.slice(0, SHOWN).join(",");
  return all.length > SHOWN ? `${shown} + ${all.length - SHOWN} more...` : shown;
}

function sliceTexts({ ports, endpoints }: EndpointSlice, portName: string): string[] {
  const addresses = (endpoints ?? [])
    .filter((endpoint) => endpointState(endpoint) === "ready")
    .flatMap((endpoint) => endpoint.addresses?.slice(0, 1) ?? []);
  if (!ports || ports.length === 0) return addresses;
  return ports
    .filter(({ name }) => (name ?? "") === portName)
    .flatMap(({ port }) => addresses.map((address) => (port == null ? address : hostPort(address, port))));
}

/** Go's net.JoinHostPort: IPv6 addresses stand in brackets. */
const hostPort = (address: string, port: number): string =>
  address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
