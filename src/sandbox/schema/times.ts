/** What Go's time.RFC3339 layout asks for, element by element. */
const ELEMENTS: readonly [layout: string, pattern: RegExp][] = [
  ["2006", /^\d{4}/],
  ["-", /^-/],
  ["01", /^\d\d/],
  ["-", /^-/],
  ["02", /^\d\d/],
  ["T", /^T/],
  ["15", /^\d\d/],
  [":", /^:/],
  ["04", /^\d\d/],
  [":", /^:/],
  ["05", /^\d\d(\.\d+)?/],
  ["Z07:00", /^(Z|[+-]\d\d:\d\d)/],
];

/**
 * A time as the API writes it: RFC 3339 in UTC, with `digits` digits of a second (0 or 6). Throws a `RangeError` whose
 * message is that of Go's time.Parse.
 */
export function canonicalTime(text: string, digits: 0 | 6): string {
  const layout = digits === 0 ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00";
  let rest = text;
  for (const [element, pattern] of ELEMENTS) {
    const [found] = pattern.exec(rest) ?? [];
    if (found === undefined) {
      throw new RangeError(`parsing time "${text}" as "${layout}": cannot parse "${rest}" as "${element}"`);
    }
    rest = rest.slice(found.length);
  }
  if (rest !== "") throw new RangeError(`parsing time "${text}": extra text: "${rest}"`);
  return toUtc(text, digits);
}

function toUtc(text: string, digits: 0 | 6): string {
  const milliseconds = Date.parse(text.replace(/\.\d+/, ""));
  if (Number.isNaN(milliseconds)) throw new RangeError(`parsing time "${text}": ${outOfRange(text)} out of range`);
  const whole = new Date(milliseconds).toISOString().slice(0, 19);
  if (digits === 0) return `${whole}Z`;
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? "";
  return `${whole}.${fraction.slice(0, digits).padEnd(digits, "0")}Z`;
}

function outOfRange(text: string): string {
  const [, month, day, hour, minute] = /^\d+-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text)?.map(Number) ?? [];
  if (month === undefined || month < 1 || month > 12) return "month";
  if (day === undefined || day < 1 || day > 31) return "day";
  if (hour === undefined || hour > 23) return "hour";
  return minute === undefined || minute > 59 ? "minute" : "second";
}
