import type { KubeObject } from "../../model/snapshot.ts";
import type { Kind } from "../types.ts";
import { readDeleteOptions } from "./delete-options.ts";
import type { Exchange } from "./exchange.ts";
import { readList } from "./list.ts";
import { sendObject } from "./respond.ts";
import { type Place, presenterFor, type Target } from "./target.ts";

/** DELETE of one object: answers with it, or, where the kind does so, with a Status when it is gone at once. */
export async function remove(exchange: Exchange, target: Target): Promise<void> {
  const { registry } = exchange;
  const { kind, namespace, name } = target;
  const presenter = presenterFor(exchange, kind);
  const call = await readDeleteOptions(exchange);
  const deleted = registry.delete(kind, namespace, name, call);
  const remains = call.dryRun
    ? deleted.metadata?.deletionTimestamp !== undefined
    : registry.get(kind, namespace, name)?.metadata?.uid === deleted.metadata?.uid;
  const answer = remains || kind.returnsDeleted ? presenter.one(deleted) : gone(kind, deleted);
  await sendObject(exchange, answer, { contentType: presenter.contentType });
}

/** DELETE of a collection: answers with the list of what was chosen. */
export async function removeAll(exchange: Exchange, { kind, namespace }: Place): Promise<void> {
  const { registry, query } = exchange;
  const presenter = presenterFor(exchange, kind);
  const call = await readDeleteOptions(exchange);
  const list = readList(registry, kind, namespace, query);
  for (const { metadata } of list.items) registry.delete(kind, metadata?.namespace, metadata?.name ?? "", call);
  await sendObject(exchange, presenter.list(list), { contentType: presenter.contentType });
}

function gone({ group, plural }: Kind, { metadata }: KubeObject) {
  const { name, uid } = metadata ?? {};
  const details = { name, ...(group !== "" && { group }), kind: plural, uid };
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details };
}
