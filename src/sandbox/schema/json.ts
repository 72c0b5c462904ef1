export interface ParsedJson {
  value: unknown;
  /** `duplicate field "spec.ports[0].port"`: in the order of the text. */
  duplicates: string[];
}

/** The text is no JSON; the message is in Go's words: `unexpected end of JSON input`. */
export class JsonSyntaxError extends Error {
  override readonly name = "JsonSyntaxError";
}

/** Parses JSON and notes keys that stand twice in one object. Throws `JsonSyntaxError`. */
export function parseJson(_text: string): ParsedJson {
  throw new Error("no parser");
}
