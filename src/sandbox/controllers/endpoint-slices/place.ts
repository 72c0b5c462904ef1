import type { EndpointSlice } from "../../../model/snapshot.ts";
import { equalJson } from "../../registry/core.ts";
import type { Endpoint } from "./desired.ts";

/** How many endpoints a slice holds at most (--max-endpoints-per-slice). */
const MOST_ENDPOINTS = 100;

/** What changes so that slices hold the desired endpoints. */
export interface Placement {
  /** The endpoints of each new slice. */
  create: Endpoint[][];
  /** Slices with their new endpoints. */
  update: EndpointSlice[];
  remove: EndpointSlice[];
}

interface Draft {
  slice: EndpointSlice;
  endpoints: Endpoint[];
  isChanged: boolean;
}

/**
 * Spreads endpoints over slices of the same ports so that few slices change (Reconciler.reconcileByPortMapping): each
 * endpoint stays where it is; new ones fill slices that change anyway, then one other slice that has room for all, then
 * new slices.
 */
export function place(existing: readonly EndpointSlice[], desired: readonly Endpoint[]): Placement {
  const left = new Map(desired.map((endpoint) => [identityOf(endpoint), endpoint]));
  const drafts = existing.map((slice) => keep(slice, left));
  const remaining = [...left.values()];
  const changed = drafts.filter(({ isChanged, endpoints }) => isChanged && endpoints.length > 0);
  for (const draft of changed.toSorted((a, b) => b.endpoints.length - a.endpoints.length)) fill(draft, remaining);
  const roomy = remaining.length > 0 ? fullestWithRoom(drafts, remaining.length) : undefined;
  if (roomy) fill(roomy, remaining);
  const create: Endpoint[][] = [];
  while (remaining.length > 0) create.push(remaining.splice(0, MOST_ENDPOINTS));
  return {
    create,
    update: drafts
      .filter(({ isChanged, endpoints }) => isChanged && endpoints.length > 0)
      .map(({ slice, endpoints }) => ({ ...slice, endpoints })),
    remove: drafts.filter(({ isChanged, endpoints }) => isChanged && endpoints.length === 0).map(({ slice }) => slice),
  };
}

/** What stays in a slice of what it holds; it is taken out of `left`. */
function keep(slice: EndpointSlice, left: Map<string, Endpoint>): Draft {
  const before = slice.endpoints ?? [];
  const endpoints = before.flatMap((endpoint) => {
    const key = identityOf(endpoint);
    const wanted = left.get(key);
    left.delete(key);
    return wanted ? [wanted] : [];
  });
  return { slice, endpoints, isChanged: !equalJson(before, endpoints) };
}

function fill(draft: Draft, remaining: Endpoint[]): void {
  const taken = remaining.splice(0, MOST_ENDPOINTS - draft.endpoints.length);
  draft.endpoints.push(...taken);
  draft.isChanged ||= taken.length > 0;
}

/** Of the slices that have room for so many more, the one that is then closest to full. */
function fullestWithRoom(drafts: readonly Draft[], count: number): Draft | undefined {
  return drafts
    .filter(({ endpoints, isChanged }) => !isChanged && endpoints.length + count <= MOST_ENDPOINTS)
    .toSorted((a, b) => b.endpoints.length - a.endpoints.length)[0];
}

function identityOf({ addresses, targetRef, hostname }: Endpoint): string {
  return [addresses[0], targetRef?.uid, hostname].join(" ");
}
