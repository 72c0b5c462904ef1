import { methodNotAllowed, noSuchResource } from "../status.ts";
import type { Kind, Registry } from "../types.ts";
import type { ResourceAttributes } from "./authorize.ts";
import type { Exchange } from "./exchange.ts";
import { readList } from "./list.ts";
import { patch } from "./patch.ts";
import type { ResourcePath } from "./path.ts";
import { readFlag } from "./query.ts";
import { remove, removeAll } from "./remove.ts";
import { sendObject } from "./respond.ts";
import { subresources } from "./subresources.ts";
import { type Place, presenterFor, readTarget, type Target } from "./target.ts";
import { serveWatch } from "./watch.ts";
import { create, replace } from "./write.ts";

/** Answers a request for a resource that the registry holds. Throws 404 and 405. */
export async function serveResource(exchange: Exchange, path: ResourcePath): Promise<void> {
  const kind = findKind(exchange.registry, path);
  if (kind.deprecation) exchange.warnings.push(kind.deprecation);
  const serve = serviceFor(exchange, kind, path);
  if (!serve) throw methodNotAllowed();
  await serve();
}

function findKind(registry: Registry, { group, version, resource, namespace, name }: ResourcePath): Kind {
  const kind = registry.kind(group, resource);
  const misplaced = kind && (kind.namespaced ? namespace === undefined && name !== undefined : namespace !== undefined);
  if (!kind || kind.version !== version || misplaced) throw noSuchResource();
  return kind;
}

function serviceFor(
  exchange: Exchange,
  kind: Kind,
  { namespace, name, subresource, rest }: ResourcePath,
): (() => Promise<void> | void) | undefined {
  const { method } = exchange;
  if (name === undefined) {
    const serve = collection[method];
    const elsewhere = kind.namespaced && namespace === undefined && method !== "GET";
    return serve && !elsewhere ? () => serve(exchange, { kind, namespace }) : undefined;
  }
  const target = { kind, namespace, name };
  if (subresource === undefined) {
    const serve = item[method];
    return serve && (() => serve(exchange, target));
  }
  const known = kind.subresources.find((word) => word === subresource);
  if (!known || (known !== "proxy" && rest.length > 0)) throw noSuchResource();
  const serve = subresources[known][method] ?? subresources[known]["ANY"];
  return serve && (() => serve(exchange, target));
}

const collection: Readonly<Record<string, (exchange: Exchange, place: Place) => Promise<void> | void>> = {
  GET: listOrWatch,
  POST: create,
  DELETE: (exchange, place) => {
    // Namespaces go one by one.
    if (place.kind.kind === "Namespace") throw methodNotAllowed();
    return removeAll(exchange, place);
  },
};

const item: Readonly<Record<string, (exchange: Exchange, target: Target) => Promise<void> | void>> = {
  GET: get,
  PUT: replace,
  PATCH: patch,
  DELETE: remove,
};

async function get(exchange: Exchange, target: Target): Promise<void> {
  const presenter = presenterFor(exchange, target.kind);
  await sendObject(exchange, presenter.one(readTarget(exchange, target)), { contentType: presenter.contentType });
}

async function listOrWatch(exchange: Exchange, place: Place): Promise<void> {
  const { registry, query } = exchange;
  const presenter = presenterFor(exchange, place.kind);
  if (readFlag(query, "watch")) {
    serveWatch(exchange, place, presenter);
    return;
  }
  const list = readList(registry, place.kind, place.namespace, query);
  await sendObject(exchange, presenter.list(list), { contentType: presenter.contentType });
}

const verbs: Readonly<Record<string, string>> = { POST: "create", PUT: "update", PATCH: "patch" };

/** What authorization is asked about a request. */
export function attributesOf(method: string, path: ResourcePath, query: URLSearchParams): ResourceAttributes {
  const { group, resource, subresource, name } = path;
  // A Namespace counts as lying within itself.
  const namespace = resource === "namespaces" ? name : path.namespace;
  return { verb: verbOf(method, name, query), group, resource, subresource, namespace, name };
}

function verbOf(method: string, name: string | undefined, query: URLSearchParams): string {
  if (method === "DELETE") return name === undefined ? "deletecollection" : "delete";
  if (method !== "GET" && method !== "HEAD") return verbs[method] ?? method.toLowerCase();
  if (name !== undefined) return "get";
  return readFlag(query, "watch") ? "watch" : "list";
}
