/** A value of JSON, read only. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonMap;

export interface JsonMap {
  readonly [key: string]: JsonValue | undefined;
}

/** An API object as the plain JSON that it is. */
export const asMap = (object: object): JsonMap => object as JsonMap;

export function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** A map's own value; names like "constructor" are keys as others are. */
export function valueOf(map: JsonMap, key: string): JsonValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Whether two values are the same data: the order of keys does not count, that of lists does. */
export function isEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, at) => isEqual(item, b[at]));
  if (!isMap(a) || !isMap(b)) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(valueOf(a, key), valueOf(b, key)))
  );
}
