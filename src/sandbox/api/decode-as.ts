import { type Decoded, decode, DecodeError } from "../schema/decode.ts";
import type { Reader } from "../schema/mismatch.ts";
import { type Schema, schemaOf } from "../schema/schema.ts";

/** Decodes, and throws what `refuse` makes of a value of the wrong type. */
export function decodeAs(
  schema: Schema,
  raw: unknown,
  refuse: (why: string) => Error,
  reader: Reader = "json",
): Decoded {
  try {
    return decode(schema, raw, reader);
  } catch (error) {
    throw error instanceof DecodeError ? refuse(error.message) : error;
  }
}

/** The schema of a type that is known to have one. */
export function requireSchema(apiVersion: string, kind: string): Schema {
  const schema = schemaOf(apiVersion, kind);
  if (!schema) throw new Error(`the fields of ${apiVersion} ${kind} are not known`);
  return schema;
}
