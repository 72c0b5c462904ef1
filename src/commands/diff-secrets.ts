import type { KubeObject } from "../model/snapshot.ts";

interface Pair {
  live: KubeObject | undefined;
  merged: KubeObject;
}

/** Hides the values of a Secret, and still shows which of them differ, in kubectl's way. */
export function maskSecrets(live: KubeObject | undefined, merged: KubeObject): Pair {
  if (merged.kind !== "Secret" || merged.apiVersion !== "v1") return { live, merged };
  const [before, after] = [dataOf(live), dataOf(merged)];
  const differs = (key: string) => before.has(key) && after.has(key) && before.get(key) !== after.get(key);
  return {
    live: live && masked(live, before, (key) => (differs(key) ? "*** (before)" : "***")),
    merged: masked(merged, after, (key) => (differs(key) ? "*** (after)" : "***")),
  };
}

const dataOf = (object: KubeObject | undefined): ReadonlyMap<string, unknown> =>
  new Map(Object.entries((object?.["data"] ?? {}) as object));

function masked(object: KubeObject, data: ReadonlyMap<string, unknown>, mask: (key: string) => string): KubeObject {
  if (data.size === 0) return object;
  return { ...object, data: Object.fromEntries([...data.keys()].map((key) => [key, mask(key)])) };
}
