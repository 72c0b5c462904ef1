import type { Metadata } from "../model/snapshot.ts";
import type { WatchEvent } from "./client.ts";

/** What a watch has shown so far, so that after a gap the difference can be told and nothing is told twice. */
export class WatchState<T> {
  readonly #metadataOf: (item: T) => Metadata;
  #items = new Map<string, T>();
  #isComplete = false;

  /** @param metadataOf the metadata of an item: namespace, name, uid and resourceVersion count */
  constructor(metadataOf: (item: T) => Metadata) {
    this.#metadataOf = metadataOf;
  }

  /** Whether everything that there was is known: then a new list tells what has gone. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Takes a list for what has been shown already. */
  seed(items: readonly T[]): void {
    this.#items = new Map(items.map((item) => [this.#keyOf(item), item]));
    this.#isComplete = true;
  }

  /** Notes an event of the server. Returns it as it is to be shown, or undefined when it tells nothing new. */
  apply(type: "ADDED" | "MODIFIED" | "DELETED", item: T): WatchEvent<T> | undefined {
    const key = this.#keyOf(item);
    const known = this.#items.get(key);
    if (type === "DELETED") {
      this.#items.delete(key);
      return known === undefined && this.#isComplete ? undefined : { type, object: item };
    }
    this.#items.set(key, item);
    return known !== undefined && this.#isSame(known, item) ? undefined : { type, object: item };
  }

  /** Takes a new list for the truth. Returns what has happened since, as the events that were missed. */
  replace(items: readonly T[]): WatchEvent<T>[] {
    const before = this.#items;
    this.seed(items);
    return [
      ...[...before]
        .filter(([key]) => !this.#items.has(key))
        .map(([, object]) => ({ type: "DELETED" as const, object })),
      ...items.flatMap((item) => this.#change(before.get(this.#keyOf(item)), item)),
    ];
  }

  #change(known: T | undefined, item: T): WatchEvent<T>[] {
    if (known === undefined) return [{ type: "ADDED", object: item }];
    if (this.#isSame(known, item)) return [];
    if (this.#metadataOf(known).uid === this.#metadataOf(item).uid) return [{ type: "MODIFIED", object: item }];
    return [
      { type: "DELETED", object: known },
      { type: "ADDED", object: item },
    ];
  }

  #isSame(known: T, item: T): boolean {
    const [a, b] = [this.#metadataOf(known), this.#metadataOf(item)];
    return a.uid === b.uid && a.resourceVersion !== undefined && a.resourceVersion === b.resourceVersion;
  }

  #keyOf(item: T): string {
    const { namespace = "", name = "" } = this.#metadataOf(item);
    return `${namespace}/${name}`;
  }
}
