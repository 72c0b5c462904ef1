import { ageSince } from "../model/age.ts";
import type { KubeObject } from "../model/snapshot.ts";
import type { Table, TableColumn, TableRow } from "./client.ts";
import { checkList, checkObject, checkTable } from "./check-shape.ts";
import { isObject, objectsIn } from "./parse-answer.ts";

/** What to ask for, to get a Table; servers that make none answer with the object itself. */
export const TABLE_ACCEPT = ["v1", "v1beta1"]
  .map((version) => `application/json;as=Table;v=${version};g=meta.k8s.io`)
  .concat("application/json")
  .join(",");

/** The answer as a Table: as it is, or made of the objects that came in its place, with kubectl's NAME and AGE. Throws a ConnectionError for neither. */
export function toTable(answer: Record<string, unknown>, now: Date): Table {
  const metadata = isObject(answer["metadata"]) ? answer["metadata"] : {};
  if (answer["kind"] === "Table") return readTable({ ...answer, metadata });
  if ("items" in answer) checkList(answer, "");
  else checkObject(answer, { isNamed: false });
  const objects = "items" in answer ? objectsIn(answer["items"]) : [answer];
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

/** A Table with the lists that a Table has: Go writes an empty one as null. */
function readTable(answer: Record<string, unknown>): Table {
  checkTable(answer);
  const table = answer as unknown as Table;
  return { ...table, columnDefinitions: table.columnDefinitions ?? [], rows: table.rows ?? [] };
}
