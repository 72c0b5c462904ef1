import { isEqual, isMap, type JsonMap, valueOf } from "./json-value.ts";
import { LAST_APPLIED } from "./last-applied.ts";
import { unite } from "./merge-patch.ts";
import type { KubeObject, ManagedFieldsEntry } from "./snapshot.ts";

const ANNOTATION = ["f:metadata", "f:annotations", `f:${LAST_APPLIED}`];

/** Who owns the annotation of client-side apply: by updates (client-side) or by server-side applies. */
export function annotationOwners(object: KubeObject, operation: "Update" | "Apply"): ManagedFieldsEntry[] {
  const owns = ({ fieldsV1 }: ManagedFieldsEntry) => {
    const found = ANNOTATION.reduce<unknown>(
      (fields, key) => (isMap(fields) ? valueOf(fields, key) : undefined),
      fieldsV1,
    );
    return found !== undefined;
  };
  return (object.metadata?.managedFields ?? []).filter((entry) => entry.operation === operation && owns(entry));
}

/**
 * The managedFields in which what client-side apply owned belongs to the server-side manager, so that a field that is
 * taken out of the configuration goes (client-go's csaupgrade); undefined when there is nothing to hand over.
 */
export function handOver(
  object: KubeObject,
  clientManagers: ReadonlySet<string>,
  serverManager: string,
): ManagedFieldsEntry[] | undefined {
  const before = object.metadata?.managedFields ?? [];
  const after = [...clientManagers].reduce((entries, manager) => handOverOne(entries, manager, serverManager), before);
  return isEqual(after as unknown as JsonMap[], before as unknown as JsonMap[]) ? undefined : after;
}

function handOverOne(entries: ManagedFieldsEntry[], client: string, server: string): ManagedFieldsEntry[] {
  const isServer = ({ manager, operation, subresource }: ManagedFieldsEntry) =>
    manager === server && operation === "Apply" && !subresource;
  const isClient = ({ manager, operation, subresource }: ManagedFieldsEntry) =>
    manager === client && operation === "Update" && !subresource;
  const target = entries.find(isServer) ?? entries.find(isClient);
  if (!target) return entries;
  const source = entries.find((entry) => isClient(entry) && entry.apiVersion === target.apiVersion);
  const fieldsV1 = unite(asFields(target), source ? asFields(source) : {});
  const united = { ...target, manager: server, operation: "Apply", fieldsV1 };
  return entries.flatMap((entry) => (entry === target ? [united] : isClient(entry) ? [] : [entry]));
}

const asFields = ({ fieldsV1 = {} }: ManagedFieldsEntry): JsonMap => fieldsV1 as JsonMap;
