/** What a terminal shows of a long list, and what it leaves out. */
export interface Shortened<T> {
  shown: readonly T[];
  hidden: readonly T[];
}

/**
 * The first items, in their order, but so that what is wrong is not lost behind what is well: up to half of the room is
 * for the latter. Without `most` all are shown.
 */
export function shorten<T>(items: readonly T[], most: number | undefined, isWell: (item: T) => boolean): Shortened<T> {
  if (most === undefined || items.length <= most) return { shown: items, hidden: [] };
  const wrong = items.filter((item) => !isWell(item));
  const room = Math.max(Math.ceil(most / 2), most - wrong.length);
  const well = items.filter(isWell).slice(0, room);
  const chosen = new Set([...well, ...wrong.slice(0, most - well.length)]);
  return { shown: items.filter((item) => chosen.has(item)), hidden: items.filter((item) => !chosen.has(item)) };
}
