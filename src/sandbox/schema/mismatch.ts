import { jsonTypeOf } from "./json-types.ts";
import type { FieldType } from "./schema.ts";

/** A field holds a value of another type, or one that cannot be read. The message is in the API server's words. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

/** The API server reads JSON text with one reader, and what a strategic merge patch made with another: their words differ. */
export type Reader = "json" | "patched";

/** Where a value stands. */
export interface Place {
  reader: Reader;
  /** The innermost struct: "ServicePort". */
  struct: string;
  /** The fields that lead there, without list positions: "spec.ports.port". */
  goPath: string;
}

/** The value is of another JSON type than its field. */
export function mismatch(raw: unknown, type: FieldType, place: Place): DecodeError {
  if (place.reader === "json") return cannotUnmarshal(jsonTypeOf(raw), goNameOf(type), place);
  switch (type.kind) {
    case "list":
      return new DecodeError(`cannot restore slice from ${goKindOf(raw)}`);
    case "map":
      return new DecodeError(`cannot restore map from ${goKindOf(raw)}`);
    case "struct":
      return new DecodeError(`cannot restore struct from: ${goKindOf(raw)}`);
    case "scalar":
      return new DecodeError(`unrecognized type: ${type.scalar}`);
  }
}

/** `json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32` */
export function cannotUnmarshal(what: string, goName: string, place?: Place): DecodeError {
  const target = place && place.goPath !== "" ? `struct field ${place.struct}.${place.goPath}` : "value";
  return new DecodeError(`json: cannot unmarshal ${what} into Go ${target} of type ${goName}`);
}

/** As Go's reflection calls it. */
function goKindOf(raw: unknown): string {
  const word = jsonTypeOf(raw);
  if (word === "number") return Number.isInteger(raw) ? "int64" : "float64";
  return { array: "slice", object: "map" }[word] ?? word;
}

/** The type as Go prints it: `[]v1.ServicePort`, `map[string]string`, `v1.ResourceList`. */
export function goNameOf(type: FieldType): string {
  switch (type.kind) {
    case "scalar":
      return type.goName;
    case "struct":
      return `v1.${type.schema.name}`;
    case "list":
      return `[]${goNameOf(type.item)}`;
    case "map": {
      const item = goNameOf(type.item);
      return item === "resource.Quantity" ? "v1.ResourceList" : `map[string]${item}`;
    }
  }
}
