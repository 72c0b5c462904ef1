import type { KubeObject } from "../../model/snapshot.ts";

/** RFC 7386. Returns a new object; throws `ApiError`. */
export function applyMergePatch(_current: KubeObject, _patch: unknown): KubeObject {
  throw new Error("no patch");
}
