import type { KubeList, Table } from "../kube/client.ts";
import { ageSince } from "../model/age.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { itemsOf } from "../print/structured.ts";

const column = (name: string, format: string) => ({ name, format, type: "string", description: "", priority: 0 });

/** The table that kubectl makes without the server's help: names and ages. */
export function plainTable(answer: KubeObject | KubeList, now: Date): Table {
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: { ...answer.metadata },
    columnDefinitions: [column("Name", "name"), column("Age", "")],
    rows: itemsOf(answer as KubeObject).map((object) => ({
      cells: [object.metadata?.name ?? "", ageSince(object.metadata?.creationTimestamp, now)],
      object,
    })),
  };
}
