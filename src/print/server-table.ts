import type { Table, TableRow } from "../kube/client.ts";
import { formatLabels } from "../model/selector.ts";
import { isPrintableAscii } from "./ascii.ts";
import { goText } from "./go-text.ts";

/** Which columns of a server's Table are shown, and which are added to them. */
export interface TableLayout {
  /** -o wide: the columns of lower priority, too. */
  wide?: boolean | undefined;
  /** A NAMESPACE column in front. */
  withNamespace?: boolean | undefined;
  /** What stands before each name: "service", "deployment.apps". */
  kindPrefix?: string | undefined;
  /** -L: a column for each of these labels. */
  labelColumns?: readonly string[] | undefined;
  /** --show-labels: all labels, in a last column. */
  showLabels?: boolean | undefined;
  /** --output-watch-events: the event that brought the rows, in a first column. */
  eventType?: string | undefined;
}

/** Headers and cells as text; nothing is escaped or padded yet. */
export interface TextTable {
  headers: string[];
  rows: string[][];
}

/** Lays out a Table as kubectl's HumanReadablePrinter does. */
export function layOutTable(table: Table, layout: TableLayout): TextTable {
  const shown = [...table.columnDefinitions.entries()].filter(([, { priority }]) => layout.wide || !priority);
  const nameAt = table.columnDefinitions.findIndex(({ format, type }) => format === "name" && type === "string");
  const prefix = layout.kindPrefix === undefined ? "" : `${layout.kindPrefix}/`;
  const cellsOf = ({ cells }: TableRow) => shown.map(([at]) => (at === nameAt ? prefix : "") + cellText(cells[at]));
  const [before, after] = [columnsBefore(layout), columnsAfter(layout)];
  return {
    headers: [...before.map(headerOf), ...shown.map(([, { name }]) => name), ...after.map(headerOf)],
    rows: table.rows.map((row) =>
      before.length + after.length === 0
        ? cellsOf(row)
        : [...before.map(({ cellOf }) => cellOf(row)), ...cellsOf(row), ...after.map(({ cellOf }) => cellOf(row))],
    ),
  };
}

interface AddedColumn {
  header: string;
  cellOf(row: TableRow): string;
}

const headerOf = ({ header }: AddedColumn): string => header;

function columnsBefore({ eventType, withNamespace }: TableLayout): AddedColumn[] {
  const columns: AddedColumn[] = [];
  if (eventType !== undefined) columns.push({ header: "Event", cellOf: () => eventType.padEnd(8) });
  if (withNamespace) columns.push({ header: "Namespace", cellOf: ({ object }) => object?.metadata?.namespace ?? "" });
  return columns;
}

function columnsAfter({ labelColumns = [], showLabels }: TableLayout): AddedColumn[] {
  const columns = labelColumns.map(labelColumn);
  const allLabels = ({ object }: TableRow) => (object ? formatLabels(object.metadata?.labels) : "");
  return showLabels ? [...columns, { header: "Labels", cellOf: allLabels }] : columns;
}

function labelColumn(label: string): AddedColumn {
  const valueOf = ({ object }: TableRow) => new Map(Object.entries(object?.metadata?.labels ?? {})).get(label) ?? "";
  return { header: label.split("/").at(-1) ?? label, cellOf: valueOf };
}

/** A cell's text: what stands behind a line break is cut off, as kubectl does. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  const text = typeof cell === "string" ? cell : goText(cell);
  if (isPrintableAscii(text)) return text;
  const end = text.search(/[\f\n\r]/);
  return end < 0 ? text : `${text.slice(0, end)}...`;
}
