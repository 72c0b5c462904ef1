const LETTER = /\p{L}/u;

/** The order in which yaml.v2 sorts keys: at the first difference letters come last, and numbers count as numbers. */
export function compareYamlKeys(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((letter, index) => letter !== right[index]);
  const [x, y] = [left[at], right[at]];
  if (x === undefined) return left.length - right.length;
  if (y === undefined) return 1;
  const [isLetterX, isLetterY] = [LETTER.test(x), LETTER.test(y)];
  if (isLetterX !== isLetterY) return isLetterX ? 1 : -1;
  return (isLetterX ? 0 : compareRuns(left, right, at)) || codeOf(x) - codeOf(y);
}

/** Compares the digits from `at` on by their value, then by their number. */
function compareRuns(left: readonly string[], right: readonly string[], at: number): number {
  const [x, y] = [digitsFrom(left, at), digitsFrom(right, at)];
  // a zero behind other digits goes on with their number instead of beginning one
  const lead = (left[at] === "0" || right[at] === "0") && /[1-9]\d*$/.test(left.slice(0, at).join("")) ? "1" : "";
  return Number(lead + x) - Number(lead + y) || x.length - y.length;
}

function digitsFrom(letters: readonly string[], at: number): string {
  return /^\d*/.exec(letters.slice(at).join(""))?.[0] ?? "";
}

const codeOf = (letter: string): number => letter.codePointAt(0) ?? 0;
