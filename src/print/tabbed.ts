import { escapeText } from "./escape.ts";
import type { Cell } from "./table.ts";
import { textWidth } from "./width.ts";

/**
 * A line of a description. `cells` are aligned with those of the lines around, as Go's tabwriter does; cells marked
 * `aside` follow that alignment and never change it, so that svcctl's additions leave kubectl's lines as they are.
 * `raw` is text that is escaped and laid out already; it is an aside, too.
 */
export type Line = { cells: readonly Cell[]; aside?: boolean } | { raw: string };

export const line = (...cells: Cell[]): Line => ({ cells });
export const aside = (...cells: Cell[]): Line => ({ cells, aside: true });

const PADDING = 2;

/**
 * Lays lines out like kubectl's tabwriter (padding 2): a column goes on over neighbouring lines that have a further cell
 * behind it, and is as wide as its widest cell. Ends in a newline unless there are no lines.
 */
export function layOutLines(lines: readonly Line[]): string {
  const shown = lines.map((item) => ("raw" in item ? undefined : item.cells.map(showCell)));
  const counted = lines.flatMap((item, at) => ("raw" in item || item.aside ? [] : [at]));
  const widths = columnWidths(counted.map((at) => shown[at] ?? []));
  let before: readonly number[] = [];
  let next = 0;
  return lines
    .map((item, at) => {
      if ("raw" in item) return `${item.raw}\n`;
      if (!item.aside) before = widths[next++] ?? [];
      return `${joinCells(shown[at] ?? [], before)}\n`;
    })
    .join("");
}

interface ShownCell {
  text: string;
  width: number;
}

function showCell(cell: Cell): ShownCell {
  const text = escapeText(typeof cell === "string" ? cell : cell.text);
  return { text: typeof cell === "string" || text === "" ? text : cell.paint(text), width: textWidth(text) };
}

/** For each line the widths of its cells but the last, which ends no column. */
function columnWidths(lines: readonly (readonly ShownCell[])[]): number[][] {
  const widths: number[][] = lines.map(() => []);
  const columns = lines.reduce((most, cells) => Math.max(most, cells.length - 1), 0);
  for (let column = 0; column < columns; column++) {
    for (let from = 0; from < lines.length;) {
      let to = from;
      let widest = 0;
      for (; column < (lines[to]?.length ?? 0) - 1; to++) widest = Math.max(widest, lines[to]?.[column]?.width ?? 0);
      for (let at = from; at < to; at++) widths[at]?.push(widest + PADDING);
      from = Math.max(to, from + 1);
    }
  }
  return widths;
}

function joinCells(cells: readonly ShownCell[], widths: readonly number[]): string {
  return cells
    .map(({ text, width }, at) => {
      if (at === cells.length - 1) return text;
      return text + " ".repeat(Math.max((widths[at] ?? 0) - width, PADDING));
    })
    .join("");
}
