import { closeness } from "./closeness.ts";
import type { PodGroup } from "./pod-index.ts";
import type { Labels } from "./selector.ts";

/** The one label that keeps a group of Pods from a selector. */
export interface NearMiss extends PodGroup {
  key: string;
  wanted: string;
  /** What the Pods carry under that key; undefined: no such label. */
  found: string | undefined;
  /** 0: a typing mistake, 1: a short form or another key with the wanted value, 2: just one label of several. */
  distance: 0 | 1 | 2;
}

/**
 * The groups of Pods that a selector nearly takes in: all its labels but one are there, and that one resembles what is
 * wanted. Only the nearest are returned, so that a plain typing mistake is not lost among weaker guesses.
 */
export function nearMisses(selector: Labels, groups: readonly PodGroup[]): NearMiss[] {
  const wanted = Object.entries(selector ?? {});
  const misses = groups.flatMap((group) => nearMiss(wanted, group) ?? []);
  const nearest = Math.min(...misses.map(({ distance }) => distance));
  return misses.filter(({ distance }) => distance === nearest);
}

function nearMiss(selector: readonly [string, string][], group: PodGroup): NearMiss | undefined {
  const labels = new Map(Object.entries(group.labels ?? {}));
  const differing = selector.filter(([key, value]) => labels.get(key) !== value);
  const [only] = differing;
  if (differing.length !== 1 || only === undefined) return undefined;
  const [key, wanted] = only;
  const found = labels.get(key);
  const distance = distanceOf(wanted, found, labels) ?? (selector.length > 1 ? 2 : undefined);
  return distance === undefined ? undefined : { ...group, key, wanted, found, distance };
}

function distanceOf(wanted: string, found: string | undefined, labels: ReadonlyMap<string, string>): 0 | 1 | undefined {
  if (found === undefined) return [...labels.values()].includes(wanted) ? 1 : undefined;
  const close = closeness(wanted, found);
  return close === undefined ? undefined : close === "typo" ? 0 : 1;
}
