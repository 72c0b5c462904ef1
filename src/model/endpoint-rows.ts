import { compareAddresses } from "./addresses.ts";
import { judgeListing, type Listing, listingsOf } from "./listings.ts";
import { type EndpointState, judgePod, type Reason } from "./membership.ts";
import type { PodIndex } from "./pod-index.ts";
import type { ServicePort } from "./ports.ts";
import type { EndpointSlice, Pod, Service } from "./snapshot.ts";

/** One Pod, or one address without a Pod, for one port of a Service. */
export interface EndpointRow {
  /** Undefined for a headless Service without ports. */
  port: ServicePort | undefined;
  /** The port's number there; "all" when the slice names none; undefined when nothing there has the target's name. */
  target: number | "all" | undefined;
  /** The name of the Pod, also when the Pod itself cannot be read. */
  podName: string | undefined;
  pod: Pod | undefined;
  addresses: string[];
  node: string | undefined;
  zone: string | undefined;
  state: EndpointState;
  /** Empty when there is nothing to say. */
  reasons: Reason[];
  /** The names of the EndpointSlices that list it. */
  slices: string[];
}

/** What the rows of one Service are made of. */
export interface Surroundings {
  service: Service;
  slices: readonly EndpointSlice[];
  /** The Pods that the selector takes in. */
  selected: readonly Pod[];
  pods: PodIndex;
  /**
   * Kinds that could not be read, and why. Without Pods nothing is said of Pods that are missing; without EndpointSlices
   * what the Pods' own state implies stands for them.
   */
  unreadable: ReadonlyMap<string, string>;
  zoneOf(node: string | undefined): string | undefined;
  now: Date;
}

/** The rows of one port: what the EndpointSlices list, each address once, then the selected Pods that they lack. */
export function endpointRows(port: ServicePort | undefined, around: Surroundings): EndpointRow[] {
  const rows = new Map<string, EndpointRow>();
  for (const listing of listingsOf(port, around)) {
    const key = `${listing.target} ${listing.isOfPod ? `pod/${listing.podName}` : listing.address}`;
    const row = listedRow(listing, around);
    rows.set(key, mergeRows(rows.get(key), row));
  }
  const listed = new Set([...rows.values()].map(({ pod }) => pod));
  const missing = around.selected.filter((pod) => !listed.has(pod)).map((pod) => unlistedRow(pod, port, around));
  return markHostNetworkClashes([...rows.values(), ...missing].toSorted(byPod));
}

function listedRow(listing: Listing, around: Surroundings): EndpointRow {
  const { port, target, podName, pod, address, endpoint, slice, state } = listing;
  const node = endpoint.nodeName ?? pod?.spec?.nodeName;
  const zone = endpoint.zone ?? around.zoneOf(node);
  const slices = [slice.metadata?.name ?? ""];
  const reasons = judgeListing(listing, around);
  return { port, target, podName, pod, addresses: [address], node, zone, state, reasons, slices };
}

const RANK: Record<EndpointState, number> = { ready: 0, terminating: 1, "not-ready": 2, excluded: 3 };

/** The state of the two that brings more traffic. */
export const betterState = (a: EndpointState, b: EndpointState): EndpointState => (RANK[a] <= RANK[b] ? a : b);

/** The same Pod or address in several slices, or in both families: one row, in the better state. */
function mergeRows(first: EndpointRow | undefined, second: EndpointRow): EndpointRow {
  if (!first) return second;
  const [better, other] = betterState(first.state, second.state) === first.state ? [first, second] : [second, first];
  return {
    ...better,
    addresses: [...new Set([...first.addresses, ...second.addresses])],
    slices: [...new Set([...first.slices, ...second.slices])],
    zone: better.zone ?? other.zone,
    node: better.node ?? other.node,
  };
}

function unlistedRow(pod: Pod, port: ServicePort | undefined, around: Surroundings): EndpointRow {
  const judged = judgePod(around.service, pod, port, around.now);
  const forgotten = !around.unreadable.has("EndpointSlice") && judged.state !== "excluded";
  const reasons: Reason[] = forgotten ? [{ kind: "not-in-slices" }, ...judged.reasons] : judged.reasons;
  return podRow(pod, port, around, judged.target, judged.addresses, forgotten ? "excluded" : judged.state, reasons);
}

/** The row of a Pod that no EndpointSlice lists. Written out, since there may be very many. */
export function podRow(
  pod: Pod,
  port: ServicePort | undefined,
  { zoneOf }: Pick<Surroundings, "zoneOf">,
  target: number | undefined,
  addresses: string[],
  state: EndpointState,
  reasons: Reason[],
): EndpointRow {
  const node = pod.spec?.nodeName;
  const podName = pod.metadata?.name;
  return { port, target, podName, pod, addresses, node, zone: zoneOf(node), state, reasons, slices: [] };
}

/** Pods on one node's network cannot share a port: connections go to the one that listens. */
function markHostNetworkClashes(rows: EndpointRow[]): EndpointRow[] {
  const owners = new Map<string, string>();
  return rows.map((row) => {
    const [address] = row.addresses;
    if (!row.pod?.spec?.hostNetwork || typeof row.target !== "number" || address === undefined) return row;
    const owner = owners.get(`${address} ${row.target}`);
    if (owner === undefined) owners.set(`${address} ${row.target}`, row.podName ?? "");
    if (owner === undefined) return row;
    return { ...row, reasons: [...row.reasons, { kind: "host-network-clash", pod: owner, address, port: row.target }] };
  });
}

/** Pods by name, then addresses without a Pod; numbers within count as numbers. */
export function byPod(a: EndpointRow, b: EndpointRow): number {
  if (a.podName !== undefined && b.podName !== undefined && a.podName !== b.podName)
    return compareAddresses(a.podName, b.podName);
  if ((a.podName === undefined) !== (b.podName === undefined)) return a.podName === undefined ? 1 : -1;
  return compareAddresses(a.addresses[0] ?? "", b.addresses[0] ?? "") || compareTargets(a.target, b.target);
}

const compareTargets = (a: EndpointRow["target"], b: EndpointRow["target"]): number =>
  (typeof a === "number" ? a : 0) - (typeof b === "number" ? b : 0);
