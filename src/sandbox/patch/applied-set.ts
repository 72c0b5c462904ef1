import type { FieldType } from "../schema/schema.ts";
import { childrenOf, isEmpty, isOneField } from "./compare.ts";
import { type FieldSet, holdsItself, THE_FIELD } from "./field-set.ts";

/**
 * The fields that a configuration sets: its plain values, atomic parts and list items. A list, map or struct that only
 * holds them does not count, unless it is an empty map or struct (structured-merge-diff's ToFieldSet).
 */
export function fieldSetOf(type: FieldType, value: unknown): FieldSet | undefined {
  if (isOneField(type)) return THE_FIELD;
  if (isEmpty(value)) return type.kind === "list" && value !== null ? undefined : THE_FIELD;
  const set: Record<string, FieldSet> = {};
  for (const child of childrenOf(type, value)) {
    const below = fieldSetOf(child.type, child.value);
    if (type.kind === "list") set[child.element] = withItself(below);
    else if (below) set[child.element] = below;
  }
  return Object.keys(set).length === 0 ? undefined : set;
}

/** The set, and with each field of a struct also the struct's own field that leads to it (EnsureNamedFieldsAreMembers). */
export function withNamedFields(type: FieldType, set: FieldSet | undefined): FieldSet | undefined {
  if (!set) return undefined;
  const result: Record<string, FieldSet> = {};
  for (const [element, below] of Object.entries(set)) {
    const child = element === "." ? undefined : childType(type, element);
    const deeper = child ? (withNamedFields(child, below) ?? below) : below;
    result[element] = child && type.kind === "struct" && !holdsItself(below) ? withItself(deeper) : deeper;
  }
  return result;
}

function childType(type: FieldType, element: string): FieldType | undefined {
  if (type.kind === "struct") return type.schema.fields.get(element.slice(2))?.type;
  return type.kind === "scalar" ? undefined : type.item;
}

function withItself(set: FieldSet | undefined): FieldSet {
  return !set || holdsItself(set) ? (set ?? THE_FIELD) : { ".": THE_FIELD, ...set };
}
