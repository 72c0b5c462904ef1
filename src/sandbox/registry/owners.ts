import type { KubeObject } from "../../model/snapshot.ts";
import { trackUpdate } from "../patch/track-update.ts";
import { schemaOf } from "../schema/schema.ts";
import type { CallerOptions, Kind, UpdatableSubresource } from "../types.ts";
import type { Core, Draft } from "./core.ts";

/**
 * Writes into `draft` who owns which field after this create (no `previous`) or update. What a scheduler or a finalizer
 * writes through its own subresource belongs to nobody.
 */
export function ownersAfter(
  { now }: Core,
  kind: Kind,
  previous: KubeObject | undefined,
  draft: Draft,
  { fieldManager, subresource }: CallerOptions & { subresource?: UpdatableSubresource | undefined },
): void {
  const schema = schemaOf(draft.apiVersion ?? "", kind.kind);
  const untracked = !schema || subresource === "finalize" || subresource === "binding";
  const owners = untracked
    ? previous?.metadata?.managedFields
    : trackUpdate(schema, previous, draft, { manager: fieldManager, now: now(), subresource });
  if (owners) draft.metadata.managedFields = owners;
  else delete draft.metadata.managedFields;
}
