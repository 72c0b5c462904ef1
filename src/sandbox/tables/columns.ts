import type { KubeObject } from "../../model/snapshot.ts";
import type { TableRow } from "../../kube/client.ts";
import type { Column } from "../types.ts";

/** The columns of a kind's table; Name and Created At for kinds without columns of their own. */
export function columnsOf(_group: string, _plural: string): readonly Column[] {
  throw new Error("no columns");
}

/** The conditions of an object's row: kubectl once hid completed Pods by them. */
export function rowConditionsOf(_group: string, _plural: string, _object: KubeObject): TableRow["conditions"] {
  throw new Error("no conditions");
}
