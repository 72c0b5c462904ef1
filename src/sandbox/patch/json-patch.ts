import type { KubeObject } from "../../model/snapshot.ts";

/** RFC 6902. Returns a new object; throws `ApiError`. */
export function applyJsonPatch(_current: KubeObject, _patch: unknown): KubeObject {
  throw new Error("no patch");
}
