import type { KubeObject, ManagedFieldsEntry } from "../../model/snapshot.ts";
import type { Schema } from "../schema/schema.ts";

export interface Writer {
  manager: string;
  now: Date;
  subresource?: string | undefined;
}

/**
 * The managedFields of `next` after a create (`previous` is undefined), an update or a patch. To be called after
 * decoding and defaults, and before the cluster fills in fields of its own (prepareForCreate, allocation): those have no
 * owner. Neither object is changed.
 */
export function trackUpdate(
  _schema: Schema,
  _previous: KubeObject | undefined,
  _next: KubeObject,
  _writer: Writer,
): ManagedFieldsEntry[] | undefined {
  throw new Error("no managed fields");
}
