import type { KubeObject } from "../../model/snapshot.ts";
import type { FieldType, Schema } from "../schema/schema.ts";
import type { PatchRule } from "../schema/topology.ts";
import { badRequest } from "../status.ts";
import { isObject, jsonTypeOf } from "../schema/json-types.ts";
import { goText } from "./go-text.ts";
import { invalidFormat, unknownDirective } from "./strategic-errors.ts";
import { mergeList, orderList, type PatchList } from "./strategic-lists.ts";

type JsonObject = Record<string, unknown>;

const DIRECTIVE = "$patch";
const RETAIN_KEYS = "$retainKeys";
const SET_ORDER = "$setElementOrder/";
const DELETE_FROM = "$deleteFromPrimitiveList/";

/**
 * Kubernetes' strategic merge patch: maps merge, lists merge by the keys of their fields, and the directives $patch,
 * $retainKeys, $setElementOrder and $deleteFromPrimitiveList are obeyed. Returns a new object; throws `ApiError`.
 */
export function applyStrategicPatch(schema: Schema, current: KubeObject, patch: unknown): KubeObject {
  if (!isObject(patch)) {
    throw badRequest(`json: cannot unmarshal ${jsonTypeOf(patch)} into Go value of type map[string]interface {}`);
  }
  return structuredClone(mergeMap({ kind: "struct", schema }, current, patch)) as KubeObject;
}

/**
 * The patch as Go prints it once it has been applied, which is how the API server quotes it: directives of order and of
 * keys, and the lists that they order, have been taken out of it on the way.
 */
export function quoteStrategicPatch(patch: unknown, current: KubeObject): string {
  return goText(isObject(patch) ? remainder(current, patch) : patch);
}

function remainder(current: JsonObject, patch: JsonObject): JsonObject {
  const ordered = orderedFields(patch);
  return Object.fromEntries(
    Object.entries(patch).flatMap(([key, value]) => {
      if (key === RETAIN_KEYS || key.startsWith(SET_ORDER) || ordered.has(key)) return [];
      const before = current[key];
      return [[key, isObject(value) && isObject(before) ? remainder(before, value) : value]];
    }),
  );
}

function mergeMap(type: FieldType | undefined, current: JsonObject, patch: JsonObject): JsonObject {
  const { [DIRECTIVE]: directive, ...rest } = patch;
  if (directive === "replace") return rest;
  if (directive === "delete") return {};
  if (directive !== undefined) throw unknownDirective(directive, patch);
  const result = retained(current, rest);
  const ordered = orderedFields(rest);
  for (const [name, order] of ordered) {
    const list = orderList(patchList(type, name), result[name], rest[name], order);
    if (list) setOwn(result, name, list);
  }
  for (const [key, value] of Object.entries(rest)) {
    if (key === RETAIN_KEYS || key.startsWith(SET_ORDER) || ordered.has(key)) continue;
    if (key.startsWith(DELETE_FROM)) deleteFromList(result, key.slice(DELETE_FROM.length), value);
    else mergeField(type, result, key, value);
  }
  return result;
}

/** What the object does not hold yet is merged into nothing, so that directives in it are obeyed all the same. */
function mergeField(type: FieldType | undefined, result: JsonObject, name: string, value: unknown): void {
  const current = Object.hasOwn(result, name) ? result[name] : undefined;
  const strategies = ruleOf(type, name)?.strategies ?? [];
  if (value === null) delete result[name];
  else if (isObject(value)) {
    const before = isObject(current) && !strategies.includes("replace") ? current : {};
    setOwn(result, name, mergeMap(typeOf(type, name), before, value));
  } else if (Array.isArray(value) && strategies.includes("merge")) {
    setOwn(result, name, mergeList(patchList(type, name), Array.isArray(current) ? current : [], value));
  } else setOwn(result, name, value);
}

/** `current` without the fields that `$retainKeys` does not name; a field that the patch sets must be among them. */
function retained(current: JsonObject, patch: JsonObject): JsonObject {
  const keys = patch[RETAIN_KEYS];
  if (keys === undefined) return { ...current };
  if (!Array.isArray(keys)) throw invalidFormat("retainKeys");
  const names = new Set<unknown>(keys);
  const stray = Object.entries(patch).some(
    ([key, value]) => value !== null && !isListDirective(key) && key !== RETAIN_KEYS && !names.has(key),
  );
  if (stray) throw invalidFormat("retainKeys");
  return Object.fromEntries(Object.entries(current).filter(([name]) => names.has(name)));
}

function isListDirective(key: string): boolean {
  return key.startsWith(SET_ORDER) || key.startsWith(DELETE_FROM);
}

/** The fields with a `$setElementOrder/NAME`, and that order. */
function orderedFields(patch: JsonObject): Map<string, unknown[]> {
  const directives = Object.entries(patch).filter(([key]) => key.startsWith(SET_ORDER));
  return new Map(
    directives.map(([key, order]) => {
      if (!Array.isArray(order)) throw invalidFormat("setElementOrder list");
      return [key.slice(SET_ORDER.length), order];
    }),
  );
}

function deleteFromList(result: JsonObject, name: string, values: unknown): void {
  if (!Array.isArray(values)) throw invalidFormat("primitive list");
  const list = result[name];
  if (Array.isArray(list)) result[name] = list.filter((item) => !values.includes(item));
}

function patchList(type: FieldType | undefined, name: string): PatchList {
  const list = typeOf(type, name);
  const item = list?.kind === "list" ? list.item : undefined;
  return {
    mergeKey: ruleOf(type, name)?.mergeKey,
    mergeItem: (current, patch) => mergeMap(item, current, patch),
  };
}

function ruleOf(type: FieldType | undefined, name: string): PatchRule | undefined {
  return type?.kind === "struct" ? type.schema.fields.get(name)?.patch : undefined;
}

function typeOf(type: FieldType | undefined, name: string): FieldType | undefined {
  if (type?.kind === "map") return type.item;
  return type?.kind === "struct" ? type.schema.fields.get(name)?.type : undefined;
}

/** Sets a field of this name, "__proto__" too. */
function setOwn(object: JsonObject, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
}
