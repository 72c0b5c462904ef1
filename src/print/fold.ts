import { escapeText } from "./escape.ts";
import { GAP, NARROWEST, printGrid } from "./grid.ts";
import type { Cell, Look } from "./table.ts";
import { textWidth } from "./width.ts";
import { wrapLine } from "./wrap.ts";

/** A table that makes do with a narrow terminal. Its last column may be REASON, whose cells are sentences. */
export interface FoldableTable {
  headers: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** The header of a column that may be left out, since its cells say what the reader knows. */
  droppable?: string | undefined;
}

/** Which columns stand side by side, and which go to lines of their own below each row. */
interface Layout {
  beside: readonly number[];
  below: readonly number[];
  gap: string;
}

const INDENT = "  ";
const NARROW_GAP = "  ";

/**
 * A table for people. On a terminal that is narrower than the table, the column that may be left out is, and columns stand
 * closer; if that is not enough, reasons go below each row, and at last all columns at the end, under a second header.
 * Without a width (a pipe, a file) it is `printGrid`'s table.
 */
export function printFoldable(
  table: FoldableTable,
  look: Look & { width: number | undefined; noHeaders?: boolean },
): string {
  const { headers, rows } = table;
  const { beside, below, gap } = chooseLayout(table, look.width);
  const of = <T>(cells: readonly T[], columns: readonly number[]) => columns.flatMap((at) => cells.slice(at, at + 1));
  const grid = (columns: readonly number[]): readonly string[] => {
    const shownHeaders = look.noHeaders ? undefined : of(headers, columns);
    const shownRows = rows.map((cells) => of(cells, columns));
    return printGrid(shownHeaders, shownRows, look, gap).split("\n").slice(0, -1);
  };
  const first = grid(beside);
  if (below.length === 0) return first.map((line) => `${line}\n`).join("");
  const values = below.filter((at) => !isReason(headers[at] ?? ""));
  const whole = values.length > 0 ? grid(below) : [];
  const fits = whole.length > 0 && whole.every((line) => INDENT.length + textWidth(line) <= (look.width ?? Infinity));
  const second = fits || values.length === 0 ? whole : grid(values);
  const reasons = fits ? [] : reasonsOf(table, !look.noHeaders);
  const lineBelow = (text = "") => (text === "" ? "" : wrapLine(text, INDENT, look.width));
  return first.map((line, at) => `${line}\n${lineBelow(second[at])}${lineBelow(reasons[at])}`).join("");
}

/** What stands in the column REASON, line by line; a sentence needs no header. */
function reasonsOf({ headers, rows }: FoldableTable, hasHeader: boolean): string[] {
  const at = headers.findIndex(isReason);
  const texts = rows.map((cells) => escapeText(textOf(cells[at])));
  return hasHeader ? ["", ...texts] : texts;
}

const isReason = (header: string): boolean => header.toUpperCase() === "REASON";

/** A cell's text without its colour; not escaped yet. */
export const textOf = (cell: Cell | undefined): string => (typeof cell === "string" ? cell : (cell?.text ?? ""));

/** The first layout that fits, or the narrowest. */
function chooseLayout({ headers, rows, droppable }: FoldableTable, width: number | undefined): Layout {
  const all = headers.map((_, at) => at);
  if (width === undefined) return { beside: all, below: [], gap: GAP };
  const widths = headers.map((header, at) =>
    rows.reduce(
      (most, cells) => Math.max(most, textWidth(escapeText(textOf(cells[at])))),
      Math.max(header.length, NARROWEST),
    ),
  );
  const widthOf = ({ beside, gap }: Layout) =>
    beside.reduce((sum, at) => sum + (widths[at] ?? 0) + gap.length, -gap.length);
  const layouts = layoutsOf(headers, droppable);
  return layouts.find((layout) => widthOf(layout) <= width) ?? (layouts.at(-1) as Layout);
}

/** From the roomiest to the narrowest. */
function layoutsOf(headers: readonly string[], droppable: string | undefined): Layout[] {
  const all = headers.map((_, at) => at);
  const needed = all.filter((at) => headers[at] !== droppable);
  const reason = all.filter((at) => isReason(headers[at] ?? ""));
  const shortOf = (columns: readonly number[], gone: readonly number[]) => columns.filter((at) => !gone.includes(at));
  const loose = (below: readonly number[]): Layout[] => [
    { beside: shortOf(all, below), below, gap: GAP },
    { beside: shortOf(needed, below), below, gap: GAP },
    { beside: shortOf(needed, below), below, gap: NARROW_GAP },
  ];
  const values = shortOf(needed, reason);
  const folded = values.slice(1).map((_, at): Layout => {
    const kept = values.length - 1 - at;
    return { beside: values.slice(0, kept), below: [...values.slice(kept), ...reason], gap: NARROW_GAP };
  });
  return [...loose([]), ...(reason.length > 0 ? loose(reason) : []), ...folded];
}
