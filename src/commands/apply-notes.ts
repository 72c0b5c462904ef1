import type { Io } from "../context.ts";
import { LAST_APPLIED } from "../model/last-applied.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { escapeText } from "../print/escape.ts";

/** Warns of a change to an object that is on its way out, as kubectl does. */
export function warnIfDeleting({ metadata }: KubeObject, io: Io): void {
  if (metadata?.deletionTimestamp === undefined) return;
  const name = escapeText(metadata.name ?? "");
  io.note(`Warning: Detected changes to resource ${name} which is currently being deleted.`);
}

/** Warns of an object that was not made by apply, as kubectl does. `name` is "services/web". */
export function warnIfNeverApplied({ metadata }: KubeObject, name: string, io: Io): void {
  if (metadata?.annotations?.[LAST_APPLIED] !== undefined) return;
  io.note(
    `Warning: resource ${escapeText(name)} is missing the ${LAST_APPLIED} annotation which is required by svcctl apply. ` +
      "svcctl apply should only be used on resources created declaratively by either svcctl create --save-config or " +
      "svcctl apply. The missing annotation will be patched automatically.",
  );
}
