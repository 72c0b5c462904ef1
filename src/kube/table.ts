import { ageSince } from "../model/age.ts";
import type { KubeObject } from "../model/snapshot.ts";
import type { Table, TableColumn, TableRow } from "./client.ts";
import { isObject, objectsIn } from "./parse-answer.ts";

/** What to ask for, to get a Table; servers that make none answer with the object itself. */
export const TABLE_ACCEPT = ["v1", "v1beta1"]
  .map((version) => `application/json;as=Table;v=${version};g=meta.k8s.io`)
  .concat("application/json")
  .join(",");

/** The answer as a Table: as it is, or made of the objects that came in its place, with kubectl's NAME and AGE. */
export function toTable(answer: Record<string, unknown>, now: Date): Table {
  const metadata = isObject(answer["metadata"]) ? answer["metadata"] : {};
  if (answer["kind"] === "Table") return readTable({ ...answer, metadata });
  const objects = Array.isArray(answer["items"]) ? objectsIn(answer["items"]) : [answer];
  return { ...FRAME, metadata, columnDefinitions: NAME_AND_AGE, rows: objects.map((object) => plainRow(object, now)) };
}

const FRAME = { kind: "Table", apiVersion: "meta.k8s.io/v1" } as const;

const COLUMN = { type: "string", format: "", description: "", priority: 0 };
const NAME_AND_AGE: TableColumn[] = [
  { ...COLUMN, name: "Name", format: "name" },
  { ...COLUMN, name: "Age" },
];

function plainRow(object: KubeObject, now: Date): TableRow {
  return { cells: [object.metadata?.name ?? "", ageSince(object.metadata?.creationTimestamp, now)], object };
}

/** A Table with the lists that a Table has, whatever the server sent. */
function readTable(answer: Record<string, unknown>): Table {
  const rows = objectsIn(answer["rows"]).filter(({ cells }) => Array.isArray(cells));
  return {
    ...(answer as unknown as Table),
    columnDefinitions: objectsIn(answer["columnDefinitions"]) as unknown as TableColumn[],
    rows: rows as unknown as TableRow[],
  };
}
