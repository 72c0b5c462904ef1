import type { KubeObject } from "../../model/snapshot.ts";
import type { Cause, RuleContext, Strategy } from "../types.ts";
import { validateMetadata, validateMetadataUpdate, validateUpdatedMetadata } from "./metadata.ts";
import type { NameRule } from "./names.ts";

/**
 * What tells one kind from another. `T` is the kind as JSON; nothing is certain about it but what `validate` has found,
 * so fields that the API requires may be absent all the same.
 */
interface KindRules<T> {
  /** The name's form. */
  name: NameRule;
  /** Default: true. */
  namespaced?: boolean;
  /** See Strategy. */
  generationParts?: readonly string[];
  setDefaults?(object: T): void;
  prepareForCreate?(object: T, context: RuleContext): void;
  prepareForUpdate?(object: T, previous: T, context: RuleContext): void;
  /** The causes beside those about metadata, on create and on update (then with `previous`). */
  validate?(object: T, previous?: T): Cause[];
  /** On update instead of `validate`, for kinds that do not let everything change. */
  validateUpdate?(object: T, previous: T): Cause[];
  validateStatusUpdate?(object: T, previous: T): Cause[];
  /** ValidateXUpdate repeats the checks of metadata that a creation makes, for some kinds. Default: false. */
  repeatsMetadata?: boolean;
  warnings?(object: T, previous: T | undefined): string[];
}

/** An object of a kind as it came: its spec may lack what the API requires. */
export type Unchecked<T extends { spec?: object }> = Omit<T, "spec"> & { spec?: Partial<NonNullable<T["spec"]>> };

/** Rules for a kind whose objects have a status that only its subresource may write. */
export function defineRules<T>(rules: KindRules<T>): Strategy {
  const { namespaced = true, name } = rules;
  const as = (object: KubeObject): T => object as T;
  return {
    ...(rules.generationParts && { generationParts: rules.generationParts }),
    setDefaults: (object) => rules.setDefaults?.(as(object)),
    prepareForCreate: (object, context) => rules.prepareForCreate?.(as(object), context),
    prepareForUpdate: (object, previous, context) => rules.prepareForUpdate?.(as(object), as(previous), context),
    validate: (object) => [...validateMetadata(object, namespaced, name), ...(rules.validate?.(as(object)) ?? [])],
    validateUpdate: (object, previous) => [
      ...validateUpdatedMetadata(object, previous, namespaced),
      ...validateMetadataUpdate(object, previous),
      ...(rules.repeatsMetadata ? validateMetadata(object, namespaced, name) : []),
      ...((rules.validateUpdate ?? rules.validate)?.(as(object), as(previous)) ?? []),
    ],
    validateStatusUpdate: (object, previous) => [
      ...validateUpdatedMetadata(object, previous, namespaced),
      ...validateMetadataUpdate(object, previous),
      ...(rules.validateStatusUpdate?.(as(object), as(previous)) ?? []),
    ],
    warnings: (object, previous) => rules.warnings?.(as(object), previous && as(previous)) ?? [],
  };
}

/** Nobody but the status subresource writes the status: a new object starts with `initial`, an updated one keeps its own. */
export const protectStatus = <T extends { status?: unknown }>(initial: () => T["status"]) => ({
  prepareForCreate: (object: T): void => void (object.status = initial()),
  prepareForUpdate: (object: T, previous: T): void => void (object.status = structuredClone(previous.status)),
});
