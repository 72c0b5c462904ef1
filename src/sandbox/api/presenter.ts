import type { KubeObject } from "../../model/snapshot.ts";
import { apiVersionOf } from "../kinds.ts";
import type { Kind } from "../types.ts";
import type { Form } from "./negotiate.ts";
import { type List, ordered, partial, type Presenter } from "./present.ts";
import { createTablePresenter } from "./table.ts";

/** Shows objects of the kind in the form that was negotiated. `includeObject` is for tables: None, Metadata or Object. */
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
