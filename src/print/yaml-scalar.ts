import { CONTROL_CLASS } from "./escape.ts";
import { escapeLetter } from "./yaml-escape.ts";
import { staysString } from "./yaml-resolve.ts";

/** kubectl folds a line of YAML at the first space beyond this column. */
const LINE_WIDTH = 80;

/** Where a scalar stands: the column at which it begins, and the indentation of the lines that follow it. */
export interface Place {
  column: number;
  indent: number;
}

type Style = "plain" | "single" | "double" | "literal";

/** A string as a value: plain, quoted or as a block, in the style that kubectl chooses. */
export function yamlString(text: string, place: Place): string {
  return write[styleOf(text)](text, place);
}

/** A string as a key: on one line, whatever it holds. */
export function yamlKey(text: string): string {
  const style = styleOf(text);
  const quoted = style === "literal" || text === "<<" ? "double" : style;
  return write[quoted](text, { column: Number.NEGATIVE_INFINITY, indent: 0 });
}

const write: Record<Style, (text: string, place: Place) => string> = {
  plain: (text, place) => fold(text, place, "plain"),
  single: (text, place) => `'${fold(text.replaceAll("'", "''"), inside(place), "single")}'`,
  double: (text, place) => `"${fold(escapeQuoted(text), inside(place), "double")}"`,
  literal: (text, { indent }) => `|${blockHeader(text)}${indentLines(text.replace(/\n$/, ""), indent)}`,
};

const inside = ({ column, indent }: Place): Place => ({ column: column + 1, indent });

// What stands in double quotes: what Go's yaml.v2 holds for unprintable (tab, other controls, C1, the byte order mark,
// all beyond the basic plane), and what would hide or reorder text on a terminal, which it lets through
const SPECIAL = String.raw`${CONTROL_CLASS}\ufffe\uffff\u{10000}-\u{10ffff}`;
const UNPRINTABLE = new RegExp(`(?!\n)[${SPECIAL}]`, "u");
const UNQUOTABLE = /^[#,[\]{}&*!|>'"%@`]|^[-?:](?: |$)|^---|^\.\.\.|^ | $|:(?: |$)| #/;

function styleOf(text: string): Style {
  if (UNPRINTABLE.test(text)) return "double";
  if (text.includes("\n")) return / (?:\n|$)/.test(text) ? "double" : "literal";
  if (!staysString(text)) return "double";
  return UNQUOTABLE.test(text) ? "single" : "plain";
}

/** Breaks a line at single spaces beyond the width; in double quotes at any, with a backslash before the next. */
function fold(text: string, { column, indent }: Place, style: Style): string {
  if (column + text.length <= LINE_WIDTH) return text;
  const letters = [...text];
  let folded = "";
  let at = column;
  for (const [index, letter] of letters.entries()) {
    const next = letters[index + 1];
    const breaks = letter === " " && at > LINE_WIDTH && letters[index - 1] !== " " && index > 0 && next !== undefined;
    if (breaks && (next !== " " || style === "double")) {
      folded += `\n${" ".repeat(indent)}${next === " " ? "\\" : ""}`;
      at = indent;
    } else {
      folded += letter;
      at++;
    }
  }
  return folded;
}

/** The indentation indicator that a leading space or break asks for, and how the breaks at the end are kept. */
function blockHeader(text: string): string {
  const indicator = /^[ \n]/.test(text) ? "2" : "";
  const isKept = text === "\n" || text.endsWith("\n\n");
  return `${indicator}${isKept ? "+" : text.endsWith("\n") ? "" : "-"}\n`;
}

const indentLines = (text: string, indent: number): string => text.replace(/^(?=.)/gm, " ".repeat(indent));

const ESCAPED = new RegExp(String.raw`["\\${SPECIAL}]`, "gu");
const escapeQuoted = (text: string): string => text.replace(ESCAPED, (letter) => escapeLetter(letter));
