import { CONTROL_CLASS } from "./escape.ts";

/**
 * JSON data as `kubectl -o json` writes it: four spaces, keys sorted, <, > and & escaped,
 * and so is what a terminal would obey. Ends in a newline.
 */
export function toJson(value: unknown): string {
  try {
    return `${escapeJson(JSON.stringify(withSortedKeys(value), null, 4))}\n`;
  } catch (thrown) {
    if (!(thrown instanceof UnsortableKey)) throw thrown;
    return `${render(value, { newline: "\n", step: "    ", colon: ": " })}\n`;
  }
}

/** A key that keeps its own place in an object of JavaScript, whatever the order in which it is set: "8080". */
class UnsortableKey extends Error {}

const UNSORTABLE = /^(?:\d+|__proto__)$/;

/** A copy whose keys stand in order, for JSON.stringify. Throws an UnsortableKey where there can be no such copy. */
function withSortedKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map(withSortedKeys);
  const source = value as Record<string, unknown>;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(source).toSorted()) {
    if (UNSORTABLE.test(key)) throw new UnsortableKey();
    const field = source[key];
    if (field !== undefined) copy[key] = withSortedKeys(field);
  }
  return copy;
}

/** An object as it stands in the `items` of a List: without the indentation of its first line or a newline at its end. */
export function toJsonItem(value: unknown): string {
  // as deep as in a List: no text need be indented afterwards
  const [before, after] = ["[\n    [\n        ", "\n    ]\n]\n"];
  return toJson([[value]]).slice(before.length, -after.length);
}

/** JSON data with keys as they stand: how kubectl writes objects of its own types, which it made itself. */
export function toOrderedJson(value: unknown): string {
  return `${render(value, { newline: "\n", step: "    ", colon: ": ", keepsOrder: true })}\n`;
}

/** JSON data on one line, as Go's json.Marshal writes it: how templates show lists and objects. */
export function toCompactJson(value: unknown): string {
  return render(value, { newline: "", step: "", colon: ":" });
}

interface Layout {
  newline: string;
  step: string;
  colon: string;
  keepsOrder?: boolean;
}

function render(value: unknown, layout: Layout): string {
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const inner = { ...layout, newline: layout.newline && layout.newline + layout.step };
  const parts = Array.isArray(value)
    ? value.map((item) => render(item, inner))
    : fieldsOf(value, layout).map(([key, field]) => `${quote(key)}${layout.colon}${render(field, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return parts.length === 0 ? `${open}${close}` : surround(parts, open, close, layout, inner);
}

function fieldsOf(value: object, { keepsOrder }: Layout): [string, unknown][] {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return keepsOrder ? fields : fields.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const surround = (parts: string[], open = "", close = "", outer: Layout, inner: Layout): string =>
  `${open}${inner.newline}${parts.join(`,${inner.newline}`)}${outer.newline}${close}`;

// Go escapes the first three; the others would be obeyed by a terminal
const ESCAPED = new RegExp(`(?!\n)[<>&${CONTROL_CLASS}]`, "gu");

// JSON.stringify escapes the rest of ASCII, but for the line breaks between fields
const MAY_BE_ESCAPED = /[<>&\x7f-\uffff]/;

const quote = (text: string): string => escapeJson(JSON.stringify(text));

/** What JSON.stringify wrote, with what Go escapes and what a terminal would obey. */
export function escapeJson(json: string): string {
  return MAY_BE_ESCAPED.test(json)
    ? json.replace(ESCAPED, (letter) => letter.split("").map(escapeUnit).join(""))
    : json;
}

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
