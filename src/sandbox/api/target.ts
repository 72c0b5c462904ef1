import type { KubeObject } from "../../model/snapshot.ts";
import { badRequest, notFound } from "../status.ts";
import type { Kind } from "../types.ts";
import type { Exchange } from "./exchange.ts";
import { negotiate } from "./negotiate.ts";
import type { Presenter } from "./present.ts";
import { createPresenter } from "./presenter.ts";

/** The collection that a request is about. */
export interface Place {
  kind: Kind;
  /** Undefined: all namespaces, or a kind that has none. */
  namespace: string | undefined;
}

/** The one object that a request is about. */
export interface Target extends Place {
  name: string;
}

/** The object itself. Throws 404. */
export function readTarget({ registry }: Exchange, { kind, namespace, name }: Target): KubeObject {
  const object = registry.get(kind, namespace, name);
  if (!object) throw notFound(kind, name);
  return object;
}

/** Objects of the kind in the form that this client accepts; its content type stands in the form. */
export function presenterFor({ request, query, now }: Exchange, kind: Kind): Presenter & { contentType: string } {
  const form = negotiate(request.headers.accept);
  const presenter = createPresenter(kind, form, query.get("includeObject") ?? "Metadata", now);
  return { ...presenter, contentType: form.contentType };
}

/** The object with the namespace of the path. Throws 400 when it names another. */
export function inNamespace({ kind, namespace }: Place, object: KubeObject): KubeObject {
  const given = object.metadata?.namespace;
  if (kind.namespaced && given && given !== namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  const { namespace: _given, ...metadata } = object.metadata ?? {};
  return { ...object, metadata: { ...metadata, ...(kind.namespaced && namespace !== undefined && { namespace }) } };
}

/** The same for the name, which a PUT must repeat. */
export function atTarget(target: Target, object: KubeObject): KubeObject {
  const name = object.metadata?.name ?? "";
  if (name === "") {
    throw badRequest(`the name of the object (${target.name} based on URL) was undeterminable: name must be provided`);
  }
  if (name !== target.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${target.name})`);
  }
  return inNamespace(target, object);
}
