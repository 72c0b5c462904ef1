import type { Scalar } from "./notation.ts";
import { canonicalQuantity } from "./quantity.ts";
import type { ScalarType } from "./schema.ts";
import { canonicalTime } from "./times.ts";

/** A field holds a value of another type, or one that cannot be read. The message is in the API server's words. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

/** Where a value stands, as Go's JSON errors name it. */
export interface Place {
  /** The innermost struct: "ServicePort". */
  struct: string;
  /** The fields that lead there, without list positions: "spec.ports.port". */
  goPath: string;
}

/** `json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32` */
export function typeMismatch(raw: unknown, place: Place, goName: string): DecodeError {
  return cannotUnmarshal(jsonTypeOf(raw), place, goName);
}

function cannotUnmarshal(what: string, { struct, goPath }: Place, goName: string): DecodeError {
  const target = goPath === "" ? "Go value" : `Go struct field ${struct}.${goPath}`;
  return new DecodeError(`json: cannot unmarshal ${what} into ${target} of type ${goName}`);
}

/** Reads a plain value and gives it the form in which the API server writes it. Throws `DecodeError`. */
export function decodeScalar(type: ScalarType, raw: unknown, place: Place): unknown {
  return DECODERS[type.scalar](raw, type, place);
}

const INT32_LIMIT = 2 ** 31;
const INT64_LIMIT = 2 ** 63;

/** Values with a decoder of their own do not know where they stand. */
const NOWHERE: Place = { struct: "", goPath: "" };

type Decoder = (raw: unknown, type: ScalarType, place: Place) => unknown;

const DECODERS: Readonly<Record<Scalar, Decoder>> = {
  any: (raw) => structuredClone(raw),
  bool: ofType("boolean"),
  bytes: decodeBytes,
  int32: integer(INT32_LIMIT),
  int64: integer(INT64_LIMIT),
  intOrString: (raw, type) =>
    typeof raw === "string" ? raw : integer(INT32_LIMIT)(raw, { ...type, goName: "int32" }, NOWHERE),
  microTime: (raw) => orFail(() => canonicalTime(text(raw), 6)),
  quantity: decodeQuantity,
  string: ofType("string"),
  time: (raw) => orFail(() => canonicalTime(text(raw), 0)),
};

function ofType(wanted: "boolean" | "string"): Decoder {
  return (raw, { goName }, place) => {
    if (typeof raw !== wanted) throw typeMismatch(raw, place, goName);
    return raw;
  };
}

function integer(limit: number): Decoder {
  return (raw, { goName }, place) => {
    if (typeof raw !== "number") throw typeMismatch(raw, place, goName);
    if (Number.isInteger(raw) && raw >= -limit && raw < limit) return raw;
    throw cannotUnmarshal(`number ${raw}`, place, goName);
  };
}

function decodeQuantity(raw: unknown): string {
  return orFail(() => canonicalQuantity(typeof raw === "string" ? raw : JSON.stringify(raw)));
}

function decodeBytes(raw: unknown, { goName }: ScalarType, place: Place): string {
  if (typeof raw !== "string") throw typeMismatch(raw, place, goName);
  const compact = raw.replace(/[\r\n]/g, "");
  const wrong = compact.search(/[^A-Za-z0-9+/]/);
  const end = wrong === -1 ? compact.length : wrong;
  const padding = compact.slice(end);
  if (!/^=*$/.test(padding)) throw new DecodeError(`illegal base64 data at input byte ${end}`);
  if ((end + padding.length) % 4 !== 0 || padding.length > 2) {
    throw new DecodeError(`illegal base64 data at input byte ${padding.length > 2 ? end + 2 : compact.length}`);
  }
  return compact;
}

function text(raw: unknown): string {
  if (typeof raw !== "string") throw typeMismatch(raw, NOWHERE, "string");
  return raw;
}

function orFail<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new DecodeError(error.message);
    throw error;
  }
}

/** As Go's decoder calls it. */
function jsonTypeOf(raw: unknown): string {
  if (Array.isArray(raw)) return "array";
  if (typeof raw === "boolean") return "bool";
  if (typeof raw !== "object" || raw === null) return typeof raw;
  return "object";
}
