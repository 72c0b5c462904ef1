import { part } from "../registry/core.ts";
import { badRequest } from "../status.ts";
import type { Subresource } from "../types.ts";
import { decodeAs, requireSchema } from "./decode-as.ts";
import { toDeleteCall } from "./delete-options.ts";
import type { Exchange } from "./exchange.ts";
import { parseBody } from "./parse-body.ts";
import { patch } from "./patch.ts";
import { serveProxy } from "./proxy.ts";
import { readBody } from "./read-body.ts";
import { sendObject } from "./respond.ts";
import { getScale, patchScale, replaceScale } from "./scale.ts";
import { presenterFor, readTarget, type Target } from "./target.ts";
import { replace } from "./write.ts";

type Serve = (exchange: Exchange, target: Target) => Promise<void> | void;

/** What a subresource does with each method; "ANY" takes them all. */
export const subresources: Readonly<Record<Subresource, Readonly<Record<string, Serve>>>> = {
  status: {
    GET: getStatus,
    PUT: (exchange, target) => replace(exchange, target, "status"),
    PATCH: (exchange, target) => patch(exchange, target, "status"),
  },
  scale: { GET: getScale, PUT: replaceScale, PATCH: patchScale },
  finalize: { PUT: (exchange, target) => replace(exchange, target, "finalize") },
  log: { GET: getLog },
  eviction: { POST: evict },
  proxy: { ANY: serveProxy },
};

async function getStatus(exchange: Exchange, target: Target): Promise<void> {
  const presenter = presenterFor(exchange, target.kind);
  await sendObject(exchange, presenter.one(readTarget(exchange, target)), { contentType: presenter.contentType });
}

async function getLog(exchange: Exchange, target: Target): Promise<void> {
  const pod = readTarget(exchange, target);
  await exchange.handlers.log(pod, exchange.query, exchange.request, exchange.response);
}

/** policy/v1 Eviction: no budget stands in its way here, so it is a deletion. */
async function evict(exchange: Exchange, { kind, namespace, name }: Target): Promise<void> {
  const { registry, request } = exchange;
  const { value } = parseBody("Eviction", await readBody(request), request.headers["content-type"]);
  const refuse = (why: string) => badRequest(`Eviction in version "v1" cannot be handled as a Eviction: ${why}`);
  const eviction = decodeAs(requireSchema("policy/v1", "Eviction"), value, refuse).object;
  registry.delete(kind, namespace, name, toDeleteCall(part(eviction, "deleteOptions")));
  const success = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
  await sendObject(exchange, success, { code: 201 });
}
