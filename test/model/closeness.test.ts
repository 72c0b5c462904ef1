import assert from "node:assert/strict";
import { test } from "node:test";

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
