import fc from "fast-check";

/** Texts that have hurt programs: escape sequences, reordering, names of prototypes, formats, lengths. */
const NASTY_TEXTS = [
  "\u001b]0;owned\u0007",
  "\u001b[2J\u001b[31mred",
  "\u009b31m\u009d",
  "\u0000\u0001\u0008\u007f",
  "left\u202eright\u2066\u2069",
  "zero\u200bwidth\ufeff\u{e0041}",
  "half \ud800 and \udc00",
  "one\r\ntwo\nthree\u2028four",
  "\t\u000b\u000c",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "",
  " ",
  "-",
  "/",
  "..",
  "%s%n%00",
  "${x}{{.}}$(id)`id`",
  "1e999",
  "-0",
  "NaN",
  "0x7fffffff",
  "99999999999999999999",
  "10.0.0.1/33",
  "::1%eth0",
  "fe80::/129",
  "2026-13-45T99:99:99Z",
  "0001-01-01T00:00:00Z",
  "*.*",
  "a,b=c!d in (e)",
  "\u0301".repeat(50),
  "👩‍👩‍👧‍👦漢字",
  "long".repeat(5000),
];

/** Any code units at all, halves of surrogate pairs too; fast-check's own texts take seconds to prepare. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x2ff }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 12 })
  .map((units) => String.fromCharCode(...units));

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  { weight: 1, arbitrary: anyText },
);

/** So many lists, or objects, inside each other. */
function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = "core";
  for (let level = 0; level < depth; level++) value = wrap(value);
  return value;
}

const hostileNumber = fc.constantFrom(
  0,
  -1,
  1,
  65_536,
  2 ** 31,
  2 ** 53 + 2,
  1e308,
  -1e-308,
  0.5,
  Number.MIN_SAFE_INTEGER,
);

/** JSON that is not what stood there: other types, other sizes, other depths. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 3, arbitrary: hostileNumber },
  { weight: 4, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]], [{}], { "": "" }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 2, depthSize: "small", stringUnit: "grapheme-ascii" }) },
  { weight: 1, arbitrary: fc.constantFrom(50, 900).map((depth) => nested(depth, (inner) => [inner])) },
  { weight: 1, arbitrary: fc.constantFrom(50, 900).map((depth) => nested(depth, (inner) => ({ a: inner }))) },
);

/** One change of a tree of JSON: at its `at`-th place (counted round), something is done. */
export interface Mutation {
  at: number;
  /** "alike": a text by a text, a number by a number: what passes as far as the views. */
  how: "alike" | "replace" | "remove" | "double" | "wrap" | "rename";
  value: unknown;
  key: string;
  number: number;
}

export const mutations = (most = 5): fc.Arbitrary<Mutation[]> =>
  fc.array(
    fc.record({
      at: fc.nat(),
      how: fc.oneof(
        { weight: 12, arbitrary: fc.constant("alike" as const) },
        { weight: 2, arbitrary: fc.constant("replace" as const) },
        { weight: 2, arbitrary: fc.constantFrom("remove" as const, "double" as const, "wrap" as const) },
        { weight: 1, arbitrary: fc.constant("rename" as const) },
      ),
      value: hostileValue,
      key: hostileText,
      number: hostileNumber,
    }),
    { minLength: 1, maxLength: most },
  );

interface Place {
  holder: Record<string, unknown> | unknown[];
  key: string;
}

function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ holder: value as Record<string, unknown>, key });
    placesIn((value as Record<string, unknown>)[key], found);
  }
  return found;
}

/** A copy of JSON; much faster than structuredClone, and it keeps a field called "__proto__". */
const copyOf = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** What some JSON, given as text, is when changes are made in it. */
export function mutate(original: string, changes: readonly Mutation[]): unknown {
  const root = { value: JSON.parse(original) as unknown };
  for (const change of changes) {
    const places = placesIn(root);
    const place = places[change.at % places.length];
    if (place) apply(place, change);
  }
  return root.value;
}

function apply({ holder, key }: Place, { how, value: given, key: newKey, number }: Mutation): void {
  const value = copyOf(given);
  const fields = holder as Record<string, unknown>;
  // an earlier change may have taken it away: then "toString" must not be found on the prototype
  const old = Object.hasOwn(fields, key) ? fields[key] : undefined;
  if (how === "alike") setOwn(fields, key, alike(old, newKey, number));
  else if (how === "replace") setOwn(fields, key, value);
  else if (how === "wrap") setOwn(fields, key, [old, { [newKey]: copyOf(old) }]);
  else if (how === "remove") remove(holder, key);
  else if (how === "double" && Array.isArray(holder)) holder.splice(Number(key), 0, copyOf(old));
  else if (how === "double") setOwn(fields, `${key}2`, copyOf(old));
  else if (!Array.isArray(holder)) {
    remove(holder, key);
    setOwn(fields, newKey, old);
  }
}

function alike(old: unknown, text: string, number: number): unknown {
  if (typeof old === "string") return text;
  if (typeof old === "number") return number;
  if (typeof old === "boolean") return !old;
  if (Array.isArray(old)) return number > 0 ? [...old, ...(copyOf(old) as unknown[])] : [];
  return old;
}

function remove(holder: Place["holder"], key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** Sets a field of the object itself, whatever it is called: "__proto__" too. */
const setOwn = (holder: object, key: string, value: unknown): void =>
  void Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });

/** A change of a text: a piece of it is taken out, doubled or replaced. */
export interface TextMutation {
  at: number;
  length: number;
  text: string;
}

export const textMutations: fc.Arbitrary<TextMutation[]> = fc.array(
  fc.record({
    at: fc.nat(),
    length: fc.oneof(fc.constant(0), fc.nat({ max: 30 })),
    text: fc.oneof(
      hostileText,
      fc.constantFrom(
        "",
        "\n",
        "---\n",
        "...\n",
        "&a ",
        "*a",
        "<<: *a",
        "!!js/function 'x'",
        "!!binary aGk=",
        "!!set {a}",
        "? ",
        "- - - ",
        "|+\n",
        "{[",
        "%YAML 9.9\n---\n",
        "\ufeff",
        '"\\u001b[2J"',
        "0o17",
        "yes",
        ".inf",
        "1_000",
        "2026-01-01",
      ),
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

/** A text with changes made in it. */
export function mutateText(original: string, changes: readonly TextMutation[]): string {
  return changes.reduce((text, { at, length, text: put }) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + length);
  }, original);
}
