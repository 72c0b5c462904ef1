import type { KubeObject } from "../../model/snapshot.ts";
import type { FieldType } from "../schema/schema.ts";
import { fieldSetOf } from "./applied-set.ts";
import { compareValues } from "./compare.ts";
import { difference, type FieldSet, union } from "./field-set.ts";

/** The manager of `kubectl apply --server-side`, which takes over what `kubectl apply` wrote before. */
export const KUBECTL = "kubectl";

const ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

/** The fields that client-side `kubectl apply` set and that still hold what it set. */
export function fieldsLastApplied(type: FieldType, live: KubeObject): FieldSet | undefined {
  const text = live.metadata?.annotations?.[ANNOTATION];
  const applied = text === undefined ? undefined : parse(text);
  if (!applied) return undefined;
  const { changed, removed } = compareValues(type, applied, live);
  return difference(fieldSetOf(type, applied), union(changed, removed));
}

/** The object with its last-applied annotation, where it has one, brought up to the configuration. */
export function withLastApplied(object: KubeObject, applied: KubeObject): KubeObject {
  const { metadata } = object;
  if (metadata?.annotations?.[ANNOTATION] === undefined) return object;
  const annotations = {
    ...metadata.annotations,
    [ANNOTATION]: `${JSON.stringify(sorted(withoutAnnotation(applied)))}\n`,
  };
  return { ...object, metadata: { ...metadata, annotations } };
}

function withoutAnnotation(applied: KubeObject): KubeObject {
  const { [ANNOTATION]: _, ...annotations } = applied.metadata?.annotations ?? {};
  return { ...applied, metadata: { ...applied.metadata, annotations } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** With the fields of every object in alphabetical order, as Go writes maps. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, sorted((value as Record<string, unknown>)[name])]));
}
