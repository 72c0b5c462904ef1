import type { KubeObject } from "../model/snapshot.ts";

/** One row of API discovery: how a kind is called and where it is served. */
export interface Resource {
  /** "" for the core group. */
  group: string;
  version: string;
  /** The plural that stands in URLs: "services". */
  plural: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  shortNames: readonly string[];
  categories: readonly string[];
  verbs: readonly string[];
}

export interface KubeList {
  apiVersion?: string;
  kind?: string;
  metadata: { resourceVersion?: string; continue?: string; remainingItemCount?: number };
  items: KubeObject[];
}

/** meta.k8s.io/v1 Table: the server's own columns and cells. */
export interface Table {
  kind: "Table";
  apiVersion: "meta.k8s.io/v1";
  metadata: { resourceVersion?: string; continue?: string; remainingItemCount?: number };
  columnDefinitions: TableColumn[];
  rows: TableRow[];
}

export interface TableColumn {
  name: string;
  type: string;
  format: string;
  description: string;
  /** Non-zero: only with `-o wide`. */
  priority: number;
}

export interface TableRow {
  cells: unknown[];
  object?: KubeObject;
  conditions?: { type: string; status: string; reason?: string; message?: string }[];
}

export interface WatchEvent<T> {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  object: T;
}

export interface ListQuery {
  /** Undefined: all namespaces (or a cluster-scoped kind). */
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  /** How many objects a page holds; 0 asks for everything at once. 500 when absent, as kubectl's --chunk-size. */
  chunkSize?: number | undefined;
}

export interface TableQuery extends ListQuery {
  /** How much of each object comes with its row. "Metadata" when absent. */
  includeObject?: "None" | "Metadata" | "Object" | undefined;
}

/** A place in the cluster: `namespace` is undefined for cluster-scoped kinds. */
export interface ObjectRef {
  namespace?: string | undefined;
  name: string;
}

export interface WriteOptions {
  dryRun?: boolean;
  /** The name under which field ownership is recorded: "kubectl-create", "kubectl-expose", … as kubectl's own. */
  fieldManager?: string;
  fieldValidation?: "Strict" | "Warn" | "Ignore";
}

export interface PatchOptions extends WriteOptions {
  type: "json" | "merge" | "strategic" | "apply";
  /** Server-side apply only: take over fields that others own. */
  force?: boolean;
  subresource?: string;
}

export interface DeleteOptions {
  dryRun?: boolean;
  gracePeriodSeconds?: number;
  propagationPolicy?: "Background" | "Foreground" | "Orphan";
  preconditions?: { uid?: string; resourceVersion?: string };
}

/**
 * A cluster as commands see it: plain JSON objects in and out. Every method rejects with a `CliError`: a `StatusError`
 * for a refusal by the server, a `ConnectionError` when it could not be reached.
 */
export interface Cluster {
  /** The server's URL, for messages. */
  readonly server: string;
  /** The namespace of the chosen context ("default" when it names none). `-n` is not applied here. */
  readonly namespace: string;

  /** Finds a resource by what a user types: "svc", "services", "Service", "deployments.apps", "deployments.v1.apps". */
  resource(word: string): Promise<Resource>;
  /** Finds the resource of a manifest's apiVersion and kind. */
  resourceOf(apiVersion: string, kind: string): Promise<Resource>;
  /** Every resource that the server serves at its preferred version, subresources left out. */
  resources(): Promise<Resource[]>;

  get(resource: Resource, ref: ObjectRef, subresource?: string): Promise<KubeObject>;
  getTable(
    resource: Resource,
    ref: ObjectRef,
    includeObject?: TableQuery["includeObject"],
    subresource?: string,
  ): Promise<Table>;
  /** The whole list, page by page; an expired continue token starts it again, so nothing is seen twice. */
  list(resource: Resource, query?: ListQuery): Promise<KubeList>;
  /** The same list, of each object only what `keep` makes of it: the objects need not be in memory together. */
  listKept<Kept>(resource: Resource, query: ListQuery, keep: (object: KubeObject) => Kept): Promise<Kept[]>;
  listTable(resource: Resource, query?: TableQuery): Promise<Table>;
  /**
   * Changes after a list, each told once: no BOOKMARK comes through. Survives closed and silent connections, 410 Gone
   * and restarts of the server; ends when `signal` aborts or after the request timeout, rejects on 401, 403 and 404.
   */
  watch(resource: Resource, query: WatchQuery): AsyncIterable<WatchEvent<KubeObject>>;
  /** The same as Tables of one row each, all with column definitions. */
  watchTable(resource: Resource, query: WatchQuery & TableQuery): AsyncIterable<WatchEvent<Table>>;

  create(resource: Resource, object: KubeObject, options?: WriteOptions): Promise<KubeObject>;
  replace(
    resource: Resource,
    object: KubeObject,
    options?: WriteOptions & { subresource?: string },
  ): Promise<KubeObject>;
  patch(resource: Resource, ref: ObjectRef, patch: unknown, options: PatchOptions): Promise<KubeObject>;
  /** Resolves with the object, or with a Status, as the server answers. */
  delete(resource: Resource, ref: ObjectRef, options?: DeleteOptions): Promise<KubeObject>;

  /** GET of any path ("/version", "/api/v1/…/proxy/"), its body as text. */
  raw(path: string): Promise<string>;
}

export interface WatchQuery extends ListQuery {
  /** The list that the watch goes on from. With it, even what was deleted while the connection was gone is told. */
  known?: KubeList | Table | undefined;
  /** Go on from here; `known`'s when absent. Without either, what is there now comes first, as ADDED. */
  resourceVersion?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Only this object: sent as the field selector metadata.name. */
  name?: string | undefined;
  /** Whether the end after the request timeout is not noted: who watches says that it has waited in vain. */
  quiet?: boolean | undefined;
}
