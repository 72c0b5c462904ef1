/**
 * Numbers of which each may be held once: node ports, and cluster IPs counted from the first of their range. Free ones
 * are proposed at random from the upper band and, when that is full, from the lower one, which is thus left to those who
 * ask for a number of their own (KEP-3070, KEP-3668).
 */
export interface Pool {
  contains(value: number): boolean;
  isTaken(value: number): boolean;
  take(value: number): void;
  release(value: number): void;
  /** A free number that is not in `except`, not taken yet; undefined when none is left. */
  propose(except?: ReadonlySet<number>): number | undefined;
}

/** `first` to `last`, both included; dynamic proposals start at `upper`. */
export interface PoolRange {
  first: number;
  upper: number;
  last: number;
}

/** An empty pool; `random` is a number from 0 to 1, as Math.random gives. */
export function createPool({ first, upper, last }: PoolRange, random: () => number): Pool {
  const taken = new Set<number>();
  const scan = (from: number, to: number, except: ReadonlySet<number> | undefined): number | undefined => {
    const size = to - from + 1;
    const start = Math.floor(random() * size);
    for (let step = 0; step < size; step++) {
      const value = from + ((start + step) % size);
      if (!taken.has(value) && !except?.has(value)) return value;
    }
    return undefined;
  };
  return {
    contains: (value) => value >= first && value <= last,
    isTaken: (value) => taken.has(value),
    take: (value) => void taken.add(value),
    release: (value) => void taken.delete(value),
    propose: (except) => scan(upper, last, except) ?? scan(first, upper - 1, except),
  };
}
