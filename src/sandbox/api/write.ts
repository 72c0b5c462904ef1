import type { KubeObject } from "../../model/snapshot.ts";
import { notFound } from "../status.ts";
import type { CallerOptions, UpdatableSubresource } from "../types.ts";
import { decodeBody } from "./decode-body.ts";
import type { Exchange } from "./exchange.ts";
import { readWriteQuery, type WriteQuery } from "./query.ts";
import { readBody } from "./read-body.ts";
import { sendObject } from "./respond.ts";
import { atTarget, inNamespace, type Place, presenterFor, type Target } from "./target.ts";

/** POST to a collection. */
export async function create(exchange: Exchange, place: Place): Promise<void> {
  const presenter = presenterFor(exchange, place.kind);
  const { object, options } = await readObject(exchange, place, "CreateOptions");
  const created = exchange.registry.create(place.kind, inNamespace(place, object), options);
  await sendObject(exchange, presenter.one(created), { code: 201, contentType: presenter.contentType });
}

/** PUT of an object or of a subresource of it; creates the object where its kind allows that. */
export async function replace(exchange: Exchange, target: Target, subresource?: UpdatableSubresource): Promise<void> {
  const { registry } = exchange;
  const { kind, namespace, name } = target;
  const presenter = presenterFor(exchange, kind);
  const body = await readObject(exchange, target, "UpdateOptions");
  const object = atTarget(target, body.object);
  if (registry.get(kind, namespace, name)) {
    const updated = registry.update(kind, object, { ...body.options, ...(subresource && { subresource }) });
    await sendObject(exchange, presenter.one(updated), { contentType: presenter.contentType });
    return;
  }
  if (!kind.createOnUpdate || subresource || object.metadata?.uid) throw notFound(kind, name);
  const created = registry.create(kind, object, body.options);
  await sendObject(exchange, presenter.one(created), { code: 201, contentType: presenter.contentType });
}

async function readObject(
  exchange: Exchange,
  { kind }: Place,
  optionsKind: string,
): Promise<{ object: KubeObject; options: CallerOptions }> {
  const { request, query, registry } = exchange;
  const wishes = readWriteQuery(optionsKind, query, request.headers["user-agent"]);
  const { validation } = wishes;
  const options = callerOptions(exchange, wishes);
  const body = await readBody(request);
  const warn = (text: string) => exchange.warnings.push(text);
  return { object: decodeBody(body, request.headers["content-type"], { kind, registry, validation, warn }), options };
}

/** What the registry is told of the caller. */
export function callerOptions({ warnings }: Exchange, { dryRun, fieldManager }: WriteQuery): CallerOptions {
  return { dryRun, fieldManager, warn: (text) => warnings.push(text) };
}
