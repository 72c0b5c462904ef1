/** A map whose values come out ordered by key, byte by byte as etcd orders them. */
export interface SortedMap<Value> {
  readonly size: number;
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  /** All values, or those whose keys start with `prefix`. */
  values(prefix?: string): Value[];
  clone(): SortedMap<Value>;
}

/** A map of `entries`; `sorted` holds their keys in order, and is taken over. */
export function createSortedMap<Value>(
  entries: Iterable<[string, Value]> = [],
  sorted: string[] = [],
): SortedMap<Value> {
  const map = new Map(entries);
  const keys = sorted;

  return {
    get size() {
      return map.size;
    },
    get: (key) => map.get(key),
    set(key, value) {
      if (!map.has(key)) keys.splice(lowerBound(keys, key, itself), 0, key);
      map.set(key, value);
    },
    delete(key) {
      if (map.delete(key)) keys.splice(lowerBound(keys, key, itself), 1);
    },
    values(prefix) {
      const found: Value[] = [];
      for (let at = prefix ? lowerBound(keys, prefix, itself) : 0; at < keys.length; at++) {
        const key = keys[at] ?? "";
        if (prefix && !key.startsWith(prefix)) break;
        const value = map.get(key);
        if (value !== undefined) found.push(value);
      }
      return found;
    },
    clone: () => createSortedMap(map, [...keys]),
  };
}

const itself = (key: string): string => key;

/**
 * The index of the first item whose key is not less than `key`, in a list that is ordered by key. Names and namespaces
 * are ASCII, so code units will do.
 */
export function lowerBound<Item>(items: readonly Item[], key: string, keyOf: (item: Item) => string): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyOf(items[middle] as Item) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
