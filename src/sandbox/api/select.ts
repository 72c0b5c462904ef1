import { type FieldSelector, matchesFieldSelector, parseFieldSelector } from "../../model/field-selector.ts";
import { parseSelector } from "../../model/parse-selector.ts";
import { matchesSelector, type Selector, SelectorError } from "../../model/selector.ts";
import type { KubeObject } from "../../model/snapshot.ts";
import { badRequest } from "../status.ts";
import type { Kind } from "../types.ts";

/** Which objects a list, a watch or a deletion of several is about. */
export interface Selection {
  /** Whether anything is left out at all. */
  readonly narrows: boolean;
  matches(object: KubeObject): boolean;
}

/** Reads `labelSelector` and `fieldSelector`. Throws 400 for what is none, and for fields that the kind does not offer. */
export function readSelection(kind: Kind, query: URLSearchParams): Selection {
  const labels = read(parseSelector, query.get("labelSelector"));
  const fields = read(parseFieldSelector, query.get("fieldSelector"));
  for (const { field } of fields) requireField(kind, field);
  return {
    narrows: labels.length > 0 || fields.length > 0,
    matches: (object) =>
      matchesSelector(labels, object.metadata?.labels) &&
      (fields.length === 0 || matchesFieldSelector(fields, fieldsOf(kind, object))),
  };
}

function read<Parsed extends Selector | FieldSelector>(
  parse: (text: string) => Parsed,
  text: string | null,
): Parsed | readonly [] {
  try {
    return text ? parse(text) : [];
  } catch (error) {
    throw error instanceof SelectorError ? badRequest(error.message) : error;
  }
}

function fieldsOf(kind: Kind, object: KubeObject): Record<string, string | undefined> {
  const { name, namespace } = object.metadata ?? {};
  return { ...kind.selectableFields?.(object), "metadata.name": name, "metadata.namespace": namespace };
}

function requireField(kind: Kind, field: string): void {
  if (Object.hasOwn(fieldsOf(kind, {}), field)) return;
  if (kind.selectableFields) throw badRequest(`field label not supported: ${field}`);
  const known = 'only "metadata.name", "metadata.namespace"';
  throw badRequest(`${JSON.stringify(field)} is not a known field selector: ${known}`);
}
