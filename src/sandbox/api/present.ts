import type { KubeObject } from "../../model/snapshot.ts";
import { apiVersionOf } from "../kinds.ts";
import type { Kind } from "../types.ts";
import type { Form } from "./negotiate.ts";
import { createTablePresenter } from "./table.ts";

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

export function createPresenter(kind: Kind, form: Form, includeObject: string, now: () => Date): Presenter {
  if (form.as === "Table") return createTablePresenter(kind, form.version, includeObject, now);
  if (form.as === "PartialObjectMetadata") return partialPresenter(form.version);
  const apiVersion = apiVersionOf(kind);
  return {
    one: ordered,
    event: ordered,
    list: ({ metadata, items }) => ({ kind: `${kind.kind}List`, apiVersion, metadata, items: items.map(untyped) }),
  };
}

/** The object with its type first, as the API server writes it. */
export function ordered({ kind, apiVersion, metadata, ...rest }: KubeObject): KubeObject {
  return { kind, apiVersion, metadata, ...rest } as KubeObject;
}

/** Items of a list do not repeat their type. */
function untyped({ metadata, ...rest }: KubeObject): KubeObject {
  const item = { metadata, ...rest } as KubeObject;
  delete item.kind;
  delete item.apiVersion;
  return item;
}

function partialPresenter(version: string): Presenter {
  const apiVersion = `meta.k8s.io/${version}`;
  const one = (object: KubeObject) => partial(object, version);
  const list = ({ metadata, items }: List) => {
    return { kind: "PartialObjectMetadataList", apiVersion, metadata, items: items.map(one) };
  };
  return { one, list, event: one };
}

/** An object's metadata alone, as meta.k8s.io shows it. */
export function partial({ metadata }: KubeObject, version: string) {
  return { kind: "PartialObjectMetadata", apiVersion: `meta.k8s.io/${version}`, metadata };
}
