import type { Scalar } from "./notation.ts";
import type { Field, FieldType } from "./schema.ts";

/** What Go writes for a plain value that is not set. */
const ZERO: Readonly<Record<Scalar, unknown>> = {
  any: null,
  bool: false,
  bytes: null,
  int32: 0,
  int64: 0,
  intOrString: 0,
  microTime: null,
  quantity: "0",
  string: "",
  time: null,
};

/** Structs to Go, though plain values in JSON: `omitempty` does not leave them out. */
const ALWAYS_WRITTEN: ReadonlySet<Scalar> = new Set(["any", "intOrString", "microTime", "quantity", "time"]);

/** What Go writes for a type that is not set, outside of a pointer. */
export function zeroOf(type: FieldType): unknown {
  if (type.kind === "scalar") return ZERO[type.scalar];
  if (type.kind !== "struct") return null;
  const object: Record<string, unknown> = {};
  for (const field of type.schema.fields.values()) {
    const value = written(field, undefined);
    if (value !== undefined) object[field.name] = value;
  }
  return object;
}

/** What Go writes for a field that holds `value` (undefined: nothing); undefined when it leaves the field out. */
export function written(field: Field, value: unknown): unknown {
  if (value === undefined) return writtenWhenUnset(field);
  if (field.pointer || field.type.kind === "struct") return value;
  if (field.type.kind === "scalar") {
    const left = field.omit === "empty" && !ALWAYS_WRITTEN.has(field.type.scalar) && isZero(value);
    return left ? undefined : value;
  }
  return isEmpty(value) ? writtenWhenUnset(field) : value;
}

function writtenWhenUnset(field: Field): unknown {
  const { type, pointer, omit } = field;
  if (omit === "never") return pointer ? null : zeroOf(type);
  if (pointer || omit === "zero") return undefined;
  const always = type.kind === "struct" || (type.kind === "scalar" && ALWAYS_WRITTEN.has(type.scalar));
  return always ? zeroOf(type) : undefined;
}

function isZero(value: unknown): boolean {
  return value === "" || value === 0 || value === false;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
