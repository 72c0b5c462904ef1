import type { KubeObject } from "../model/snapshot.ts";

/** A list of any objects, as `kubectl get -o json` prints several. */
export function listOf(items: readonly KubeObject[]): KubeObject {
  return { apiVersion: "v1", items, kind: "List", metadata: { resourceVersion: "" } } as KubeObject;
}

/** The objects of a list; of any other object itself. */
export function itemsOf(object: KubeObject): readonly KubeObject[] {
  return isList(object) ? object.items : [object];
}

/** Whether an object is a list, of whatever kind: it has items. */
export function isList(object: KubeObject): object is KubeObject & { items: KubeObject[] } {
  return Array.isArray(object["items"]);
}

/** The object, and every item of a list, without metadata.managedFields. What was handed in stays as it is. */
export function withoutManagedFields(object: KubeObject): KubeObject {
  if (isList(object)) return { ...object, items: object.items.map(withoutManagedFields) };
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** How `-o name` and messages call an object: `service/web`, `deployment.apps/web`. */
export function objectName(object: KubeObject): string {
  const [group = "", version] = (object.apiVersion ?? "").split("/");
  const kind = (object.kind ?? "").toLowerCase();
  return `${version === undefined || group === "" ? kind : `${kind}.${group}`}/${object.metadata?.name || "<unknown>"}`;
}
