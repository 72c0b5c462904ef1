import type { KubeObject } from "../model/snapshot.ts";

/** One cause of a 422, as apimachinery's field.Error: `reason` is its type, `message` its text, `field` its path. */
export interface Cause {
  reason:
    | "FieldValueRequired"
    | "FieldValueInvalid"
    | "FieldValueNotSupported"
    | "FieldValueDuplicate"
    | "FieldValueForbidden"
    | "FieldValueNotFound"
    | "FieldValueTooLong"
    | "FieldValueTooMany"
    | "FieldValueTypeInvalid"
    | "InternalError";
  message: string;
  field: string;
}

/** A column of a kind's table. The cell is computed from the object; `now` serves ages. */
export interface Column {
  name: string;
  type: "string" | "integer" | "number" | "date" | "boolean";
  /** "name" for the first column, else "". */
  format: string;
  /** 0: always shown. 1: only with -o wide. */
  priority: number;
  description: string;
  cell(object: KubeObject, now: Date): unknown;
}

/** What rules may ask of the rest of the cluster. */
export interface RuleContext {
  now: () => Date;
  dryRun: boolean;
  registry: Registry;
}

/**
 * The rules of one kind, in the order in which the API calls them: setDefaults, prepareFor…, validate…, allocate; where
 * one refuses, what follows is not called. Every function gets a private copy that it may change in place, except
 * `previous` and what comes from the registry: stored objects are never changed, only replaced. Names are generated
 * before, so that `validate` sees them.
 */
export interface Strategy {
  /**
   * The parts of the object (`spec`, `metadata.annotations`, …) whose change by an update raises metadata.generation,
   * which starts at 1. Absent: objects of this kind have no generation.
   */
  generationParts?: readonly string[];
  /** Defaults that the API server fills in on decoding: on create, update and patch alike. */
  setDefaults?(object: KubeObject): void;
  /** Before validation of a new object: wipe status, default what depends on the cluster. */
  prepareForCreate?(object: KubeObject, context: RuleContext): void;
  prepareForUpdate?(object: KubeObject, previous: KubeObject, context: RuleContext): void;
  validate?(object: KubeObject, context: RuleContext): Cause[];
  /** All causes of an update: those of `validate` included where the API server includes them. */
  validateUpdate?(object: KubeObject, previous: KubeObject, context: RuleContext): Cause[];
  /**
   * For the status subresource, instead of prepareForUpdate, validateUpdate and allocate. The API has put back
   * everything but status and metadata by then.
   */
  validateStatusUpdate?(object: KubeObject, previous: KubeObject, context: RuleContext): Cause[];
  /**
   * Takes what must be unique in the cluster (cluster IPs, node ports) and writes it into the object. Returns the
   * causes of refusal; on refusal, and on a dry run, it has taken nothing. `previous` is undefined on create.
   */
  allocate?(object: KubeObject, previous: KubeObject | undefined, context: RuleContext): Cause[];
  /** Gives back what `allocate` took, after the object is gone from the store. */
  release?(object: KubeObject): void;
  /** Texts for `Warning: 299` headers on create and update. */
  warnings?(object: KubeObject, previous: KubeObject | undefined): string[];
}

export type Subresource = "status" | "scale" | "log" | "proxy" | "finalize" | "eviction";

/** One row of the table of kinds. A kind that needs only storing is a row without a strategy. */
export interface Kind {
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  shortNames: readonly string[];
  categories: readonly string[];
  namespaced: boolean;
  subresources: readonly Subresource[];
  strategy?: Strategy;
  /** Further fields that a field selector may name, beside metadata.name and metadata.namespace. */
  selectableFields?(object: KubeObject): Record<string, string | undefined>;
  /** A PUT of a name that is not there creates the object. */
  createOnUpdate?: boolean;
  /** DELETE answers with the object; other kinds answer with a Status. */
  returnsDeleted?: boolean;
  /** Dependents outlive the object when the caller does not say what shall become of them. */
  orphansDependents?: boolean;
  /** Seconds from the request to delete until the end, of which `wanted` were asked for. Absent: at once. */
  graceOf?(object: KubeObject, wanted: number | undefined): number;
  /** The text of a `Warning: 299` header on each answer. */
  deprecation?: string;
  /** Another kind's objects, in another version: these are stored, `present` and `accept` convert. */
  view?: KindView;
}

/** How a kind that has no objects of its own shows another kind's. */
export interface KindView {
  of: Kind;
  present(stored: KubeObject): KubeObject;
  accept(shown: KubeObject): KubeObject;
}

export interface StoreEvent {
  type: "ADDED" | "MODIFIED" | "DELETED";
  kind: Kind;
  object: KubeObject;
  /** The resourceVersion of `object`, as a number. */
  revision: number;
  /** The state before; undefined for ADDED. Selector watches need it. */
  previous?: KubeObject;
}

export interface CallerOptions {
  /** Recorded as the owner of the fields that are written. */
  fieldManager: string;
  dryRun?: boolean;
  /** The object comes from server-side apply: its managedFields are right already and stay as they are. */
  applied?: boolean;
  /** Takes the texts of warnings, which come once the object is found valid. */
  warn?(text: string): void;
}

/** The whole state, as plain JSON, for a file that outlives the process. */
export interface RegistryState {
  revision: number;
  /** Complete objects with apiVersion and kind. */
  objects: KubeObject[];
}

/**
 * `status` changes status alone, `scale` the replicas alone, `finalize` a Namespace's spec.finalizers alone, `binding` a
 * Pod's spec.nodeName and status alone (the scheduler's write).
 */
export type UpdatableSubresource = "status" | "scale" | "finalize" | "binding";

export interface DeleteCall {
  dryRun?: boolean;
  /** Seconds; 0 removes at once. */
  gracePeriodSeconds?: number;
  propagationPolicy?: "Background" | "Foreground" | "Orphan";
  preconditions?: { uid?: string; resourceVersion?: string };
}

/**
 * The API without HTTP: what handlers and controllers use. All calls are synchronous, objects that come out are shared
 * and must not be changed. Refusals are thrown as `ApiError`.
 */
export interface Registry {
  readonly kinds: readonly Kind[];
  /** The newest resourceVersion in use. */
  readonly revision: number;
  kind(group: string, plural: string): Kind | undefined;
  kindOf(apiVersion: string, kind: string): Kind | undefined;

  get(kind: Kind, namespace: string | undefined, name: string): KubeObject | undefined;
  /** Ordered by namespace and name, as etcd's keys are. Undefined namespace: all. */
  list(kind: Kind, namespace?: string): KubeObject[];

  /** The list as it was at `revision`; undefined when that is forgotten. */
  listAt(kind: Kind, revision: number, namespace?: string): KubeObject[] | undefined;

  create(kind: Kind, object: KubeObject, options: CallerOptions): KubeObject;
  /** Replaces the object; a resourceVersion in it must be the stored one, or 409. `subresource` limits what changes. */
  update(kind: Kind, object: KubeObject, options: CallerOptions & { subresource?: UpdatableSubresource }): KubeObject;
  delete(kind: Kind, namespace: string | undefined, name: string, call?: DeleteCall): KubeObject;

  /** Events after `revision`, oldest first; undefined when some of them are forgotten. */
  since(revision: number): readonly StoreEvent[] | undefined;
  /** Calls `listener`, which must not throw, after each change, in order; returns the way to stop. */
  subscribe(listener: (event: StoreEvent) => void): () => void;
  /** The state, to be handed to `createRegistry` another time. */
  dump(): RegistryState;
  /** Notes an Event about an object, as client-go's recorder does. */
  record(
    object: KubeObject,
    event: { type: "Normal" | "Warning"; reason: string; message: string; component: string },
  ): void;
}
