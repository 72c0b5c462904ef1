import { compareWords, prepareWord, type Word } from "./closeness.ts";
import type { PodGroup } from "./pod-index.ts";
import { type Labels, valueOf } from "./selector.ts";

/** The one label that keeps a group of Pods from a selector. */
export interface NearMiss extends PodGroup {
  key: string;
  wanted: string;
  /** What the Pods carry under that key; undefined: no such label. */
  found: string | undefined;
  /** The key under which the Pods carry the wanted value instead. */
  under: string | undefined;
  /** 0: a typing mistake, 1: a short form or another key with the wanted value, 2: just one label of several. */
  distance: 0 | 1 | 2;
}

/** The labels that groups of Pods carry, prepared so that a selector need not be compared with every group. */
export interface Vocabulary {
  byKey: ReadonlyMap<string, ReadonlyMap<string, Use>>;
  byValue: ReadonlyMap<string, readonly PodGroup[]>;
}

/** A value under one key, and who carries it. */
interface Use {
  word: Word;
  groups: PodGroup[];
}

export function vocabularyOf(groups: readonly PodGroup[]): Vocabulary {
  const byKey = new Map<string, Map<string, Use>>();
  const byValue = new Map<string, PodGroup[]>();
  for (const group of groups) {
    for (const [key, value] of Object.entries(group.labels ?? {})) {
      const uses = byKey.get(key) ?? new Map<string, Use>();
      const use = uses.get(value) ?? { word: prepareWord(value), groups: [] };
      use.groups.push(group);
      byKey.set(key, uses.set(value, use));
      const carriers = byValue.get(value) ?? [];
      if (carriers.at(-1) !== group) carriers.push(group);
      byValue.set(value, carriers);
    }
  }
  return { byKey, byValue };
}

/** More groups than this are no near miss of one selector, but the neighbours of whatever it was meant for. */
const FEW = 3;

/**
 * The groups of Pods that a selector nearly takes in: all its labels but one are there, and that one resembles what is
 * wanted, or the others are so rare that they tell enough. Only the nearest are returned, so that a plain typing mistake
 * is not lost among weaker guesses.
 */
export function nearMisses(selector: Labels, vocabulary: Vocabulary): NearMiss[] {
  const wanted = Object.entries(selector ?? {});
  const misses = wanted.flatMap(([key, value]) => {
    const others = wanted.filter(([other]) => other !== key);
    return [...missesOfLabel(key, value, others, vocabulary)];
  });
  const nearest = misses.reduce((least, { distance }) => Math.min(least, distance), 2);
  const near = misses.filter(({ distance }) => distance === nearest);
  return nearest < 2 || near.length <= FEW ? near : [];
}

type Pair = readonly [key: string, value: string];

function* missesOfLabel(
  key: string,
  wanted: string,
  others: readonly Pair[],
  { byKey, byValue }: Vocabulary,
): Iterable<NearMiss> {
  const miss = (group: PodGroup, distance: NearMiss["distance"]): NearMiss[] => {
    const found = valueOf(group.labels, key);
    const fits = found !== wanted && others.every(([other, value]) => valueOf(group.labels, other) === value);
    if (!fits) return [];
    const { labels, pods } = group;
    return [{ labels, pods, key, wanted, found, under: keyOf(wanted, labels), distance }];
  };
  const word = prepareWord(wanted);
  for (const use of byKey.get(key)?.values() ?? []) {
    const close = compareWords(word, use.word);
    if (close) yield* use.groups.flatMap((group) => miss(group, close === "typo" ? 0 : 1));
  }
  const elsewhere = (byValue.get(wanted) ?? []).filter((group) => valueOf(group.labels, key) === undefined);
  yield* elsewhere.flatMap((group) => miss(group, 1));
  const carriers = others.map(([other, value]) => byKey.get(other)?.get(value)?.groups ?? []);
  const [fewest = []] = carriers.toSorted((a, b) => a.length - b.length);
  if (fewest.length <= FEW) yield* fewest.flatMap((group) => miss(group, 2));
}

const keyOf = (value: string, labels: Labels): string | undefined =>
  Object.entries(labels ?? {}).find(([, own]) => own === value)?.[0];
