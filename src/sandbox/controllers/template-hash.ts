import type { PodTemplate } from "../../model/snapshot.ts";
import { equalJson } from "../registry/core.ts";

/** Letters and digits that spell no words (apimachinery's rand.SafeEncodeString). */
const SAFE = "bcdfghjklmnpqrstvwxz2456789";

/** A short name for a value: equal values have equal names. FNV-1a of 32 bits, as Kubernetes writes hashes in names. */
export function hashName(value: unknown): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(JSON.stringify(value, sortKeys))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return [...String(hash)].map((digit) => SAFE[digit.charCodeAt(0) % SAFE.length]).join("");
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export const TEMPLATE_HASH = "pod-template-hash";

/** Whether two Pod templates are the same but for the hash that a Deployment adds to the labels. */
export function sameTemplate(a: PodTemplate | undefined, b: PodTemplate | undefined): boolean {
  return equalJson(withoutHash(a), withoutHash(b));
}

function withoutHash(template: PodTemplate | undefined): unknown {
  const { [TEMPLATE_HASH]: _, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}
