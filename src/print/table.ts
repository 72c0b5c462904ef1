import type { Io } from "../context.ts";
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
      const lines = head ? [head, ...rows] : rows;
      const shown = lines.map((cells) => cells.map(shownText));
      for (const texts of shown) widen(widths, texts);
      return shown.map((texts, at) => `${formatLine(texts, lines[at] ?? [], widths)}\n`).join("");
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

const shownText = (cell: Cell): string => escapeText(typeof cell === "string" ? cell : cell.text);

/** The last cell of a line ends no column, so it widens none. */
function widen(widths: number[], texts: readonly string[]): void {
  for (let at = 0; at < texts.length - 1; at++) {
    widths[at] = Math.max(widths[at] ?? NARROWEST, textWidth(texts[at] ?? "") + PADDING);
  }
}

function formatLine(texts: readonly string[], cells: readonly Cell[], widths: readonly number[]): string {
  const last = texts.length - 1;
  let line = "";
  for (let at = 0; at <= last; at++) {
    const text = texts[at] ?? "";
    const cell = cells[at];
    line += typeof cell === "object" && text !== "" ? cell.paint(text) : text;
    if (at < last) line += " ".repeat((widths[at] ?? 0) - textWidth(text));
  }
  return line;
}
