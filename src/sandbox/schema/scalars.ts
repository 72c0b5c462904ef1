import { jsonTypeOf } from "./json-types.ts";
import { cannotUnmarshal, DecodeError, mismatch, type Place } from "./mismatch.ts";
import type { Scalar } from "./notation.ts";
import { canonicalQuantity } from "./quantity.ts";
import type { ScalarType } from "./schema.ts";
import { canonicalTime } from "./times.ts";

/** Reads a plain value and gives it the form in which the API server writes it. Throws `DecodeError`. */
export function decodeScalar(type: ScalarType, raw: unknown, place: Place): unknown {
  return DECODERS[type.scalar](raw, type, place);
}

const INT32_LIMIT = 2 ** 31;
const INT64_LIMIT = 2 ** 63;

/** Types with a JSON decoder of their own do not know where they stand. */
const JSON_VALUE: Place = { reader: "json", struct: "", goPath: "" };

type Decoder = (raw: unknown, type: ScalarType, place: Place) => unknown;

const DECODERS: Readonly<Record<Scalar, Decoder>> = {
  any: (raw) => structuredClone(raw),
  bool: ofType("boolean"),
  bytes: decodeBytes,
  int32: integer(INT32_LIMIT),
  int64: integer(INT64_LIMIT),
  intOrString: (raw, type) =>
    typeof raw === "string" ? raw : integer(INT32_LIMIT)(raw, { ...type, goName: "int32" }, JSON_VALUE),
  microTime: (raw) => orFail(() => canonicalTime(text(raw), 6)),
  quantity: decodeQuantity,
  string: ofType("string"),
  time: (raw) => orFail(() => canonicalTime(text(raw), 0)),
};

function ofType(wanted: "boolean" | "string"): Decoder {
  return (raw, type, place) => {
    if (typeof raw !== wanted) throw mismatch(raw, type, place);
    return raw;
  };
}

function integer(limit: number): Decoder {
  return (raw, type, place) => {
    if (typeof raw !== "number") throw mismatch(raw, type, place);
    if (Number.isInteger(raw) && raw >= -limit && raw < limit) return raw;
    throw cannotUnmarshal(`number ${raw}`, type.goName, place);
  };
}

function decodeQuantity(raw: unknown): string {
  return orFail(() => canonicalQuantity(typeof raw === "string" ? raw : JSON.stringify(raw)));
}

function decodeBytes(raw: unknown, type: ScalarType, place: Place): string {
  if (typeof raw !== "string") throw mismatch(raw, type, place);
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
  if (typeof raw !== "string") throw cannotUnmarshal(jsonTypeOf(raw), "string");
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
