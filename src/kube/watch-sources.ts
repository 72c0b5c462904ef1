import type { KubeObject } from "../model/snapshot.ts";
import type { KubeList, Table, TableColumn } from "./client.ts";
import { checkObject } from "./check-shape.ts";
import { toTable } from "./table.ts";
import type { WatchSource } from "./watch.ts";

interface Requests<Whole> extends Pick<WatchSource<unknown>, "open"> {
  list(signal: AbortSignal): Promise<Whole>;
}

/** Watches objects as they are. */
export const objectSource = ({ list, open }: Requests<KubeList>): WatchSource<KubeObject> => ({
  list: async (signal) => {
    const { metadata, items } = await list(signal);
    return { resourceVersion: metadata.resourceVersion, items };
  },
  open,
  itemOf: (object) => {
    checkObject(object, { isNamed: false });
    return object;
  },
  metadataOf: (object) => object.metadata ?? {},
});

interface TableRequests extends Requests<Table> {
  /** The Table that the watch goes on from. */
  known: Table | undefined;
  now: () => Date;
}

/** Watches table rows: an item is a Table of one row. The server names the columns in its first event alone. */
export function tableSource({ list, open, known, now }: TableRequests): WatchSource<Table> {
  let columns: TableColumn[] = known?.columnDefinitions ?? [];
  const learn = (table: Table): Table => {
    if (table.columnDefinitions.length > 0) columns = table.columnDefinitions;
    return { ...table, columnDefinitions: columns };
  };
  return {
    list: async (signal) => {
      const table = learn(await list(signal));
      return { resourceVersion: table.metadata.resourceVersion, items: rowsOf(table) };
    },
    open,
    itemOf: (object) => rowsOf(learn(toTable(object, now())))[0],
    metadataOf: ({ rows }) => rows[0]?.object?.metadata ?? {},
  };
}

/** A Table for each row of a Table. */
export const rowsOf = (table: Table): Table[] => table.rows.map((row) => ({ ...table, rows: [row] }));
