import assert from "node:assert/strict";
import { test } from "node:test";

import { createPool } from "../../../src/sandbox/rules/pool.ts";

test("free numbers come from the upper band first, then from the lower, then there are none", () => {
  const pool = createPool({ first: 1, upper: 4, last: 6 }, Math.random);
  const taken = Array.from({ length: 6 }, () => {
    const number = pool.propose();
    if (number !== undefined) pool.take(number);
    return number ?? 0;
  });
  assert.deepEqual(new Set(taken.slice(0, 3)), new Set([4, 5, 6]));
  assert.deepEqual(new Set(taken.slice(3)), new Set([1, 2, 3]));
  assert.equal(pool.propose(), undefined);
  pool.release(5);
  assert.equal(pool.propose(), 5);
  assert.equal(pool.propose(new Set([5])), undefined);
});
