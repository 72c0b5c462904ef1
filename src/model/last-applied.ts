import { escapeHtml, isMap, type JsonMap, type JsonValue, sortedJson } from "./json-value.ts";
import { Refusal } from "./refusal.ts";
import type { KubeObject } from "./snapshot.ts";

/** The annotation in which a client-side apply keeps what was applied. */
export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** How an object's JSON is written into the annotation: sorted as kubectl does for files, or in the order of its fields. */
export type KeyOrder = "sorted" | "own";

/** The object with its own configuration in the annotation (kubectl's CreateApplyAnnotation). */
export function withLastApplied(object: KubeObject, order: KeyOrder = "sorted"): KubeObject {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata?.annotations ?? {};
  const bare = { ...object, metadata: { ...object.metadata, annotations } };
  const json = order === "sorted" ? sortedJson(bare) : escapeHtml(JSON.stringify(withoutEmpty(bare)));
  return { ...bare, metadata: { ...bare.metadata, annotations: { ...annotations, [LAST_APPLIED]: `${json}\n` } } };
}

/** Objects of kubectl's own types leave out a map of annotations that holds none. */
function withoutEmpty({ metadata, ...object }: KubeObject): KubeObject {
  const { annotations = {}, ...rest } = metadata ?? {};
  const { kind, apiVersion, ...fields } = object;
  return {
    kind,
    apiVersion,
    metadata: Object.keys(annotations).length > 0 ? { ...rest, annotations } : rest,
    ...fields,
  } as KubeObject;
}

/**
 * What `--save-config` makes of an object: it gets the annotation when asked for, and one that is there already is
 * brought up to date (kubectl's CreateOrUpdateAnnotation).
 */
export function savingConfig(object: KubeObject, save: boolean, order: KeyOrder = "sorted"): KubeObject {
  const has = object.metadata?.annotations?.[LAST_APPLIED] !== undefined;
  return save || has ? withLastApplied(object, order) : object;
}

/** What was applied last, read from the annotation; empty when nothing was. Throws a Refusal for an annotation that is no JSON. */
export function readLastApplied(object: KubeObject): JsonMap {
  const text = object.metadata?.annotations?.[LAST_APPLIED];
  if (text === undefined) return {};
  try {
    const value = JSON.parse(text) as JsonValue;
    if (isMap(value)) return value;
  } catch {
    // said below
  }
  throw new Refusal(`the annotation ${LAST_APPLIED} holds no JSON object`);
}
