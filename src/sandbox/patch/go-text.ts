import { isObject } from "../schema/json-types.ts";

/** A value as Go's `%v` prints it: `map[name:a ports:[80 <nil>]]`, map keys in order. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (!isObject(value)) return String(value);
  const fields = Object.keys(value).toSorted();
  return `map[${fields.map((name) => `${name}:${goText(value[name])}`).join(" ")}]`;
}
