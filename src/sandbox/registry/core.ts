import type { KubeObject, Metadata } from "../../model/snapshot.ts";
import type { Store } from "../store.ts";
import type { RuleContext } from "../types.ts";

/** What the registry's verbs work with. */
export interface Core {
  store: Store;
  now: () => Date;
  /** From 0 to 1: chooses generated names. */
  random: () => number;
  rules(dryRun: boolean | undefined): RuleContext;
}

/** An object on its way into the store: a private copy, with metadata. */
export type Draft = KubeObject & { metadata: Metadata };

/** A private copy of plain JSON. */
export function copyJson<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyJson) as Value;
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) define(copy, key, copyJson(item));
  }
  return copy as Value;
}

/** A private copy of an object. Its managedFields are shared: rules leave them alone, and they are large. */
export function copyObject({ metadata: { managedFields, ...metadata } = {}, ...rest }: KubeObject): Draft {
  return { ...copyJson(rest), metadata: { ...copyJson(metadata), ...(managedFields && { managedFields }) } };
}

/** Sets a property of its own, even one called `__proto__`. */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  else object[key] = value;
}

/** Whether two plain JSON values are equal; absent and undefined are the same, the order of keys does not count. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => equalJson(own(left, key), own(right, key)));
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A time as the API writes it: RFC 3339, whole seconds, UTC. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** A spec or another part of an object that is a map; empty where there is none. */
export function part(object: KubeObject | undefined, field: string): Record<string, unknown> {
  const value = object?.[field];
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
