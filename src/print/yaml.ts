import { formatFloat } from "./go-number.ts";
import { compareYamlKeys } from "./yaml-order.ts";
import { yamlKey, yamlString } from "./yaml-scalar.ts";

const LONGEST_SIMPLE_KEY = 128;

/**
 * JSON data as YAML, byte for byte as `kubectl -o yaml` writes it (sigs.k8s.io/yaml): keys sorted, lists not indented
 * under their key, strings quoted where they would read as something else. Ends in a newline.
 */
export function toYaml(value: unknown): string {
  return `${isBlock(value) ? block(value, 0) : scalar(value, 0, 0)}\n`;
}

/** One item of a list that is not indented, over as many lines as it takes; no newline behind it. */
export const toYamlItem = (item: unknown): string => listItem(item, 0);

type Block = Record<string, unknown> | unknown[];

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** The lines of a list or an object, the first without its indentation. */
function block(value: Block, indent: number): string {
  const lines = Array.isArray(value)
    ? value.map((item) => listItem(item, indent))
    : Object.keys(value)
        .filter((key) => value[key] !== undefined)
        .toSorted(compareYamlKeys)
        .map((key) => field(key, value[key], indent));
  return lines.join(`\n${" ".repeat(indent)}`);
}

const listItem = (item: unknown, indent: number): string =>
  `- ${isBlock(item) ? block(item, indent + 2) : scalar(item, indent + 2, indent + 2)}`;

function field(key: string, value: unknown, indent: number): string {
  if (isComplexKey(key)) {
    const place = { column: indent + 2, indent: indent + 2 };
    const under = isBlock(value) ? block(value, place.indent) : scalar(value, place.column, place.indent);
    return `? ${yamlString(key, place)}\n${" ".repeat(indent)}: ${under}`;
  }
  const name = yamlKey(key);
  if (!isBlock(value)) return `${name}: ${scalar(value, indent + [...name].length + 2, indent + 2)}`;
  const under = Array.isArray(value) ? indent : indent + 2;
  return `${name}:\n${" ".repeat(under)}${block(value, under)}`;
}

/** Keys that are long or of several lines stand behind a question mark. */
const isComplexKey = (key: string): boolean => key.length > LONGEST_SIMPLE_KEY || /[\n\r]/.test(key);

function scalar(value: unknown, column: number, indent: number): string {
  if (typeof value === "string") return yamlString(value, { column, indent });
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "[]" : "{}";
  return String(value ?? null);
}

/** Whole numbers that fit 64 bits are integers, all others Go floats. */
function formatNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 64 ? String(value) : formatFloat(value);
}
