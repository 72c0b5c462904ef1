import { keyDefaultOf } from "../schema/topology.ts";
import type { FieldType, ListType } from "../schema/schema.ts";

/** An item of a keyed list lacks one of its keys. */
export class MissingKeyError extends Error {
  override readonly name = "MissingKeyError";
}

export const fieldElement = (name: string): string => `f:${name}`;

/** How an item of a merging list is called in a field set: `k:{"port":80,"protocol":"TCP"}`, `v:"finalizer"`. */
export function itemElement(type: ListType, item: unknown): string {
  const { keys = [] } = type;
  if (keys.length === 0) return `v:${JSON.stringify(item)}`;
  const values = keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(keyValue(type.item, item, key))}`);
  return `k:{${values.join(",")}}`;
}

/** A path of elements as conflicts name it: `.spec.ports[port=80,protocol="TCP"].targetPort`. */
export function showPath(path: readonly string[]): string {
  return path.map(showElement).join("");
}

function showElement(element: string): string {
  const text = element.slice(2);
  if (element.startsWith("f:")) return `.${text}`;
  if (element.startsWith("v:")) return `[=${text}]`;
  const keys = Object.entries(JSON.parse(text) as Record<string, unknown>);
  return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}]`;
}

function keyValue(type: FieldType, item: unknown, key: string): unknown {
  const value = (item as Record<string, unknown> | null)?.[key] ?? defaultOf(type, key);
  if (value === undefined) {
    throw new MissingKeyError(
      `associative list with keys has an element that omits key field "${key}" (and doesn't have default value)`,
    );
  }
  return value;
}

function defaultOf(type: FieldType, key: string): unknown {
  if (type.kind !== "struct") return undefined;
  const field = type.schema.fields.get(key);
  if (field?.omit !== "never" || field.type.kind !== "scalar") return keyDefaultOf(type.schema.name, key);
  return field.type.scalar === "int32" ? 0 : "";
}
