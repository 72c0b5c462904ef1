import { escapeText } from "../print/escape.ts";
import type { DeleteRun } from "./delete.ts";
import type { Target } from "./write-target.ts";

const SUFFIX = { none: "", client: " (dry run)", server: " (server dry run)" } as const;

/** What is printed of one deleted object: kubectl 1.36 names the namespace, too. */
export function deletedLine(target: Target, { namesOnly, dryRun, request }: DeleteRun): string {
  if (namesOnly) return `${escapeText(targetName(target))}\n`;
  const { resource, ref } = target;
  const verb = request.gracePeriodSeconds === 0 ? "force deleted" : "deleted";
  const from = resource.namespaced ? ` from ${ref.namespace} namespace` : "";
  return `${escapeText(`${kindOf(target)} "${ref.name}" ${verb}${from}`)}${SUFFIX[dryRun]}\n`;
}

/** `service/web`, `deployment.apps/web` */
export const targetName = (target: Target): string => `${kindOf(target)}/${target.ref.name}`;

function kindOf({ resource: { kind, group } }: Target): string {
  return (group === "" ? kind : `${kind}.${group}`).toLowerCase();
}
