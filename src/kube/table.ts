import { ageSince } from "../model/age.ts";
import type { KubeObject } from "../model/snapshot.ts";
import type { KubeList, Table } from "./client.ts";

/** What to ask for, to get a Table; servers that make none answer with the object itself. */
export const TABLE_ACCEPT = ["v1", "v1beta1"]
  .map((version) => `application/json;as=Table;v=${version};g=meta.k8s.io`)
  .concat("application/json")
  .join(",");

/** The answer as a Table: as it is, or made of the objects that came in its place, with kubectl's NAME and AGE. */
export function toTable(answer: Table | KubeList | KubeObject, now: Date): Table {
  if (isTable(answer)) return { ...answer, columnDefinitions: answer.columnDefinitions ?? [], rows: answer.rows ?? [] };
  const objects = "items" in answer && Array.isArray(answer.items) ? (answer.items as KubeObject[]) : [answer];
  const column = { type: "string", format: "", description: "", priority: 0 };
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: answer.metadata ?? {},
    columnDefinitions: [
      { ...column, name: "Name", format: "name" },
      { ...column, name: "Age" },
    ],
    rows: (objects as KubeObject[]).map((object) => ({
      cells: [object.metadata?.name ?? "", ageSince(object.metadata?.creationTimestamp, now)],
      object,
    })),
  };
}

const isTable = (answer: object): answer is Table => (answer as { kind?: unknown }).kind === "Table";
