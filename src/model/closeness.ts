/** How two words resemble each other: nearly the same, or one a short form of the other. */
export type Closeness = "typo" | "abbreviation";

/**
 * Whether a word was probably meant to be the other: a typing mistake (`paymnets`, `Payments`, `pay_ments`) or a short
 * form (`fe` for `frontend`). Words that differ in their digits alone (`v1`, `v2`) are meant to differ.
 */
export function closeness(wanted: string, found: string): Closeness | undefined {
  const [a, b] = [plain(wanted), plain(found)];
  if (a === b) return "typo";
  if (withoutDigits(a) === withoutDigits(b)) return undefined;
  if (isTypo(a, b)) return "typo";
  return isAbbreviation(a, b) || isAbbreviation(b, a) ? "abbreviation" : undefined;
}

const plain = (word: string) => word.toLowerCase().replace(/[-_.]/g, "");
const withoutDigits = (word: string) => word.replace(/\d+/g, "");

/** One mistake in short words, one for every four letters in longer ones. */
function isTypo(a: string, b: string): boolean {
  const shortest = Math.min(a.length, b.length);
  const limit = shortest < 3 ? 0 : Math.max(1, Math.floor(shortest / 4));
  return Math.abs(a.length - b.length) <= limit && editDistance(a, b) <= limit;
}

/** Two letters at least, the same first one, and all the others in their order. */
function isAbbreviation(short: string, long: string): boolean {
  if (short.length < 2 || short.length >= long.length || short[0] !== long[0]) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}

/** How many letters must be added, taken away, changed or swapped with their neighbour to make `b` of `a`. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
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
