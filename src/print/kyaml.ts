import { escapeLetter } from "./yaml-escape.ts";
import { staysString } from "./yaml-resolve.ts";

/**
 * JSON data as KYAML (KEP-5295), byte for byte as `kubectl -o kyaml` writes it: YAML with braces, quoted strings and
 * bare keys. Begins with the document marker and ends in a newline.
 */
export function toKyaml(value: unknown): string {
  return `---\n${node(value, 0)}\n`;
}

function node(value: unknown, level: number): string {
  if (typeof value === "string") return string(value, level + 1);
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  return Array.isArray(value) ? list(value, level) : mapping(value, level);
}

function list(items: readonly unknown[], level: number): string {
  const isCuddled = items.every((item) => typeof item === "object" && item !== null);
  if (isCuddled) return `[${items.map((item) => node(item, level)).join(", ")}]`;
  return `[\n${items.map((item) => `${pad(level + 1)}${node(item, level + 1)},\n`).join("")}${pad(level)}]`;
}

function mapping(value: object, level: number): string {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  if (fields.length === 0) return "{}";
  const lines = fields
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${pad(level + 1)}${bareKey(key)}: ${node(field, level + 1)},\n`);
  return `{\n${lines.join("")}${pad(level)}}`;
}

const pad = (level: number): string => "  ".repeat(level);

const SAFE_KEY = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_./-]*[\p{L}\p{N}_])?$/u;
/** What Go's ParseBool and ParseFloat understand beside YAML's own words. */
const GO_WORD = /^(?:[tf]|yes|no|on|off|true|false|null|nan|[-+]?inf(?:inity)?|0x[\da-f.]*p[-+]?\d+)$/i;

function bareKey(key: string): string {
  const isSafe =
    SAFE_KEY.test(key) && !GO_WORD.test(key) && staysString(key) && staysString(key.replaceAll("_", "") || key);
  return isSafe ? key : `"${escapeKyaml(key).replaceAll("\t", "\\t")}"`;
}

/**
 * A string in double quotes; several lines stand below each other, each behind an escaped line break. A backslash keeps
 * white space at a line's begin; kubectl puts it before white space that is an escape, too, and spoils that.
 */
function string(text: string, level: number): string {
  if (!text.includes("\n")) return `"${escapeKyaml(text)}"`;
  const lines = text.split(/(?<=\n)/).map((line) => {
    const guard = /^[ \t]/.test(line) ? "\\" : " ";
    return `${pad(level)}${guard}${escapeKyaml(line)}\\\n`;
  });
  return `"\\\n${lines.join("")}${pad(level)}"`;
}

const ESCAPED = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} \t]/gu;

/** Go's own escapes are YAML's with small digits, and \x for ASCII alone. */
function escapeKyaml(text: string): string {
  return text.replace(ESCAPED, (letter) =>
    escapeLetter(letter, 0x7f).replace(/[\dA-F]{2,}$/, (digits) => digits.toLowerCase()),
  );
}
