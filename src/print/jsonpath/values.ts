import { goType } from "../go-text.ts";
import type { Slice } from "./nodes.ts";

const utf8 = new TextEncoder();

/** What `*` gives: the values of an object by sorted key, the items of a list, the bytes of a string. */
export function childrenOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return [...utf8.encode(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, field]) => field);
}

/** What `..` gives: the value itself and, depth first, everything below it that has something below. */
export function descendantsOf(value: unknown): unknown[] {
  const children = childrenOf(value);
  return children.length === 0 ? [] : [value, ...children.flatMap(descendantsOf)];
}

/**
 * What `[…]` gives of one value; null gives nothing. Throws an Error for what is no list, and for bounds outside of it.
 * kubectl drops every value after an empty list; here an empty list only gives nothing.
 */
export function sliceOf(value: unknown, slice: Slice): unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new Error(`${goType(value)} is not array or slice`);
  const { start, end } = boundsOf(slice, value.length);
  if (start === end) return [];
  checkBounds(start, end, value.length);
  const step = slice.step ?? 1;
  if (step <= 0) throw new Error("step must be > 0");
  return value.slice(start, end).filter((_, index) => index % step === 0);
}

function boundsOf({ start = 0, end, isIndex }: Slice, length: number): { start: number; end: number } {
  const first = start < 0 ? start + length : start;
  if (isIndex) return { start: first, end: first + 1 };
  const last = end ?? length;
  return { start: first, end: last < 0 ? last + length : last };
}

function checkBounds(start: number, end: number, length: number): void {
  const outside = (index: number) => new Error(`array index out of bounds: index ${index}, length ${length}`);
  if (start >= length || start < 0) throw outside(start);
  if (end > length || end < 0) throw outside(end - 1);
  if (start > end) throw new Error(`starting index ${start} is greater than ending index ${end}`);
}
