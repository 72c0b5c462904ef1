const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["1", "t", "T", "TRUE", "true", "True"].map((word) => [word, true] as const),
  ...["0", "f", "F", "FALSE", "false", "False"].map((word) => [word, false] as const),
]);

/** What Go's strconv.ParseBool reads; undefined for everything that it refuses. */
export const parseBool = (text: string): boolean | undefined => BOOLEANS.get(text);
