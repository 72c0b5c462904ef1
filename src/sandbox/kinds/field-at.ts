import type { KubeObject } from "../../model/snapshot.ts";

/** The value at a path like "spec.nodeName"; undefined where there is none. */
export function valueAt(object: KubeObject, path: string): unknown {
  return path.split(".").reduce<unknown>((value, field) => {
    return typeof value === "object" && value !== null && Object.hasOwn(value, field)
      ? (value as Record<string, unknown>)[field]
      : undefined;
  }, object);
}

/** The plain value at a path, as a field selector compares it: a text; undefined where there is none. */
export function fieldAt(object: KubeObject, path: string): string | undefined {
  const value = valueAt(object, path);
  return value === undefined || value === null || typeof value === "object" ? undefined : `${value as string}`;
}

/** The plain values at these paths. */
export function fieldsAt(...paths: string[]) {
  return (object: KubeObject): Record<string, string | undefined> =>
    Object.fromEntries(paths.map((path) => [path, fieldAt(object, path)]));
}
