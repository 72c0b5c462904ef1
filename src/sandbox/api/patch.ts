import type { KubeObject } from "../../model/snapshot.ts";
import { apiVersionOf } from "../kinds.ts";
import { applyJsonPatch } from "../patch/json-patch.ts";
import { applyMergePatch } from "../patch/merge-patch.ts";
import { applyStrategicPatch, quoteStrategicPatch } from "../patch/strategic-patch.ts";
import { JsonSyntaxError, parseJson } from "../schema/json.ts";
import type { Reader } from "../schema/mismatch.ts";
import type { Schema } from "../schema/schema.ts";
import { ApiError, badRequest, invalid } from "../status.ts";
import type { UpdatableSubresource } from "../types.ts";
import { apply } from "./apply.ts";
import { decodeAs, requireSchema } from "./decode-as.ts";
import type { Exchange } from "./exchange.ts";
import { mediaType } from "./parse-body.ts";
import { invalidOptions, readFlag, readWriteQuery, type Validation } from "./query.ts";
import { readBody } from "./read-body.ts";
import { sendObject } from "./respond.ts";
import { atTarget, presenterFor, readTarget, type Target } from "./target.ts";
import { callerOptions } from "./write.ts";

/** A patch that computes the new object from the old one. */
export interface Patch {
  apply(schema: Schema, current: KubeObject, change: unknown): KubeObject;
  /** Which of the API server's readers reads the result. */
  reader: Reader;
  /** What a refusal quotes: the patched object, or the patch. */
  quote(change: unknown, current: KubeObject, patched: KubeObject): string;
}

const quotePatched: Patch["quote"] = (_change, _current, patched) => JSON.stringify(patched);

const patches: Readonly<Record<string, Patch>> = {
  "application/json-patch+json": {
    apply: (_schema, current, change) => applyJsonPatch(current, change),
    reader: "json",
    quote: quotePatched,
  },
  "application/merge-patch+json": {
    apply: (_schema, current, change) => applyMergePatch(current, change),
    reader: "json",
    quote: quotePatched,
  },
  "application/strategic-merge-patch+json": {
    apply: applyStrategicPatch,
    reader: "patched",
    quote: quoteStrategicPatch,
  },
};

const applyType = "application/apply-patch+yaml";

/** PATCH of an object or of its status; server-side apply creates what is not there. */
export async function patch(exchange: Exchange, target: Target, subresource?: UpdatableSubresource): Promise<void> {
  const type = mediaType(exchange.request.headers["content-type"]);
  if (type === applyType) {
    await apply(exchange, target, subresource);
    return;
  }
  const change = patchOf(type);
  refuseForce(exchange.query);
  const { kind } = target;
  const presenter = presenterFor(exchange, kind);
  const options = readWriteQuery("PatchOptions", exchange.query, exchange.request.headers["user-agent"]);
  const body = await readBody(exchange.request);
  const schema = requireSchema(apiVersionOf(kind), kind.kind);
  const current = readTarget(exchange, target);
  const patched = patchObject(change, schema, current, body, options.validation, exchange.warnings);
  const stored = exchange.registry.update(kind, atTarget(target, patched), {
    ...callerOptions(exchange, options),
    ...(subresource && { subresource }),
  });
  await sendObject(exchange, presenter.one(stored), { contentType: presenter.contentType });
}

/** The patch of a content type. Throws 415. */
export function patchOf(type: string): Patch {
  const found = patches[type];
  if (!found) throw new ApiError(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});
  return found;
}

function refuseForce(query: URLSearchParams): void {
  if (readFlag(query, "force") === undefined) return;
  const message = "Forbidden: may not be specified for non-apply patch";
  throw invalidOptions("PatchOptions", { reason: "FieldValueForbidden", message, field: "force" });
}

/** The patched object, as the API understands it. Throws 400, and 422 when it does not fit the schema. */
export function patchObject(
  change: Patch,
  schema: Schema,
  current: KubeObject,
  body: Buffer,
  validation: Validation,
  warnings: string[],
): KubeObject {
  const { value, duplicates } = parsePatch(body.toString());
  const patched = change.apply(schema, current, value);
  const refuse = (why: string) => {
    const message = `Invalid value: ${JSON.stringify(change.quote(value, current, patched))}: ${why}`;
    return invalid({ group: "", kind: "" }, "", [{ reason: "FieldValueInvalid", message, field: "patch" }]);
  };
  const { object, unknownFields } = decodeAs(schema, patched, refuse, change.reader);
  const complaints = [...duplicates, ...unknownFields];
  if (validation === "Strict" && complaints.length > 0) {
    throw refuse(`strict decoding error: ${complaints.join(", ")}`);
  }
  if (validation === "Warn") warnings.push(...complaints);
  const { kind, apiVersion } = current;
  return { ...object, kind, apiVersion } as KubeObject;
}

function parsePatch(text: string) {
  try {
    return parseJson(text);
  } catch (error) {
    throw error instanceof JsonSyntaxError ? badRequest(error.message) : error;
  }
}
