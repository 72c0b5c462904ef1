/** A field of a Go struct: its name, its type, and its value; undefined is a nil pointer. */
export type GoField = readonly [name: string, type: string, value: string | number | undefined];

const OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const PRIME = 0x0000000001000000000000000000013bn;

/**
 * Hashes a struct as Kubernetes' DeepHashObject does: FNV-1a of 128 bits over the text that go-spew prints of it with
 * %#v. The endpoint controllers order ports by this hash, which decides in which order they are listed.
 */
export function hashStruct(type: string, fields: readonly GoField[]): bigint {
  const shown = fields.map(([name, kind, value]) => `${name}:(${kind})${value ?? "<nil>"}`);
  const text = Buffer.from(`(${type}){${shown.join(" ")}}`);
  return text.reduce((hash, byte) => BigInt.asUintN(128, (hash ^ BigInt(byte)) * PRIME), OFFSET);
}

/** The items in the order of their hashes. */
export function sortByHash<T>(items: readonly T[], hash: (item: T) => bigint): T[] {
  if (items.length < 2) return [...items];
  return items
    .map((item) => ({ item, hash: hash(item) }))
    .toSorted((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
    .map(({ item }) => item);
}
