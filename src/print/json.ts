import { CONTROL_CLASS } from "./escape.ts";

/**
 * JSON data as `kubectl -o json` writes it: four spaces, keys sorted, <, > and & escaped,
 * and so is what a terminal would obey. Ends in a newline.
 */
export function toJson(value: unknown): string {
  return `${render(value, { newline: "\n", step: "    ", colon: ": " })}\n`;
}

/** The same with keys as they stand: how kubectl writes objects of its own types, which it made itself. */
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
const ESCAPED = new RegExp(`[<>&${CONTROL_CLASS}]`, "gu");

function quote(text: string): string {
  return JSON.stringify(text).replace(ESCAPED, (letter) => letter.split("").map(escapeUnit).join(""));
}

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
