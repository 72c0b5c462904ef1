import type { IncomingMessage, ServerResponse } from "node:http";

import type { ApiOptions } from "../server.ts";
import { ApiError } from "../status.ts";
import { authenticate } from "./authenticate.ts";
import { authorize } from "./authorize.ts";
import type { Exchange } from "./exchange.ts";
import { readResourcePath, type ResourcePath, splitPath } from "./path.ts";
import { notFound, servePath } from "./paths.ts";
import { attributesOf, serveResource } from "./resources.ts";
import { sendError } from "./respond.ts";
import { reviewOf, serveReview } from "./reviews.ts";

/** Answers one request. Never rejects: what goes wrong is answered as a Status. */
export async function dispatch(options: ApiOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const exchange = toExchange(options, request, response);
  // A client that is gone need not be told.
  response.on("error", () => response.destroy());
  try {
    const user = authenticate(request, options);
    await answer({ ...exchange, user });
  } catch (error) {
    await sendError(exchange, error).catch(() => response.destroy());
  }
}

const nobody = { name: "system:anonymous", groups: ["system:unauthenticated"] };

function toExchange(
  { registry, handlers, now }: ApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Exchange {
  const url = request.url ?? "/";
  const at = url.indexOf("?");
  const rawPath = at < 0 ? url : url.slice(0, at);
  const query = new URLSearchParams(at < 0 ? "" : url.slice(at + 1));
  const method = request.method ?? "GET";
  const segments = splitPath(rawPath) ?? [];
  return { request, response, method, segments, rawPath, query, user: nobody, warnings: [], registry, handlers, now };
}

async function answer(exchange: Exchange): Promise<void> {
  const { method, query, user, rawPath, segments, registry } = exchange;
  if (splitPath(rawPath) === undefined) throw new ApiError(400, "BadRequest", `invalid URL escape in ${rawPath}`);
  const path = readResourcePath(segments);
  if (!path) {
    authorize(user, { path: rawPath, verb: method.toLowerCase() });
    return servePath(exchange);
  }
  authorize(user, attributesOf(method, path, query));
  const review = reviewOf(path);
  if (review) return serveReview(exchange, review, path);
  if (!isServed(registry, path)) return notFound(exchange);
  await serveResource(exchange, path);
}

/** A group and version that nobody serves are no resource's business. */
function isServed({ kinds }: Exchange["registry"], { group, version }: ResourcePath): boolean {
  return kinds.some((kind) => kind.group === group && kind.version === version);
}
