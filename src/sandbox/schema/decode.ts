import type { KubeObject } from "../../model/snapshot.ts";
import type { Schema } from "./schema.ts";

export interface Decoded {
  /** The object as the API server understands it: unknown fields and nulls dropped, private to the caller. */
  object: KubeObject;
  /** `unknown field "spec.ports[0].targtPort"`: in the order of the text. */
  unknownFields: string[];
}

/** A field holds a value of another type. The message is in the API server's words. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

/** Reads `raw` as an object of `schema`. Throws `DecodeError`. */
export function decode(_schema: Schema, _raw: unknown): Decoded {
  throw new Error("no decoder");
}
