import { applyPatch, type Operation } from "rfc6902";

import type { KubeObject } from "../../model/snapshot.ts";
import { ApiError, badRequest } from "../status.ts";
import { jsonTypeOf } from "../schema/json-types.ts";

const MOST_OPERATIONS = 10_000;

/**
 * RFC 6902. Returns a new object. Throws `ApiError`: 400 for what is no patch, 413 for too many operations, and 422
 * without further words, as the API server's, when an operation does not apply.
 */
export function applyJsonPatch(current: KubeObject, patch: unknown): KubeObject {
  const operations = readOperations(patch);
  const result = structuredClone(current);
  for (const operation of operations) {
    const applies = isComplete(operation) && pointersOf(operation).every((pointer) => leadsSomewhere(result, pointer));
    if (!applies || applyPatch(result, [operation])[0] !== null) throw notApplicable();
  }
  return result;
}

function readOperations(patch: unknown): Operation[] {
  if (!Array.isArray(patch)) {
    throw badRequest(`error decoding patch: ${cannotUnmarshal(patch, "[]handlers.jsonPatchOp")}`);
  }
  if (patch.length > MOST_OPERATIONS) {
    const message = `The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${patch.length}`;
    throw new ApiError(413, "RequestEntityTooLarge", message);
  }
  for (const operation of patch as unknown[]) {
    if (jsonTypeOf(operation) !== "object") {
      throw badRequest(`error decoding patch: ${cannotUnmarshal(operation, "handlers.jsonPatchOp")}`);
    }
  }
  return patch as Operation[];
}

const cannotUnmarshal = (value: unknown, goType: string): string =>
  `json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type ${goType}`;

/** Paths are there and are pointers; an operation that writes has a value. */
function isComplete(operation: Operation): boolean {
  if (!pointersOf(operation).every((pointer) => typeof pointer === "string" && /^(\/|$)/.test(pointer))) return false;
  return "value" in operation || !["add", "replace"].includes(operation.op);
}

function pointersOf(operation: Operation): string[] {
  return "from" in operation ? [operation.path, operation.from] : [operation.path];
}

/** Whether the parent is in the document itself: a pointer must not reach what every JavaScript object inherits. */
function leadsSomewhere(document: unknown, pointer: string): boolean {
  const tokens = pointer.split("/").slice(1);
  let parent = document;
  for (const token of tokens.slice(0, -1)) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof parent !== "object" || parent === null || !Object.hasOwn(parent, name)) return false;
    parent = (parent as Record<string, unknown>)[name];
  }
  return tokens.at(-1) !== "__proto__";
}

function notApplicable(): ApiError {
  return new ApiError(422, "Invalid", "the server rejected our request due to an error in our request", {});
}
