import { applyPatch, type Operation, Pointer } from "rfc6902";

import type { KubeObject } from "../../model/snapshot.ts";
import { ApiError, badRequest } from "../status.ts";
import { jsonTypeOf } from "../schema/json-types.ts";

const MOST_OPERATIONS = 10_000;
/** How much all copies of a patch may add, in characters of JSON: a few that copy each other fill any memory. */
const MOST_COPIED = 3 * 1024 * 1024;

/**
 * RFC 6902. Returns a new object. Throws `ApiError`: 400 for what is no patch, 413 for too many operations, and 422
 * without further words, as the API server's, when an operation does not apply.
 */
export function applyJsonPatch(current: KubeObject, patch: unknown): KubeObject {
  const operations = readOperations(patch);
  const result = structuredClone(current);
  let copied = 0;
  for (const operation of operations) {
    const applies = isComplete(operation) && isReachable(result, operation);
    if (applies && operation.op === "copy") copied += sizeAt(result, operation.from);
    if (copied > MOST_COPIED) throw tooMuchCopied(copied);
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
  // Go's decoder takes null for an operation of which nothing is set.
  const operations = (patch as unknown[]).map((operation) => operation ?? {});
  for (const operation of operations) {
    if (jsonTypeOf(operation) !== "object") {
      throw badRequest(`error decoding patch: ${cannotUnmarshal(operation, "handlers.jsonPatchOp")}`);
    }
  }
  return operations as Operation[];
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

/** What is added need not be there yet; what is read, replaced or removed must. */
function isReachable(document: unknown, operation: Operation): boolean {
  const adds = ["add", "copy", "move"].includes(operation.op);
  return pointersOf(operation).every((pointer, index) => leadsSomewhere(document, pointer, !adds || index > 0));
}

/**
 * Whether the pointer names what is in the document itself, or what may be put there: never what every JavaScript
 * object inherits, nor a list's length.
 */
function leadsSomewhere(document: unknown, pointer: string, isThere: boolean): boolean {
  const names = pointer.split("/").slice(1);
  let parent = document;
  for (const [index, token] of names.entries()) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof parent !== "object" || parent === null || name === "__proto__") return false;
    if (Array.isArray(parent) && !/^(\d+|-)$/.test(name)) return false;
    if (index === names.length - 1 && !isThere) return true;
    if (!Object.hasOwn(parent, name)) return false;
    parent = (parent as Record<string, unknown>)[name];
  }
  return true;
}

const sizeAt = (document: unknown, pointer: string): number =>
  JSON.stringify(Pointer.fromJSON(pointer).get(document) ?? null).length;

/** evanphx/json-patch's AccumulatedCopySizeError, as the API server hands it on. */
function tooMuchCopied(size: number): ApiError {
  const words = `Unable to copy, the accumulated size increase of copy is ${size}, exceeding the limit ${MOST_COPIED}`;
  return new ApiError(422, "Invalid", words, {});
}

function notApplicable(): ApiError {
  return new ApiError(422, "Invalid", "the server rejected our request due to an error in our request", {});
}
