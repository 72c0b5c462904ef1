import type { Field, FieldType, ListType, ScalarType } from "../schema/schema.ts";
import { isObject } from "../schema/json-types.ts";
import { goText } from "./go-text.ts";
import { itemElement, MissingKeyError, showPath } from "./path-element.ts";

/**
 * What is wrong with the shape of an applied configuration, in structured-merge-diff's words, each with its path:
 * `.spec.prots: field not declared in schema`.
 */
export function checkApplied(type: FieldType, value: unknown, path = ""): string[] {
  if (value === null || value === undefined) return [];
  switch (type.kind) {
    case "scalar":
      return problem(path, checkScalar(type, value));
    case "list":
      return Array.isArray(value) ? checkItems(type, value, path) : problem(path, `expected list, got ${show(value)}`);
    case "map":
    case "struct":
      return isObject(value) ? checkFields(type, value, path) : problem(path, `expected map, got ${show(value)}`);
  }
}

function checkFields(type: FieldType, value: Record<string, unknown>, path: string): string[] {
  return Object.entries(value).flatMap(([name, child]) => {
    const below = `${path}.${name}`;
    const childType = type.kind === "map" ? type.item : fieldOf(type, name)?.type;
    return childType ? checkApplied(childType, child, below) : problem(below, "field not declared in schema");
  });
}

function fieldOf(type: FieldType, name: string): Field | undefined {
  return type.kind === "struct" ? type.schema.fields.get(name) : undefined;
}

function checkItems(type: ListType, items: readonly unknown[], path: string): string[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    if (!type.keys) return checkApplied(type.item, item, `${path}[${index}]`);
    const element = elementOf(type, item);
    if (element instanceof MissingKeyError) return problem(path, `element ${index}: ${element.message}`);
    const key = showPath([element]);
    const repeated = seen.has(element) ? problem(path, `duplicate entries for key ${key}`) : [];
    seen.add(element);
    return [...repeated, ...checkApplied(type.item, item, `${path}${key}`)];
  });
}

function elementOf(type: ListType, item: unknown): string | MissingKeyError {
  try {
    return itemElement(type, item);
  } catch (error) {
    if (error instanceof MissingKeyError) return error;
    throw error;
  }
}

function checkScalar({ scalar }: ScalarType, value: unknown): string | undefined {
  switch (scalar) {
    case "any":
      return undefined;
    case "bool":
      return typeof value === "boolean" ? undefined : `expected boolean, got ${show(value)}`;
    case "int32":
    case "int64":
      return typeof value === "number" ? undefined : `expected numeric (int or float), got ${goType(value)}`;
    case "string":
    case "bytes":
      return typeof value === "string"
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${show(value)}}`;
    default:
      return typeof value === "object" ? `expected any scalar, got ${show(value)}` : undefined;
  }
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (typeof value === "boolean") return "bool";
  return typeof value === "string" ? "string" : "map[string]interface {}";
}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : goText(value);
}

function problem(path: string, text: string | undefined): string[] {
  if (text === undefined) return [];
  return [path === "" ? text : `${path}: ${text}`];
}
