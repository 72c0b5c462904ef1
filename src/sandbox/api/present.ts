import type { KubeObject } from "../../model/snapshot.ts";

/** A list before it has a form. */
export interface List {
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  items: readonly KubeObject[];
}

/** How objects of one kind are shown to one client. */
export interface Presenter {
  one(object: KubeObject): unknown;
  list(list: List): unknown;
  /** The object of a watch event: tables tell their columns but once. */
  event(object: KubeObject): unknown;
}

/** The object with its type first, as the API server writes it. */
export function ordered({ kind, apiVersion, metadata, ...rest }: KubeObject): KubeObject {
  return { kind, apiVersion, metadata, ...rest } as KubeObject;
}

/** An object's metadata alone, as meta.k8s.io shows it. */
export function partial({ metadata }: KubeObject, version: string) {
  return { kind: "PartialObjectMetadata", apiVersion: `meta.k8s.io/${version}`, metadata };
}
