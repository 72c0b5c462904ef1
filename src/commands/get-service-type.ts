import type { Resource } from "../kube/client.ts";
import {
  type FieldSelector,
  matchesFieldSelector,
  parseFieldSelector,
  printFieldSelector,
} from "../model/field-selector.ts";
import type { KubeObject } from "../model/snapshot.ts";

const FIELD = "spec.type";

export const isService = ({ group, plural }: Resource): boolean => group === "" && plural === "services";

/** A field selector for Services in two parts: what the server selects, and what is selected here. */
export interface SplitSelector {
  fieldSelector: string | undefined;
  /** Whether a Service has the type asked for; undefined when no type is. */
  keeps: ((service: KubeObject) => boolean) | undefined;
}

/**
 * Takes conditions on the type out of a field selector: few versions of the API server select Services by it. A text
 * that does not parse stays whole, for the server to refuse.
 */
export function splitTypeSelector(fieldSelector: string | undefined): SplitSelector {
  const requirements = tryParse(fieldSelector ?? "");
  const types = requirements.filter(({ field }) => field === FIELD);
  if (types.length === 0) return { fieldSelector, keeps: undefined };
  const rest = requirements.filter(({ field }) => field !== FIELD);
  return {
    fieldSelector: rest.length > 0 ? printFieldSelector(rest) : undefined,
    keeps: (service) => matchesFieldSelector(types, { [FIELD]: typeOf(service) }),
  };
}

function tryParse(text: string): FieldSelector {
  try {
    return parseFieldSelector(text);
  } catch {
    return [];
  }
}

function typeOf(service: KubeObject): string | undefined {
  const spec = service["spec"];
  return typeof spec === "object" && spec !== null && "type" in spec ? String(spec.type) : undefined;
}
