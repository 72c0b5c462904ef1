import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { closeness, editDistance } from "../../src/model/closeness.ts";

const CASES: [wanted: string, found: string, expected: "typo" | "abbreviation" | undefined][] = [
  ["paymnets", "payments", "typo"],
  ["Payments", "payments", "typo"],
  ["pay-ments", "pay_ments", "typo"],
  ["frontend", "frontent", "typo"],
  ["web", "webb", "typo"],
  ["fe", "frontend", "abbreviation"],
  ["database", "db", "abbreviation"],
  ["v1", "v2", undefined],
  ["redis-0", "redis-1", undefined],
  ["cart", "search", undefined],
  ["a", "b", undefined],
];

for (const [wanted, found, expected] of CASES) {
  test(`"${found}" instead of "${wanted}" is ${expected ?? "another word"}`, () => {
    assert.equal(closeness(wanted, found), expected);
  });
}

test("swapping two neighbours is one mistake", () => {
  assert.equal(editDistance("paymnets", "payments"), 1);
  assert.equal(editDistance("kitten", "sitting"), 3);
  assert.equal(editDistance("", "abc"), 3);
});

/** The recurrence of the optimal string alignment distance, as its definition has it. */
function byDefinition(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const options = [
    byDefinition(a.slice(0, -1), b) + 1,
    byDefinition(a, b.slice(0, -1)) + 1,
    byDefinition(a.slice(0, -1), b.slice(0, -1)) + (a.at(-1) === b.at(-1) ? 0 : 1),
  ];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1))
    options.push(byDefinition(a.slice(0, -2), b.slice(0, -2)) + 1);
  return Math.min(...options);
}

test("the distance is what its definition says", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 5 });
  fc.assert(fc.property(word, word, (a, b) => assert.equal(editDistance(a, b), byDefinition(a, b))));
});
