import { escapeText } from "./escape.ts";
import { textWidth } from "./width.ts";
import { wrapLine } from "./wrap.ts";

/** A line of a text for people. */
export interface Line {
  /** How many spaces stand before it. */
  indent: number;
  /** Not escaped yet. */
  text: string;
  paint?: (text: string) => string;
}

/** Where a line goes on after a break, it stands this much further in. */
const HANGING = 2;

/** A line as it is shown: escaped, broken at spaces where it is wider than the terminal, then coloured. */
export function lineText({ indent, text, paint = (plain) => plain }: Line, width: number | undefined): string {
  const escaped = escapeText(text);
  const before = " ".repeat(indent);
  if (width === undefined || indent + textWidth(escaped) <= width) return `${before}${paint(escaped)}\n`;
  const parts = wrapLine(escaped, " ".repeat(indent + HANGING), width)
    .trimEnd()
    .split("\n");
  return parts
    .map((part, at) => `${at === 0 ? before : " ".repeat(indent + HANGING)}${paint(part.trimStart())}\n`)
    .join("");
}
