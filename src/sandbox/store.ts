import type { KubeObject } from "../model/snapshot.ts";
import { createSortedMap, type SortedMap } from "./sorted-map.ts";
import type { Kind, StoreEvent } from "./types.ts";

/** How many past events are kept at least: what a watch may resume after, and a continue token read from. */
const historyLength = 5_000;

/**
 * Objects by kind and key, one counter for all, and the newest events. Stored objects are never changed, only
 * replaced, so whatever is handed out stays as it was.
 */
export interface Store {
  readonly revision: number;
  get(kind: Kind, key: string): KubeObject | undefined;
  /** Ordered by key; undefined namespace: all. */
  list(kind: Kind, namespace?: string): KubeObject[];
  /** The list as it was at `revision`; undefined when that is compacted. */
  listAt(kind: Kind, revision: number, namespace?: string): KubeObject[] | undefined;
  /** Stores the object under the next revision, which is written into it. */
  put(kind: Kind, object: KubeObject): KubeObject;
  /** Removes the object; what it returns, and listeners get, has the revision of the removal. */
  remove(kind: Kind, object: KubeObject): KubeObject;
  /** Puts an object back as it was dumped, without an event. */
  restore(kind: Kind, object: KubeObject): void;
  /** Events after `revision`, oldest first; undefined when some of them are forgotten. */
  since(revision: number): readonly StoreEvent[] | undefined;
  /** Calls `listener`, which must not throw, after each change. */
  subscribe(listener: (event: StoreEvent) => void): () => void;
}

/** The key of an object, as in etcd: its namespace, if it has one, and its name. */
export function keyOf(namespace: string | undefined, name: string): string {
  return namespace === undefined || namespace === "" ? name : `${namespace}/${name}`;
}

/** The key under which the object is stored. */
export function objectKey({ metadata }: KubeObject): string {
  return keyOf(metadata?.namespace, metadata?.name ?? "");
}

/** A store whose next change has the revision after `firstRevision`. */
export function createStore(firstRevision = 0): Store {
  const table = createTables();
  const history = createHistory(firstRevision);
  const announce = createAnnouncer();
  let revision = firstRevision;

  const stamp = (object: KubeObject): KubeObject => ({
    ...object,
    metadata: { ...object.metadata, resourceVersion: String(++revision) },
  });
  const note = (event: StoreEvent) => {
    history.add(event);
    announce.all(event);
    return event.object;
  };

  return {
    get revision() {
      return revision;
    },
    get: (kind, key) => table(kind).get(key),
    list: (kind, namespace) => table(kind).values(namespace && `${namespace}/`),
    listAt: (kind, at, namespace) => {
      const later = history.since(at);
      return later && rewind(table(kind), kind, later).values(namespace && `${namespace}/`);
    },
    put(kind, object) {
      const previous = table(kind).get(objectKey(object));
      const stored = stamp(object);
      table(kind).set(objectKey(stored), stored);
      const type = previous ? "MODIFIED" : "ADDED";
      return note({ type, kind, object: stored, revision, ...(previous && { previous }) });
    },
    remove(kind, object) {
      table(kind).delete(objectKey(object));
      return note({ type: "DELETED", kind, object: stamp(object), previous: object, revision });
    },
    restore: (kind, object) => table(kind).set(objectKey(object), object),
    since: history.since,
    subscribe: announce.subscribe,
  };
}

function createTables(): (kind: Kind) => SortedMap<KubeObject> {
  const tables = new Map<Kind, SortedMap<KubeObject>>();
  return (kind) => {
    const table = tables.get(kind) ?? createSortedMap<KubeObject>();
    tables.set(kind, table);
    return table;
  };
}

/** The map as it was before the events `later`, which are undone from the newest on. */
function rewind(now: SortedMap<KubeObject>, kind: Kind, later: readonly StoreEvent[]): SortedMap<KubeObject> {
  const concerned = later.filter((event) => event.kind === kind);
  if (concerned.length === 0) return now;
  const then = now.clone();
  for (const { object, previous } of concerned.toReversed()) {
    if (previous) then.set(objectKey(previous), previous);
    else then.delete(objectKey(object));
  }
  return then;
}

function createHistory(firstRevision: number) {
  let events: StoreEvent[] = [];
  let compacted = firstRevision;
  return {
    add(event: StoreEvent): void {
      events.push(event);
      if (events.length < 2 * historyLength) return;
      compacted = events[historyLength - 1]?.revision ?? compacted;
      events = events.slice(historyLength);
    },
    since(revision: number): readonly StoreEvent[] | undefined {
      if (revision < compacted) return undefined;
      // Each event has a revision of its own, one more than the last.
      return events.slice(revision - compacted);
    },
  };
}

/** Calls listeners one event after the other, though a listener may itself cause events. */
function createAnnouncer() {
  const listeners = new Set<(event: StoreEvent) => void>();
  const waiting: StoreEvent[] = [];
  let announcing = false;
  return {
    subscribe(listener: (event: StoreEvent) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    all(event: StoreEvent): void {
      waiting.push(event);
      if (announcing) return;
      announcing = true;
      for (let next = waiting.shift(); next; next = waiting.shift()) for (const listener of listeners) listener(next);
      announcing = false;
    },
  };
}
