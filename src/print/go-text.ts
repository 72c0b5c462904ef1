import { formatFloat } from "./go-number.ts";

/** A value as Go's fmt prints it with %v: map[a:b c:1], [1 2], <nil>. How kubectl shows it in cells and messages. */
export function goText(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : formatFloat(value);
  if (value === null || value === undefined) return "<nil>";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `map[${fields.map(([key, field]) => `${key}:${goText(field)}`).join(" ")}]`;
}

/** What Go calls the type of a value that was JSON. */
export function goType(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "string";
  return Array.isArray(value) ? "[]interface {}" : "map[string]interface {}";
}
