import { isEqual, isList, isMap, type JsonMap, type JsonValue, valueOf } from "./json-value.ts";
import { Refusal } from "./refusal.ts";

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: JsonValue;
}

/** Applies a JSON patch (RFC 6902) in order. Throws a Refusal for a path that is not there or a test that fails. */
export function applyJsonPatch(document: JsonValue, patch: JsonValue): JsonValue {
  if (!isList(patch)) throw new Refusal("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
  if (!patch.every(isOperation)) throw new Refusal("Invalid JSON Patch");
  return (patch as unknown as Operation[]).reduce(applyOperation, document);
}

function isOperation(value: JsonValue): boolean {
  return isMap(value) && typeof value["op"] === "string" && typeof value["path"] === "string";
}

function applyOperation(document: JsonValue, operation: Operation): JsonValue {
  const { op, path, from = "", value = null } = operation;
  switch (op) {
    case "add":
      return change(document, parsePointer(path), operation, () => value, "insert");
    case "replace":
      return change(document, parsePointer(path), operation, () => value, "set");
    case "remove":
      return change(document, parsePointer(path), operation, () => undefined, "set");
    case "move": {
      const moved = read(document, parsePointer(from), operation);
      const without = change(document, parsePointer(from), operation, () => undefined, "set");
      return change(without, parsePointer(path), operation, () => moved, "insert");
    }
    case "copy": {
      const copied = read(document, parsePointer(from), operation);
      return change(document, parsePointer(path), operation, () => copied, "insert");
    }
    case "test":
      if (isEqual(read(document, parsePointer(path), operation), value)) return document;
      throw new Refusal(`testing value ${path} failed: test failed`);
    default:
      throw new Refusal(`Unexpected kind: ${op}`);
  }
}

/** The steps of a JSON pointer (RFC 6901). */
function parsePointer(text: string): string[] {
  return text
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** kubectl's words for a path that is not there. */
function missing({ op, path }: Operation): Refusal {
  const key = parsePointer(path).at(-1) ?? "";
  if (op === "remove") {
    return new Refusal(`error in remove for path: '${path}': unable to remove nonexistent key: ${key}: missing value`);
  }
  if (op === "replace") return new Refusal(`Object to be patched is missing field (${path}: missing value)`);
  return new Refusal(`${op} operation does not apply: doc is missing path: "${path}": missing value`);
}

function read(document: JsonValue, steps: readonly string[], operation: Operation): JsonValue {
  return steps.reduce((value, step) => {
    const next = isList(value) ? value[Number(step)] : isMap(value) ? valueOf(value, step) : undefined;
    if (next === undefined) throw missing(operation);
    return next;
  }, document);
}

type Make = () => JsonValue | undefined;

/** A copy of the document in which the place that the steps lead to holds what `make` gives; undefined takes it out. */
function change(
  document: JsonValue,
  [step, ...more]: readonly string[],
  operation: Operation,
  make: Make,
  how: "insert" | "set",
): JsonValue {
  if (step === undefined) return make() ?? null;
  const inner = (value: JsonValue | undefined): JsonValue | undefined => {
    if (more.length === 0) return make();
    if (value === undefined) throw missing(operation);
    return change(value, more, operation, make, how);
  };
  if (isList(document)) return changeList(document, step, operation, inner, how === "insert" && more.length === 0);
  if (!isMap(document)) throw missing(operation);
  if (how === "set" && !Object.hasOwn(document, step)) throw missing(operation);
  return changeMap(document, step, inner);
}

function changeMap(map: JsonMap, key: string, inner: (value: JsonValue | undefined) => JsonValue | undefined): JsonMap {
  const changed = new Map(Object.entries(map));
  const value = inner(changed.get(key));
  if (value === undefined) changed.delete(key);
  else changed.set(key, value);
  return Object.fromEntries(changed);
}

function changeList(
  list: readonly JsonValue[],
  step: string,
  operation: Operation,
  inner: (value: JsonValue | undefined) => JsonValue | undefined,
  inserts: boolean,
): JsonValue[] {
  const at = step === "-" && inserts ? list.length : /^(0|[1-9]\d*)$/.test(step) ? Number(step) : -1;
  if (at < 0 || at > list.length || (at === list.length && !inserts)) throw missing(operation);
  const value = inner(inserts ? undefined : list[at]);
  return list.toSpliced(at, inserts ? 0 : 1, ...(value === undefined ? [] : [value]));
}
