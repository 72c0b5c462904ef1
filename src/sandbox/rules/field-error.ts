import type { Cause } from "../types.ts";

/**
 * The constructors of apimachinery's `field` package (util/validation/field/errors.go, 1.36): a path and what is wrong
 * there, in the words of the API server. A `value` is shown as Go shows it; undefined stands for nil.
 */

export const required = (field: string, detail = ""): Cause =>
  cause("FieldValueRequired", "Required value", field, detail);

export const forbidden = (field: string, detail: string): Cause =>
  cause("FieldValueForbidden", "Forbidden", field, detail);

export const invalid = (field: string, value: unknown, detail: string): Cause =>
  cause("FieldValueInvalid", `Invalid value: ${showValue(value)}`, field, detail);

export const duplicate = (field: string, value: unknown, detail = ""): Cause =>
  cause("FieldValueDuplicate", `Duplicate value: ${showValue(value)}`, field, detail);

export const notFound = (field: string, value: unknown): Cause =>
  cause("FieldValueNotFound", `Not found: ${showValue(value)}`, field, "");

/** `supported` is listed as given: the server sorts most of its lists, but not all. */
export const notSupported = (field: string, value: unknown, supported: readonly string[]): Cause =>
  cause(
    "FieldValueNotSupported",
    `Unsupported value: ${showValue(value)}`,
    field,
    `supported values: ${supported.map(quote).join(", ")}`,
  );

/** `maximum` in bytes. */
export const tooLong = (field: string, maximum: number): Cause =>
  cause("FieldValueTooLong", "Too long", field, `may not be more than ${maximum} bytes`);

export const tooMany = (field: string, actual: number, maximum: number): Cause =>
  cause("FieldValueTooMany", `Too many: ${actual}`, field, `must have at most ${maximum} items`);

/** One `invalid` for each message about the value. */
export const invalidEach = (field: string, value: unknown, messages: readonly string[]): Cause[] =>
  messages.map((message) => invalid(field, value, message));

/** Wants one of `supported`; an absent or empty value is a missing one. */
export function oneOf(field: string, value: string | undefined, supported: readonly string[]): Cause[] {
  if (!value) return [required(field)];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

/** As `oneOf`, but an absent value is fine. */
export const optionalOneOf = (field: string, value: string | undefined, supported: readonly string[]): Cause[] =>
  value === undefined || supported.includes(value) ? [] : [notSupported(field, value, supported)];

export const notNegative = (field: string, value: number | undefined): Cause[] =>
  value !== undefined && value < 0 ? [invalid(field, value, "must be greater than or equal to 0")] : [];

function cause(reason: Cause["reason"], message: string, field: string, detail: string): Cause {
  return { reason, message: detail === "" ? message : `${message}: ${detail}`, field };
}

function showValue(value: unknown): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "string") return quote(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return JSON.stringify(value).replace(/[<>&]/g, (character) => unicodeEscape(character));
}

const shortEscapes: Record<string, string> = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};

/** A string as Go's %q writes it. */
function quote(text: string): string {
  const escaped = text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (character) => {
    const short = shortEscapes[character];
    if (short !== undefined) return short;
    return character < "\u0080" ? `\\x${hex(character, 2)}` : unicodeEscape(character);
  });
  return `"${escaped}"`;
}

const unicodeEscape = (character: string): string =>
  (character.codePointAt(0) ?? 0) > 0xffff ? `\\U${hex(character, 8)}` : `\\u${hex(character, 4)}`;

const hex = (character: string, digits: number): string =>
  (character.codePointAt(0) ?? 0).toString(16).padStart(digits, "0");
