import { type LabelSelector, matchesLabelSelector } from "../../model/selector.ts";
import type { Kind } from "../types.ts";
import { createIndex, type Index, type Observer } from "./observe.ts";

/** Finds Pods by selector without looking at every Pod. */
export interface LabelIndex<T> {
  /** The objects of a namespace that the selector takes in; none without a selector, all with an empty one. */
  matching(namespace: string, selector: LabelSelector | undefined): T[];
}

type Labels = Record<string, string> | undefined;

interface Labelled {
  metadata?: { namespace?: string; labels?: Record<string, string> };
}

const pairsOf = (labels: Labels): string[] => Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);

/** An index of objects by namespace and by each of their labels. */
export function createLabelIndex<T extends Labelled>(observer: Observer, kind: Kind): LabelIndex<T> {
  const index = createIndex<T>(observer, kind, ({ metadata }) => [
    `${metadata?.namespace}/`,
    ...pairsOf(metadata?.labels).map((pair) => `${metadata?.namespace}/${pair}`),
  ]);
  return {
    matching(namespace, selector) {
      if (!selector) return [];
      const keys = [`${namespace}/`, ...pairsOf(selector.matchLabels).map((pair) => `${namespace}/${pair}`)];
      return index.get(rarest(index, keys)).filter(({ metadata }) => matchesLabelSelector(selector, metadata?.labels));
    },
  };
}

function rarest<T>(index: Index<T>, keys: readonly string[]): string {
  return keys.reduce((best, key) => (index.count(key) < index.count(best) ? key : best));
}

/** Finds the objects whose selectors take in a Pod's labels: the other way round. */
export interface SelectorIndex<T> {
  matching(namespace: string, labels: Labels): T[];
}

/** An index of objects by one label that their selector asks for; those that ask for none are looked at each time. */
export function createSelectorIndex<T extends Labelled>(
  observer: Observer,
  kind: Kind,
  selectorOf: (object: T) => LabelSelector | undefined,
): SelectorIndex<T> {
  const index = createIndex<T>(observer, kind, (object) => {
    const selector = selectorOf(object);
    if (!selector) return [];
    const [first = ""] = pairsOf(selector.matchLabels);
    return [`${object.metadata?.namespace}/${first}`];
  });
  return {
    matching: (namespace, labels) =>
      ["", ...pairsOf(labels)]
        .flatMap((pair) => index.get(`${namespace}/${pair}`))
        .filter((object) => matchesLabelSelector(selectorOf(object), labels)),
  };
}

/** A map selector as a LabelSelector; undefined for an empty one, which takes in nothing. */
export function mapSelector(map: Labels): LabelSelector | undefined {
  return map && Object.keys(map).length > 0 ? { matchLabels: map } : undefined;
}
