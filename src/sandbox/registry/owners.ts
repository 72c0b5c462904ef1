import type { KubeObject } from "../../model/snapshot.ts";
import { trackUpdate } from "../patch/track-update.ts";
import { schemaOf } from "../schema/schema.ts";
import type { CallerOptions, Kind, UpdatableSubresource } from "../types.ts";
import type { Core, Draft } from "./core.ts";

/**
 * Writes into `draft` who owns which field after this create (no `previous`) or update. The status of a kind with a
 * status subresource belongs to whoever writes that, so it is left out elsewhere.
 */
export function ownersAfter(
  { now }: Core,
  kind: Kind,
  previous: KubeObject | undefined,
  draft: Draft,
  { fieldManager, subresource }: CallerOptions & { subresource?: UpdatableSubresource | undefined },
): void {
  const schema = schemaOf(draft.apiVersion ?? "", kind.kind);
  if (!schema || subresource === "finalize" || subresource === "binding") return;
  const hidesStatus = subresource !== "status" && kind.subresources.includes("status");
  const [before, after] = hidesStatus ? [previous && withoutStatus(previous), withoutStatus(draft)] : [previous, draft];
  const owners = trackUpdate(schema, before, after, { manager: fieldManager, now: now(), subresource });
  if (owners) draft.metadata.managedFields = owners;
  else delete draft.metadata.managedFields;
}

function withoutStatus(object: KubeObject): KubeObject {
  const { status, ...rest } = object;
  return status === undefined ? object : rest;
}
