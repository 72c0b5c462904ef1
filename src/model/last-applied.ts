import { isMap, type JsonMap, type JsonValue } from "./json-value.ts";
import { Refusal } from "./refusal.ts";
import type { KubeObject } from "./snapshot.ts";

/** The annotation in which a client-side apply keeps what was applied. */
export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * Writes an object as JSON on one line. kubectl sorts the keys of what it read from a file, and keeps those of what it
 * made of flags in the order of its types (`typedJson`).
 */
export type JsonWriter = (object: KubeObject) => string;

/** The object with its own configuration in the annotation (kubectl's CreateApplyAnnotation). */
export function withLastApplied(object: KubeObject, write: JsonWriter): KubeObject {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata?.annotations ?? {};
  const annotated = (own: Record<string, string>) => ({
    ...object,
    metadata: { ...object.metadata, annotations: own },
  });
  return annotated({ ...annotations, [LAST_APPLIED]: `${write(annotated(annotations))}\n` });
}

/**
 * What `--save-config` makes of an object: it gets the annotation when asked for, and one that is there already is
 * brought up to date (kubectl's CreateOrUpdateAnnotation).
 */
export function savingConfig(object: KubeObject, save: boolean, write: JsonWriter): KubeObject {
  return save || object.metadata?.annotations?.[LAST_APPLIED] !== undefined ? withLastApplied(object, write) : object;
}

/** JSON as kubectl writes objects of its own types: keys as they stand, no empty annotations, Go's escapes. */
export function typedJson({ metadata, ...object }: KubeObject): string {
  const { annotations = {}, ...rest } = metadata ?? {};
  const { kind, apiVersion, ...fields } = object;
  const shown = Object.keys(annotations).length > 0 ? { ...rest, annotations } : rest;
  const json = JSON.stringify({ kind, apiVersion, metadata: shown, ...fields });
  return json.replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * What was applied last, read from the annotation; empty when nothing was. Throws a Refusal for an annotation that holds
 * no JSON object.
 */
export function readLastApplied(object: KubeObject): JsonMap {
  const text = object.metadata?.annotations?.[LAST_APPLIED];
  if (text === undefined) return {};
  const value = parseJson(text);
  if (isMap(value)) return value;
  throw new Refusal(`the annotation ${LAST_APPLIED} holds no JSON object`);
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
