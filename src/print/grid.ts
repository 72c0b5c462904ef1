import CliTable from "cli-table3";

import { escapeText } from "./escape.ts";
import type { Cell, Look } from "./table.ts";
import { textWidth } from "./width.ts";

/** What stands between columns, and the least that a column takes. */
export const GAP = "   ";
export const NARROWEST = 3;
/** cli-table3 compares each row with all rows before it, so long tables are laid out in pieces. */
const PIECE = 100;

/**
 * A table of svcctl's own views, with the look of kubectl's: upper-case headers, columns three spaces apart (or `gap`), no lines.
 * Every cell is escaped and then coloured. Ends in a newline; without rows only the header stands there, and without
 * `headers` only the rows.
 */
export function printGrid(
  headers: readonly string[] | undefined,
  rows: readonly (readonly Cell[])[],
  { style }: Look,
  gap = GAP,
): string {
  const head = headers?.map((header): Cell => ({ text: header.toUpperCase(), paint: style.bold }));
  const lines = (head ? [head, ...rows] : rows).map((cells) => cells.map(shownCell));
  const ruler = (lines[0] ?? []).map((_, column) => "-".repeat(columnWidth(lines, column)));
  let text = "";
  for (let at = 0; at < lines.length; at += PIECE) text += layOut(lines.slice(at, at + PIECE), ruler, gap);
  return text;
}

interface ShownCell {
  text: string;
  paint: (text: string) => string;
}

function shownCell(cell: Cell): ShownCell {
  if (typeof cell === "string") return { text: escapeText(cell), paint: (text) => text };
  return { text: escapeText(cell.text), paint: cell.paint };
}

const columnWidth = (lines: readonly ShownCell[][], column: number): number =>
  lines.reduce((width, line) => Math.max(width, textWidth(line[column]?.text ?? "")), NARROWEST);

/** Lays out some lines under a ruler that gives the columns their width, and takes the ruler off again. */
function layOut(lines: readonly ShownCell[][], ruler: readonly string[], gap: string): string {
  const grid = new CliTable({
    chars: { ...BORDERLESS, middle: gap },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
  });
  grid.push([...ruler]);
  for (const line of lines) grid.push(line.map(({ text, paint }) => (text === "" ? "" : paint(text))));
  const shown = grid.toString().split("\n").slice(1);
  return shown.map((line) => `${line.trimEnd()}\n`).join("");
}

const EDGES =
  "top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right";
const BORDERLESS = Object.fromEntries([...EDGES.split(" "), "right-mid"].map((edge) => [edge, ""]));
