import { labelValueErrors } from "./label-syntax.ts";
import { Refusal } from "./refusal.ts";

/** What `label` and `annotate` change: values to set, in the order typed, and keys to take away. */
export interface Edits {
  set: ReadonlyMap<string, string>;
  remove: readonly string[];
}

export type EditKind = "label" | "annotation";

/**
 * Splits the words of `label` or `annotate` into resources and changes: a change holds `=` or ends in `-`. Throws a
 * Refusal for a resource that follows a change (kubectl's GetResourcesAndPairs).
 */
export function splitPairs(words: readonly string[], kind: EditKind): { resources: string[]; pairs: string[] } {
  const isPair = (word: string) => word.indexOf("=") > 0 || (word.endsWith("-") && word !== "-");
  const first = words.findIndex(isPair);
  if (first < 0) return { resources: [...words], pairs: [] };
  const late = words.slice(first).find((word) => !isPair(word));
  if (late !== undefined) throw new Refusal(`all resources must be specified before ${kind} changes: ${late}`);
  return { resources: words.slice(0, first), pairs: words.slice(first) };
}

/** Reads `key=value` and `key-` of `label`. Throws a Refusal in kubectl's words. */
export function parseLabelEdits(pairs: readonly string[]): Edits {
  const edits = readEdits(pairs, (pair) => {
    const [key = "", value = "", ...more] = pair.split("=");
    if (more.length > 0) throw new Refusal(`invalid label spec: ${pair}`);
    const errors = labelValueErrors(value);
    if (errors.length > 0) throw new Refusal(`invalid label value: ${JSON.stringify(pair)}: ${errors.join(";")}`);
    return [key, value];
  });
  if (edits.remove.some((key) => edits.set.has(key))) {
    throw new Refusal("can not both modify and remove a label in the same command");
  }
  return edits;
}

/** Reads `key=value` and `key-` of `annotate`; a value may hold `=`. Throws a Refusal in kubectl's words. */
export function parseAnnotationEdits(pairs: readonly string[]): Edits {
  const edits = readEdits(pairs, (pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  const both = edits.remove.filter((key) => edits.set.has(key));
  if (both.length > 0) {
    const keys = both.join(", ");
    throw new Refusal(`can not both modify and remove the following annotation(s) in the same command: ${keys}`);
  }
  return edits;
}

function readEdits(pairs: readonly string[], parse: (pair: string) => [string, string]): Edits {
  return {
    set: new Map(pairs.filter((pair) => pair.includes("=")).map(parse)),
    remove: pairs.filter((pair) => !pair.includes("=")).map((pair) => pair.slice(0, -1)),
  };
}

/** The map after the edits; the one handed in stays as it is. */
export function applyEdits(map: Readonly<Record<string, string>> | undefined, edits: Edits): Record<string, string> {
  const edited = new Map([...Object.entries(map ?? {}), ...edits.set]);
  for (const key of edits.remove) edited.delete(key);
  return Object.fromEntries(edited);
}

/** The pairs of `map` that the edits would give another value, in the order typed. */
export function overwrittenBy(map: Readonly<Record<string, string>> | undefined, edits: Edits): [string, string][] {
  const before = new Map(Object.entries(map ?? {}));
  return [...edits.set].flatMap(([key, wanted]): [string, string][] => {
    const value = before.get(key);
    return value === undefined || value === wanted ? [] : [[key, value]];
  });
}

/** Reads `a=b,c=d`, as `expose --labels` and `--selector` take it. Throws a Refusal in kubectl's words. */
export function parseLabelMap(text: string): Record<string, string> {
  if (text === "") throw new Refusal("no label spec passed");
  return Object.fromEntries(
    text.split(",").map((pair) => {
      const at = pair.indexOf("=");
      if (at < 0) throw new Refusal(`unexpected label spec: ${text}`);
      if (at === 0) throw new Refusal("unexpected empty label key");
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
