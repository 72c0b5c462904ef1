import { YAMLException } from "js-yaml";

import type { KubeObject } from "../../model/snapshot.ts";
import { apiVersionOf } from "../kinds.ts";
import { applyServerSide } from "../patch/server-side-apply.ts";
import type { Schema } from "../schema/schema.ts";
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
  const applied = atTarget(target, decodeApplied(schema, target, body));

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
  const options = { ...callerOptions(exchange, wishes), applied: true };
  const stored = live
    ? registry.update(kind, merged, { ...options, ...(subresource && { subresource }) })
    : registry.create(kind, merged, options);
  await sendObject(exchange, presenter.one(stored), { code: live ? 200 : 201, contentType: presenter.contentType });
}

function requireManager(query: URLSearchParams): void {
  if (query.get("fieldManager")) return;
  const message = "Required value: is required for apply patch";
  throw invalidOptions("PatchOptions", { reason: "FieldValueRequired", message, field: "fieldManager" });
}

/** The configuration, without defaults. What it says and the schema does not know is refused, not dropped. */
function decodeApplied(schema: Schema, { kind, namespace, name }: Target, body: Buffer): KubeObject {
  const raw = parseApplied(body);
  const type = `/${kind.version}, Kind=${kind.kind}`;
  const where = `${namespace === undefined ? "" : `${namespace}/`}${name}; ${kind.group}${type}`;
  const refuse = (why: string) => new ApiError(500, "", `failed to create typed patch object (${where}): ${why}`);
  const { object, unknownFields } = decodeAs(schema, raw, refuse);
  if (unknownFields.length === 0) return object;
  const lines = unknownFields.map(
    (text) => `.${text.replace(/^unknown field "|"$/g, "")}: field not declared in schema`,
  );
  throw refuse(lines.length === 1 ? (lines[0] ?? "") : `errors:\n${lines.map((line) => `  ${line}`).join("\n")}`);
}

function parseApplied(body: Buffer): unknown {
  try {
    return parseYamlText(body.toString()).value;
  } catch (error) {
    throw error instanceof YAMLException ? badRequest(`error decoding YAML: ${error.message}`) : error;
  }
}
