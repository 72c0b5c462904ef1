import { JsonScanner } from "./json-scanner.ts";

export { JsonSyntaxError } from "./json-scanner.ts";

export interface ParsedJson {
  value: unknown;
  /** `duplicate field "spec.ports[0].port"`: in the order of the text. */
  duplicates: string[];
}

/** Parses JSON and notes keys that stand twice in one object: the last one counts. Throws `JsonSyntaxError`. */
export function parseJson(text: string): ParsedJson {
  const duplicates = new JsonScanner(text).scan();
  return { value: JSON.parse(text), duplicates: [...new Set(duplicates)].map((path) => `duplicate field "${path}"`) };
}
