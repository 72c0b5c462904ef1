import type { KubeObject } from "../model/snapshot.ts";
import { checked, kindWithGroup } from "./check-shape.ts";
import type {
  Cluster,
  DeleteOptions,
  KubeList,
  ListQuery,
  ObjectRef,
  PatchOptions,
  Resource,
  Table,
  TableQuery,
  WatchEvent,
  WatchQuery,
  WriteOptions,
} from "./client.ts";
import { readInNamespace } from "./missing-namespace.ts";
import {
  createRequest,
  deleteRequest,
  getRequest,
  patchRequest,
  replaceRequest,
  watchRequest,
} from "./object-requests.ts";
import { parseAnswer } from "./parse-answer.ts";
import { readKept, readObjects, readRows, type Send } from "./read-list.ts";
import type { ResourceFinder } from "./resource-finder.ts";
import { TABLE_ACCEPT, toTable } from "./table.ts";
import type { Request, Transport } from "./transport.ts";
import type { WatchEnds } from "./watch-end.ts";
import { objectSource, rowsOf, tableSource } from "./watch-sources.ts";
import { watchChanges, type WatchSource, type WatchWorld } from "./watch.ts";

/** What a live cluster is made of. */
export interface LiveClusterParts {
  server: string;
  namespace: string;
  transport: Transport;
  finder: ResourceFinder;
  now: () => Date;
  watchEnds: WatchEnds;
  signal: AbortSignal;
  watchWorld: WatchWorld;
}

/** A Cluster behind an API server. */
export class LiveCluster implements Cluster {
  readonly server: string;
  readonly namespace: string;
  readonly #parts: LiveClusterParts;

  constructor(parts: LiveClusterParts) {
    this.server = parts.server;
    this.namespace = parts.namespace;
    this.#parts = parts;
  }

  resource(word: string): Promise<Resource> {
    return this.#parts.finder.find(word);
  }

  resourceOf(apiVersion: string, kind: string): Promise<Resource> {
    return this.#parts.finder.findKind(apiVersion, kind);
  }

  async resources(): Promise<Resource[]> {
    const { found } = await this.#parts.finder.discovery();
    return found.filter(({ preferred }) => preferred).map(({ resource }) => resource);
  }

  get(resource: Resource, ref: ObjectRef, subresource?: string): Promise<KubeObject> {
    return this.#read(getRequest(resource, ref, {}, subresource), ref).then(checked(named(resource, subresource)));
  }

  async getTable(
    resource: Resource,
    ref: ObjectRef,
    includeObject?: TableQuery["includeObject"],
    subresource?: string,
  ): Promise<Table> {
    const request = { ...getRequest(resource, ref, { includeObject }, subresource), accept: TABLE_ACCEPT };
    return toTable(await this.#read<Record<string, unknown>>(request, ref), this.#parts.now());
  }

  list(resource: Resource, query: ListQuery = {}): Promise<KubeList> {
    return readObjects(this.#send, resource, query);
  }

  listKept<Kept>(resource: Resource, query: ListQuery, keep: (object: KubeObject) => Kept): Promise<Kept[]> {
    return readKept(this.#send, resource, query, keep);
  }

  listTable(resource: Resource, query: TableQuery = {}): Promise<Table> {
    return readRows(this.#send, resource, query, { now: this.#parts.now() });
  }

  watch(resource: Resource, query: WatchQuery): AsyncIterable<WatchEvent<KubeObject>> {
    const source = objectSource({
      list: (signal) => readObjects(this.#send, resource, narrowed(query), signal),
      open: (resourceVersion, signal) => this.#open(resource, query, { resourceVersion }, { signal }),
    });
    return this.#watch(source, query, query.known && "items" in query.known ? query.known.items : undefined);
  }

  watchTable(resource: Resource, query: WatchQuery & TableQuery): AsyncIterable<WatchEvent<Table>> {
    const { now } = this.#parts;
    const known = query.known && "rows" in query.known ? query.known : undefined;
    // without the objects' metadata nobody could tell what changed
    const includeObject = query.includeObject === "Object" ? query.includeObject : "Metadata";
    const source = tableSource({
      known,
      now,
      list: (signal) => readRows(this.#send, resource, { ...narrowed(query), includeObject }, { now: now(), signal }),
      open: (resourceVersion, signal) =>
        this.#open(resource, query, { resourceVersion, includeObject }, { signal, accept: TABLE_ACCEPT }),
    });
    return this.#watch(source, query, known && rowsOf(known));
  }

  create(resource: Resource, object: KubeObject, options: WriteOptions = {}): Promise<KubeObject> {
    // a review or a token request has no name, and its answer none either
    const expected = { ...named(resource), isNamed: Boolean(object.metadata?.name) };
    return this.#send<KubeObject>(createRequest(resource, object, options)).then(checked(expected));
  }

  replace(
    resource: Resource,
    object: KubeObject,
    options: WriteOptions & { subresource?: string } = {},
  ): Promise<KubeObject> {
    return this.#send<KubeObject>(replaceRequest(resource, object, options)).then(
      checked(named(resource, options.subresource)),
    );
  }

  patch(resource: Resource, ref: ObjectRef, patch: unknown, options: PatchOptions): Promise<KubeObject> {
    return this.#send<KubeObject>(patchRequest(resource, ref, patch, options)).then(
      checked(named(resource, options.subresource)),
    );
  }

  delete(resource: Resource, ref: ObjectRef, options: DeleteOptions = {}): Promise<KubeObject> {
    return this.#send<KubeObject>(deleteRequest(resource, ref, options)).then(checked(named(resource)));
  }

  raw(path: string): Promise<string> {
    return this.#parts.transport.request({
      method: "GET",
      path: path.startsWith("/") ? path : `/${path}`,
      accept: "application/json, */*",
    });
  }

  readonly #send: Send = async <T>(request: Request): Promise<T> => {
    const body = await this.#parts.transport.request(request);
    return parseAnswer(body, `${request.method} ${this.server}${request.path}`) as T;
  };

  #read<T = KubeObject>(request: Request, { namespace }: ObjectRef): Promise<T> {
    const readNamespace = (name: string) => this.#send({ method: "GET", path: `/api/v1/namespaces/${name}` });
    return readInNamespace(() => this.#send<T>(request), namespace, readNamespace);
  }

  #open(
    resource: Resource,
    query: WatchQuery,
    parameters: { resourceVersion: string; includeObject?: string },
    request: Partial<Request>,
  ) {
    // as client-go's reflectors: 5 to 10 minutes, so that not all watches of a server end at once
    const timeoutSeconds = Math.round(300 * (1 + this.#parts.watchWorld.pace.random()));
    return this.#parts.transport.open({
      ...watchRequest(resource, narrowed(query), { ...parameters, timeoutSeconds }),
      ...request,
    });
  }

  #watch<T>(source: WatchSource<T>, query: WatchQuery, known: readonly T[] | undefined): AsyncIterable<WatchEvent<T>> {
    const { signal, watchEnds, watchWorld } = this.#parts;
    const resourceVersion = query.resourceVersion ?? query.known?.metadata.resourceVersion;
    const watch = (end: AbortSignal) => watchChanges(source, { resourceVersion, known, signal: end }, watchWorld);
    return watchEnds.until(watch, [signal, query.signal], query.quiet);
  }
}

/** What an answer about an object of this kind must be; a subresource may have another kind. */
const named = ({ kind, group }: Resource, subresource?: string) => ({
  isNamed: true,
  kind: subresource === undefined ? kindWithGroup(kind, group) : undefined,
});

/** What a watch shows, as a query for a list: one name is a field selector. */
const narrowed = ({ namespace, labelSelector, chunkSize, ...query }: WatchQuery): ListQuery => {
  const selectors = [query.fieldSelector, query.name === undefined ? undefined : `metadata.name=${query.name}`];
  const fieldSelector = selectors.filter((selector) => selector !== undefined && selector !== "").join(",");
  return { namespace, labelSelector, chunkSize, fieldSelector };
};
