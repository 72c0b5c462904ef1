import { YAMLException } from "js-yaml";

import type { KubeObject } from "../../model/snapshot.ts";
import { apiVersionOf } from "../kinds.ts";
import { applyServerSide } from "../patch/server-side-apply.ts";
import { ApiError, badRequest, notFound } from "../status.ts";
import type { UpdatableSubresource } from "../types.ts";
import { decodeAs, requireSchema } from "./decode-as.ts";
import type { Exchange } from "./exchange.ts";
import { parseYamlText } from "./parse-body.ts";
import { invalidOptions, readFlag, readWriteQuery } from "./query.ts";
import { readBody } from "./read-body.ts";
import { sendObject } from "./respond.ts";
import { atTarget, presenterFor, type Target } from "./target.ts";
import { callerOptions } from "./write.ts";

/** Server-side apply: PATCH with application/apply-patch+yaml. */
export async function apply(exchange: Exchange, target: Target, subresource?: UpdatableSubresource): Promise<void> {
  const { registry, query, request, now } = exchange;
  const { kind, namespace, name } = target;
  const presenter = presenterFor(exchange, kind);
  const wishes = readWriteQuery("PatchOptions", query, request.headers["user-agent"]);
  requireManager(query);
  const body = await readBody(request);
  const schema = requireSchema(apiVersionOf(kind), kind.kind);
  const applied = atTarget(target, readApplied(target, body));

  const live = registry.get(kind, namespace, name);
  if (!live && subresource) throw notFound(kind, name);
  const force = readFlag(query, "force") ?? false;
  const merged = applyServerSide({
    schema,
    live,
    applied,
    manager: wishes.fieldManager,
    force,
    now: now(),
    subresource,
  });
  const { object } = decodeAs(schema, merged, (why) => new ApiError(500, "", why));
  const options = { ...callerOptions(exchange, wishes), applied: true };
  const stored = live
    ? registry.update(kind, object, { ...options, ...(subresource && { subresource }) })
    : registry.create(kind, object, options);
  await sendObject(exchange, presenter.one(stored), { code: live ? 200 : 201, contentType: presenter.contentType });
}

function requireManager(query: URLSearchParams): void {
  if (query.get("fieldManager")) return;
  const message = "Required value: is required for apply patch";
  throw invalidOptions("PatchOptions", { reason: "FieldValueRequired", message, field: "fieldManager" });
}

/** The configuration as it was sent: what it says is what its manager owns. Throws 400. */
function readApplied({ kind }: Target, body: Buffer): KubeObject {
  const applied = parseApplied(body) as KubeObject | null;
  if (typeof applied !== "object" || applied === null || Array.isArray(applied)) {
    const found = Array.isArray(applied) ? "array" : typeof applied;
    const why = `json: cannot unmarshal ${found} into Go value of type map[string]interface {}`;
    throw badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${why}`);
  }
  const { apiVersion = "" } = applied;
  const expected = apiVersionOf(kind);
  if (apiVersion === expected) return applied;
  const versions = `Specified patch version: ${apiVersion}, expected: ${expected}`;
  throw badRequest(`Incorrect version specified in apply patch. ${versions}`);
}

function parseApplied(body: Buffer): unknown {
  try {
    return parseYamlText(body.toString()).value;
  } catch (error) {
    throw error instanceof YAMLException ? badRequest(`error decoding YAML: ${error.message}`) : error;
  }
}
