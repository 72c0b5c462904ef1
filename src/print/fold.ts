import { escapeText } from "./escape.ts";
import { GAP, NARROWEST, printGrid } from "./grid.ts";
import type { Cell, Look } from "./table.ts";
import { textWidth } from "./width.ts";
import { wrapLine } from "./wrap.ts";

/** A table whose columns may go below the row they belong to, the first of `foldable` first. */
export interface FoldableTable {
  headers: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** The headers of the columns. REASON is best left to the end of what stands below. */
  foldable: readonly string[];
}

const INDENT = "  ";

/**
 * A table for people. On a terminal that is narrower than the table, columns go to lines of their own below each row until
 * the others fit, and long text is broken at spaces; without a width (a pipe, a file) it is `printGrid`'s table.
 */
export function printFoldable(
  { headers, rows, foldable }: FoldableTable,
  look: Look & { width: number | undefined; noHeaders?: boolean },
): string {
  const below = columnsBelow({ headers, rows, foldable }, look.width);
  const stays = (cells: readonly Cell[]) => cells.filter((_, at) => !below.includes(at));
  const shownHeaders = look.noHeaders ? undefined : headers;
  if (below.length === 0) return printGrid(shownHeaders, rows, look);
  const lines = printGrid(shownHeaders && (stays(shownHeaders) as string[]), rows.map(stays), look).split("\n");
  // sentences need no header
  const heads = headers.map((header) => (/reason/i.test(header) ? "" : header.toUpperCase()));
  const under = [...(shownHeaders ? [heads] : []), ...rows].map((cells) => linesBelow(cells, below, look));
  return under.map((text, at) => `${lines[at] ?? ""}\n${text}`).join("");
}

/** The columns that must go, in the order of the table. */
function columnsBelow({ headers, rows, foldable }: FoldableTable, width: number | undefined): number[] {
  if (width === undefined) return [];
  const widths = headers.map((header, at) =>
    rows.reduce(
      (most, cells) => Math.max(most, textWidth(escapeText(textOf(cells[at])))),
      Math.max(header.length, NARROWEST),
    ),
  );
  const below: number[] = [];
  const total = () => widths.reduce((sum, own, at) => (below.includes(at) ? sum : sum + own + GAP.length), -GAP.length);
  for (const header of foldable) {
    const at = headers.indexOf(header);
    if (total() <= width) break;
    if (at >= 0) below.push(at);
  }
  return below.toSorted((a, b) => a - b);
}

/** A cell's text without its colour; not escaped yet. */
export const textOf = (cell: Cell | undefined): string => (typeof cell === "string" ? cell : (cell?.text ?? ""));

/** Short values side by side; what has several words gets lines of its own. */
function linesBelow(
  cells: readonly Cell[],
  below: readonly number[],
  { width }: { width: number | undefined },
): string {
  const texts = below.map((at) => escapeText(textOf(cells[at]))).filter((text) => text !== "");
  const words = texts.filter((text) => !text.includes(" "));
  const sentences = texts.filter((text) => text.includes(" "));
  const first = words.length > 0 ? [words.join(GAP)] : [];
  return [...first, ...sentences].map((text) => wrapLine(text, INDENT, width)).join("");
}
