import { isDeepStrictEqual } from "node:util";

import type { Cause } from "../types.ts";
import { invalid } from "./field-error.ts";

/** Equal as apimachinery's Semantic.DeepEqual: an absent value, an empty text, list or map are one. */
export const sameValue = (one: unknown, other: unknown): boolean =>
  isDeepStrictEqual(withoutEmpty(one), withoutEmpty(other));

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => withoutEmpty(item));
  if (value === null || value === "" || value === 0 || value === false) return undefined;
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withoutEmpty(item)] as const);
  const kept = entries.filter(([, item]) => item !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** One cause when the value was changed. */
export const immutable = (field: string, now: unknown, before: unknown): Cause[] =>
  sameValue(now, before) ? [] : [invalid(field, now, "field is immutable")];
