/** Compares strings with the numbers in them by value: web-9 stands before web-10. */
export function compareNatural(a: string, b: string): number {
  const [left, right] = [runsOf(a), runsOf(b)];
  for (const [at, x] of left.entries()) {
    const y = right[at];
    if (y === undefined) return 1;
    const order = compareRuns(x, y);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareCodes(a, b);
}

const runsOf = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];

function compareRuns(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return compareCodes(a, b);
  const [x, y] = [BigInt(a), BigInt(b)];
  return x < y ? -1 : Number(x > y);
}

const compareCodes = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
