/**
 * What an unquoted YAML scalar means to kubectl. It reads YAML 1.1 as Go's yaml.v2 does: `yes`, `on` and `y` are true,
 * 0777 is octal, 1_000 a number; base 60 numbers and dates stay strings, but are quoted when written.
 */
const WORDS = new Map<string, boolean | null | number>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, Number.NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

const INTEGER = /^[-+]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9]\d*|0)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const BASE_60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/;
const DATE =
  /^\d{4}-(?:1[0-2]|0?[1-9])-(?:3[01]|[12]\d|0?[1-9])(?:[Tt][\d:]+(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)| [\d:]+(?:[.,]\d+)?)?$/;

/** The value of an unquoted scalar; the text itself when it is a string. */
export function resolvePlain(text: string): string | boolean | null | number {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.\d]/.test(text)) return text;
  const digits = text.startsWith(".") ? text : text.replaceAll("_", "");
  if (INTEGER.test(digits)) return parseInteger(digits);
  return FLOAT.test(digits) ? Number(digits) + 0 : text;
}

/** Whether a string reads back as itself when it stands unquoted, for kubectl and for older YAML parsers. */
export function staysString(text: string): boolean {
  return resolvePlain(text) === text && !BASE_60.test(text) && !DATE.test(text);
}

/** A number as Go's strconv.ParseInt reads it with base 0: 0x, 0b, 0o and a leading zero tell the base; -0 is 0. */
function parseInteger(digits: string): number {
  const sign = digits.startsWith("-") ? -1 : 1;
  const size = digits.replace(/^[-+]/, "").toLowerCase();
  const octal = /^0\d/.test(size) ? `0o${size.slice(1)}` : size;
  return sign * Number(octal) + 0;
}
