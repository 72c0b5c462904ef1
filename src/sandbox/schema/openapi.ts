import type { Kind } from "../types.ts";

/** The OpenAPI v3 document of a group-version: what kubectl needs of it for validation and apply. */
export function openApiV3(_group: string, _version: string, _kinds: readonly Kind[]): object {
  throw new Error("no document");
}
