import type { KubeObject } from "../../model/snapshot.ts";
import type { Column } from "../types.ts";

/** The columns of a kind's table; Name and Created At for kinds without columns of their own. */
export function columnsOf(_group: string, _plural: string): readonly Column[] {
  throw new Error("no columns");
}

export interface RowCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

/** The conditions of an object's row, where it has some: kubectl once hid completed Pods by them. */
export function rowConditionsOf(_group: string, _plural: string, _object: KubeObject): RowCondition[] | undefined {
  throw new Error("no conditions");
}
