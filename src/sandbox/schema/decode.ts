import type { KubeObject } from "../../model/snapshot.ts";
import { isObject } from "./json-types.ts";
import { mismatch, type Place, type Reader } from "./mismatch.ts";
import { decodeScalar } from "./scalars.ts";
import type { Field, FieldType, ListType, MapType, Schema } from "./schema.ts";
import { written, zeroOf } from "./written.ts";

export { DecodeError } from "./mismatch.ts";

export interface Decoded {
  /**
   * The object as the API server understands it and writes it again: unknown fields, nulls and empty optional fields
   * dropped, times and quantities in their canonical form, structs that are always written present. Private to the caller.
   */
  object: KubeObject;
  /** `unknown field "spec.ports[0].targtPort"`: in the order of the text, a hundred at most. */
  unknownFields: string[];
}

const MOST_UNKNOWN_FIELDS = 100;

/** Reads `raw` as an object of `schema`, as Go's decoder does. Throws `DecodeError`. Field names are case-sensitive. */
export function decode(schema: Schema, raw: unknown, reader: Reader = "json"): Decoded {
  const unknown = new Set<string>();
  const place = { reader, struct: "", goPath: "", path: "", unknown };
  return { object: decodeStruct(schema, raw, place) as KubeObject, unknownFields: [...unknown] };
}

/** The object as Go would write it if nothing was set: what a newly created object is compared with. */
export function emptyObject(schema: Schema): KubeObject {
  return zeroOf({ kind: "struct", schema }) as KubeObject;
}

interface DecodePlace extends Place {
  /** The field's path as strict errors have it: `spec.ports[0]`. */
  path: string;
  unknown: Set<string>;
}

function decodeStruct(schema: Schema, raw: unknown, place: DecodePlace): Record<string, unknown> {
  if (!isObject(raw)) throw mismatch(raw, { kind: "struct", schema }, place);
  const values: Record<string, unknown> = {};
  for (const key of Object.keys(raw)) {
    const field = schema.fields.get(key);
    if (field) values[field.name] = decodeField(schema, field, raw[key], place);
    else noteUnknown(place, key);
  }
  const object: Record<string, unknown> = {};
  for (const field of schema.fields.values()) {
    const value = written(field, values[field.name]);
    if (value !== undefined) object[field.name] = value;
  }
  return object;
}

function decodeField(schema: Schema, field: Field, raw: unknown, outer: DecodePlace): unknown {
  if (raw === null || raw === undefined) return undefined;
  return decodeValue(field.type, raw, {
    reader: outer.reader,
    struct: schema.name,
    goPath: join(outer.goPath, field.name),
    path: join(outer.path, field.name),
    unknown: outer.unknown,
  });
}

function decodeValue(type: FieldType, raw: unknown, place: DecodePlace): unknown {
  switch (type.kind) {
    case "scalar":
      return decodeScalar(type, raw, place);
    case "struct":
      return decodeStruct(type.schema, raw, place);
    case "list":
      return decodeList(type, raw, place);
    case "map":
      return decodeMap(type, raw, place);
  }
}

function decodeList(type: ListType, raw: unknown, place: DecodePlace): unknown[] {
  if (!Array.isArray(raw)) throw mismatch(raw, type, place);
  return raw.map((item, index) => {
    if (item === null) return zeroOf(type.item);
    return decodeValue(type.item, item, { ...place, path: `${place.path}[${index}]` });
  });
}

function decodeMap(type: MapType, raw: unknown, place: DecodePlace): Record<string, unknown> {
  if (!isObject(raw)) throw mismatch(raw, type, place);
  // fromEntries makes "__proto__" a key like any other
  return Object.fromEntries(
    Object.entries(raw).map(([key, item]) => {
      if (item === null) return [key, zeroOf(type.item)];
      return [key, decodeValue(type.item, item, { ...place, path: join(place.path, key) })];
    }),
  );
}

function noteUnknown(place: DecodePlace, key: string): void {
  if (place.unknown.size < MOST_UNKNOWN_FIELDS) place.unknown.add(`unknown field "${join(place.path, key)}"`);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
