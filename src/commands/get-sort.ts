import type { Table } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { checkSortPath, parseSortPath, sortByPath } from "../print/sort.ts";
import type { GetOptions } from "./get-flags.ts";

/** Sorts a table's rows by --sort-by, which takes what is no path for a template. */
export function sortRows(table: Table, { sortBy }: GetOptions): Table {
  if (sortBy === undefined) return table;
  const path = parseSortPath(sortBy, { isLenient: true });
  const objects = table.rows.map(({ object }) => object);
  checkSortPath(path, objects);
  return { ...table, rows: sortByPath(table.rows, path, ({ object }) => object) };
}

/** Sorts objects by --sort-by. */
export function sortObjects(objects: readonly KubeObject[], { sortBy }: GetOptions): readonly KubeObject[] {
  if (sortBy === undefined) return objects;
  const path = parseSortPath(sortBy, { isLenient: false });
  checkSortPath(path, objects);
  return sortByPath(objects, path, (object) => object);
}
