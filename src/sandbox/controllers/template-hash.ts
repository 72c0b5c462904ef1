import type { PodTemplate } from "../../model/snapshot.ts";
import { equalJson } from "../registry/core.ts";
import { printGo } from "../schema/go-print.ts";
import { schemaOf } from "../schema/schema.ts";

/** Letters and digits that spell no words (apimachinery's rand.SafeEncodeString). */
const SAFE = "bcdfghjklmnpqrstvwxz2456789";

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * The hash that a Deployment or a DaemonSet gives the Pods of a template: FNV-1a of 32 bits over the template as Go prints it, so that
 * it is the one that a real cluster gives (`controller.ComputeHash`).
 */
export function templateHash(template: PodTemplate | undefined): string {
  const schema = schemaOf("v1", "PodTemplateSpec");
  const text = schema ? printGo(schema, template) : "";
  return safeText(bytesOf(text).reduce((hash, byte) => Math.imul(hash ^ byte, PRIME) >>> 0, OFFSET));
}

/** What a ControllerRevision keeps of a template: a patch that puts it back whole. */
export function revisionData(template: PodTemplate | undefined): object {
  return { spec: { template: { ...template, $patch: "replace" } } };
}

/**
 * The hash that a StatefulSet gives the revision of a template: FNV-1 of 32 bits over its data and the number of
 * collisions before it (`history.HashControllerRevision`).
 */
export function revisionHash(template: PodTemplate | undefined): string {
  const text = `${JSON.stringify(revisionData(template), sortKeys)}0`;
  return safeText(bytesOf(text).reduce((hash, byte) => (Math.imul(hash, PRIME) ^ byte) >>> 0, OFFSET));
}

const bytesOf = (text: string): number[] => [...Buffer.from(text)];

const safeText = (hash: number): string =>
  [...String(hash)].map((digit) => SAFE[digit.charCodeAt(0) % SAFE.length]).join("");

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
