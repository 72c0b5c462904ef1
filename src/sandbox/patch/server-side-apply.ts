import type { KubeObject } from "../../model/snapshot.ts";
import type { Schema } from "../schema/schema.ts";

export interface ApplyRequest {
  schema: Schema;
  /** The stored object; undefined when the apply creates it. */
  live: KubeObject | undefined;
  /** The configuration as sent, decoded but without defaults. */
  applied: KubeObject;
  manager: string;
  force: boolean;
  now: Date;
  subresource?: string | undefined;
}

/**
 * Merges an applied configuration into the live object and records who owns what in `metadata.managedFields`. The
 * result still needs defaults and validation. Throws `ApiError` (409, one cause for each field) when other managers
 * own fields that the configuration would change, unless forced.
 */
export function applyServerSide(_request: ApplyRequest): KubeObject {
  throw new Error("no patch");
}
