/** How two words resemble each other: nearly the same, or one a short form of the other. */
export type Closeness = "typo" | "abbreviation";

/**
 * Whether a word was probably meant to be the other: a typing mistake (`paymnets`, `Payments`, `pay_ments`) or a short
 * form (`fe` for `frontend`). Words that differ in their digits alone (`v1`, `v2`) are meant to differ.
 */
export function closeness(wanted: string, found: string): Closeness | undefined {
  return compareWords(prepareWord(wanted), prepareWord(found));
}

/** A word as it is compared: in small letters, without separators. */
export interface Word {
  plain: string;
  withoutDigits: string;
  /** A bit for each letter that occurs: words whose letters differ much need no closer look. */
  letters: number;
}

export function prepareWord(text: string): Word {
  const plain = text.toLowerCase().replace(/[-_.]/g, "");
  let letters = 0;
  for (let at = 0; at < plain.length; at++) letters |= 1 << (plain.charCodeAt(at) % 32);
  return { plain, withoutDigits: plain.replace(/\d+/g, ""), letters };
}

/** `closeness` of words that are prepared already, for comparing one with many. */
export function compareWords(a: Word, b: Word): Closeness | undefined {
  if (a.plain === b.plain) return "typo";
  const typo = couldBeTypo(a, b);
  const [short, long] = a.plain.length < b.plain.length ? [a, b] : [b, a];
  const abbreviation = couldBeAbbreviation(short, long);
  if ((!typo && !abbreviation) || a.withoutDigits === b.withoutDigits) return undefined;
  if (typo && editDistance(a.plain, b.plain) <= mistakesAllowed(a, b)) return "typo";
  return abbreviation && isSubsequence(short.plain, long.plain) ? "abbreviation" : undefined;
}

/** One mistake in short words, one for every four letters in longer ones. */
function mistakesAllowed(a: Word, b: Word): number {
  const shortest = Math.min(a.plain.length, b.plain.length);
  return shortest < 3 ? 0 : Math.max(1, shortest >> 2);
}

/** Each mistake takes away one letter and brings in one at most. */
function couldBeTypo(a: Word, b: Word): boolean {
  const limit = mistakesAllowed(a, b);
  return Math.abs(a.plain.length - b.plain.length) <= limit && bits(a.letters ^ b.letters) <= 2 * limit;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** A short form has two letters at least, the same first one, and no letter of its own. */
function couldBeAbbreviation(short: Word, long: Word): boolean {
  if (short.plain.length < 2 || short.plain.length === long.plain.length) return false;
  return (short.letters & ~long.letters) === 0 && short.plain[0] === long.plain[0];
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}

/** How many letters must be added, taken away, changed or swapped with their neighbour to make `b` of `a`. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row: number[] = [];
  for (let at = 0; at <= b.length; at++) row.push(at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : Infinity;
      next[j] = Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
