import { ApiError, badRequest } from "../status.ts";
import { goText } from "./go-text.ts";

/** A directive's value has the wrong form: `invalid patch format of retainKeys`. */
export function invalidFormat(directive: string): ApiError {
  return badRequest(`invalid patch format of ${directive}`);
}

export function unknownDirective(directive: unknown, patch: unknown): ApiError {
  return plainError(`unknown patch type: ${goText(directive)} in map: ${goText(patch)}`);
}

export function missingMergeKey(item: unknown, mergeKey: string): ApiError {
  return plainError(`map: ${goText(item)} does not contain declared merge key: ${mergeKey}`);
}

export function orderMismatch(patch: readonly unknown[], order: readonly unknown[]): ApiError {
  return plainError(
    `The order in patch list:\n${goText(patch)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`,
  );
}

/** What the API server did not foresee: 500 without a reason. */
export function plainError(message: string): ApiError {
  return new ApiError(500, "", message);
}
