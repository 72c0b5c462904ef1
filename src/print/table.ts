import type { Io } from "../context.ts";
import { isPrintableAscii } from "./ascii.ts";
import { escapeText } from "./escape.ts";
import { textWidth } from "./width.ts";

/** kubectl's tabwriter: a column is as wide as its widest cell and three spaces, but never narrower than six. */
const PADDING = 3;
const NARROWEST = 6;

/** A cell of a table: its text, or its text and how to colour it. Text is escaped here, colour comes after. */
export type Cell = string | { text: string; paint: (text: string) => string };

/** What a table needs to know of the terminal: the colours of standard output. */
export type Look = Pick<Io, "style">;

/** Writes one table in pieces: later pieces keep to the columns of the earlier ones, as `kubectl get -w` does. */
export interface TableWriter {
  /** The lines for these rows, under `headers` (as they are) unless it is undefined. */
  write(headers: readonly string[] | undefined, rows: readonly (readonly Cell[])[]): string;
}

export function tableWriter({ style }: Look): TableWriter {
  const widths: number[] = [];
  return {
    write(headers, rows) {
      const head = headers?.map((header) => ({ text: header, paint: style.bold }));
      const lines = (head ? [head, ...rows] : rows).map(measured);
      for (const line of lines) widen(widths, line);
      return lines.map((line) => `${formatLine(line, widths)}\n`).join("");
    },
  };
}

/** A whole table as kubectl prints it: upper-case headers, every cell escaped, nothing after the last column. */
export function formatTable(
  headers: readonly string[] | undefined,
  rows: readonly (readonly Cell[])[],
  look: Look,
): string {
  return tableWriter(look).write(
    headers?.map((header) => header.toUpperCase()),
    rows,
  );
}

/** The cells of a line as they are shown, but for their colours. */
interface MeasuredLine {
  cells: readonly Cell[];
  texts: readonly string[];
  /** In terminal cells. */
  widths: readonly number[];
}

function measured(cells: readonly Cell[]): MeasuredLine {
  const texts = cells.map((cell) => (typeof cell === "string" ? cell : cell.text));
  // most lines have nothing to escape, and a look at all of it tells
  if (isPrintableAscii(texts.join(""))) return { cells, texts, widths: texts.map(({ length }) => length) };
  const shown = texts.map((text) => escapeText(text));
  return { cells, texts: shown, widths: shown.map(textWidth) };
}

/** The last cell of a line ends no column, so it widens none. */
function widen(widths: number[], line: MeasuredLine): void {
  for (let at = 0; at < line.widths.length - 1; at++) {
    widths[at] = Math.max(widths[at] ?? NARROWEST, (line.widths[at] ?? 0) + PADDING);
  }
}

function formatLine({ cells, texts, widths: own }: MeasuredLine, widths: readonly number[]): string {
  const last = texts.length - 1;
  let line = "";
  for (let at = 0; at <= last; at++) {
    const text = texts[at] ?? "";
    const cell = cells[at];
    line += typeof cell === "object" && text !== "" ? cell.paint(text) : text;
    if (at < last) line += " ".repeat((widths[at] ?? 0) - (own[at] ?? 0));
  }
  return line;
}
