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
      const lines = (head ? [head, ...rows] : rows).map((cells) => cells.map(shownCell));
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

interface ShownCell {
  text: string;
  width: number;
  paint: ((text: string) => string) | undefined;
}

function shownCell(cell: Cell): ShownCell {
  const text = escapeText(typeof cell === "string" ? cell : cell.text);
  return { text, width: textWidth(text), paint: typeof cell === "string" ? undefined : cell.paint };
}

/** The last cell of a line ends no column, so it widens none. */
function widen(widths: number[], line: readonly ShownCell[]): void {
  for (const [at, { width }] of line.slice(0, -1).entries()) {
    widths[at] = Math.max(widths[at] ?? NARROWEST, width + PADDING);
  }
}

function formatLine(line: readonly ShownCell[], widths: readonly number[]): string {
  const last = line.length - 1;
  return line
    .map(({ text, width, paint }, at) => {
      const painted = paint && text !== "" ? paint(text) : text;
      return at === last ? painted : painted + " ".repeat((widths[at] ?? width) - width);
    })
    .join("");
}
