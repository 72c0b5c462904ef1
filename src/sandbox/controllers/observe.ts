import type { Kind, Registry, StoreEvent } from "../types.ts";

/** What happened to an object. */
export type Change = Pick<StoreEvent, "type" | "kind" | "object" | "previous">;

/** Tells each listener of the changes of its kind alone. */
export interface Observer {
  /** The objects that exist already are told first, as added. */
  on(kind: Kind, listener: (change: Change) => void): void;
  /** Every change of every kind; objects that exist already are not told. */
  onAll(listener: (change: Change) => void): void;
  stop(): void;
}

export function createObserver(registry: Registry): Observer {
  const listeners = new Map<Kind, ((change: Change) => void)[]>();
  const general: ((change: Change) => void)[] = [];
  const stop = registry.subscribe((change) => {
    for (const listener of listeners.get(change.kind) ?? []) listener(change);
    for (const listener of general) listener(change);
  });
  return {
    on(kind, listener) {
      listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
      for (const object of registry.list(kind)) listener({ type: "ADDED", kind, object });
    },
    onAll: (listener) => void general.push(listener),
    stop,
  };
}

/** Objects of one kind under the keys that a function finds in them. */
export interface Index<T> {
  get(key: string): T[];
  count(key: string): number;
}

/** Keeps an index up to date. What is read right after a write has that write in it. */
export function createIndex<T extends object>(
  observer: Observer,
  kind: Kind,
  keysOf: (object: T) => Iterable<string>,
): Index<T> {
  const buckets = new Map<string, Map<string, T>>();
  observer.on(kind, ({ type, object, previous }) => {
    const id = keyOf(object);
    const keys = new Set(type === "DELETED" ? [] : keysOf(object as T));
    for (const key of previous ? keysOf(previous as T) : []) if (!keys.has(key)) remove(buckets, key, id);
    for (const key of keys) {
      const bucket = buckets.get(key);
      if (bucket) bucket.set(id, object as T);
      else buckets.set(key, new Map([[id, object as T]]));
    }
  });
  return {
    get: (key) => [...(buckets.get(key)?.values() ?? [])],
    count: (key) => buckets.get(key)?.size ?? 0,
  };
}

function remove<T>(buckets: Map<string, Map<string, T>>, key: string, id: string): void {
  const bucket = buckets.get(key);
  bucket?.delete(id);
  if (bucket?.size === 0) buckets.delete(key);
}

interface Named {
  metadata?: { namespace?: string; name?: string };
}

/** `namespace/name`, or the name alone for a kind without namespaces. */
export function keyOf({ metadata }: Named): string {
  return metadata?.namespace === undefined ? (metadata?.name ?? "") : `${metadata.namespace}/${metadata.name}`;
}

/** What `keyOf` was made of. */
export function splitKey(key: string): { namespace: string | undefined; name: string } {
  const slash = key.indexOf("/");
  return slash < 0
    ? { namespace: undefined, name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
