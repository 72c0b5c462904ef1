import { isDeepStrictEqual } from "node:util";

import type { FieldType, ListType } from "../schema/schema.ts";
import { type FieldSet, THE_FIELD } from "./field-set.ts";
import { fieldElement, itemElement } from "./path-element.ts";

/** What differs between two objects; undefined sets are empty. */
export interface Comparison {
  /** Fields that are new or hold another value. */
  changed: FieldSet | undefined;
  removed: FieldSet | undefined;
}

const SAME: Comparison = { changed: undefined, removed: undefined };

/**
 * Compares two values field by field, as structured-merge-diff does: atomic lists, maps and structs count as one field,
 * as do empty ones; a new list or map counts itself, and every field in it.
 */
export function compareValues(type: FieldType, before: unknown, after: unknown): Comparison {
  if (before === after) return SAME;
  if (before === undefined) return { changed: everyField(type, after), removed: undefined };
  if (after === undefined) return { changed: undefined, removed: everyField(type, before) };
  if (isOneField(type) || (isEmpty(before) && isEmpty(after))) {
    return isDeepStrictEqual(before, after) ? SAME : { changed: THE_FIELD, removed: undefined };
  }
  return compareChildren(type, childrenOf(type, before), childrenOf(type, after));
}

/** Whether lists, maps or structs of this type have one owner as a whole, as plain values have. */
export function isOneField(type: FieldType): boolean {
  switch (type.kind) {
    case "scalar":
      return true;
    case "struct":
      return type.schema.atomic;
    case "list":
      return type.keys === undefined;
    case "map":
      return type.atomic;
  }
}

/** A list, map or struct without content. */
export function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}

export interface Child {
  element: string;
  type: FieldType;
  /** Undefined in lists. */
  name?: string;
  value: unknown;
}

/** The fields or items of a value whose type is not one field. Throws `MissingKeyError`. */
export function childrenOf(type: FieldType, value: unknown): Child[] {
  if (value === null || value === undefined || type.kind === "scalar") return [];
  if (type.kind === "list") return itemsOf(type, value as unknown[]);
  const children: Child[] = [];
  for (const [name, child] of Object.entries(value)) {
    const childType = type.kind === "map" ? type.item : type.schema.fields.get(name)?.type;
    if (childType && child !== undefined) {
      children.push({ element: fieldElement(name), type: childType, name, value: child });
    }
  }
  return children;
}

function itemsOf(type: ListType, items: readonly unknown[]): Child[] {
  return items.map((value) => ({ element: itemElement(type, value), type: type.item, value }));
}

function compareChildren(type: FieldType, before: readonly Child[], after: readonly Child[]): Comparison {
  const old = new Map(before.map((child) => [child.element, child]));
  const changed: Record<string, FieldSet> = {};
  const removed: Record<string, FieldSet> = {};
  for (const child of type.kind === "list" ? withoutRepetition(after) : after) {
    const result = compareValues(child.type, old.get(child.element)?.value, child.value);
    old.delete(child.element);
    if (result.changed) changed[child.element] = result.changed;
    if (result.removed) removed[child.element] = result.removed;
  }
  for (const child of old.values()) removed[child.element] = everyField(child.type, child.value);
  return { changed: orNothing(changed), removed: orNothing(removed) };
}

/** Of several items with the same keys, the last one stands. */
function withoutRepetition(items: readonly Child[]): Iterable<Child> {
  return new Map(items.map((item) => [item.element, item])).values();
}

function everyField(type: FieldType, value: unknown): FieldSet {
  if (isOneField(type) || isEmpty(value)) return THE_FIELD;
  const set: Record<string, FieldSet> = { ".": THE_FIELD };
  for (const child of childrenOf(type, value)) set[child.element] = everyField(child.type, child.value);
  return set;
}

function orNothing(set: Record<string, FieldSet>): FieldSet | undefined {
  return Object.keys(set).length === 0 ? undefined : set;
}
