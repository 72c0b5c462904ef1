type Basic = string | number | boolean;

const ORDERED: Record<string, (rank: number) => boolean> = {
  "<": (rank) => rank < 0,
  "<=": (rank) => rank <= 0,
  ">": (rank) => rank > 0,
  ">=": (rank) => rank >= 0,
};

/** Compares two values by a filter's operator. Throws an Error with Go's words for values that do not compare. */
export function compare(operator: string, left: unknown, right: unknown): boolean {
  if (operator !== "==" && operator !== "!=" && !ORDERED[operator]) {
    throw new Error(`unrecognized filter operator ${operator}`);
  }
  if (!isBasic(left) || !isBasic(right)) throw new Error("invalid type for comparison");
  if (typeof left !== typeof right) throw new Error("incompatible types for comparison");
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  if (typeof left === "boolean") throw new Error("invalid type for comparison");
  return ORDERED[operator]?.(order(left, right)) ?? false;
}

const isBasic = (value: unknown): value is Basic => ["string", "number", "boolean"].includes(typeof value);

function order(left: Basic, right: Basic): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
