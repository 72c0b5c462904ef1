import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";

import { compareAddresses } from "../../src/model/addresses.ts";

test("numbers in names and addresses count as numbers", () => {
  for (const [first, second] of [
    ["10.0.0.9", "10.0.0.10"],
    ["10.0.9.1", "10.0.10.1"],
    ["web-9", "web-10"],
    ["web", "web-1"],
    ["a1", "b0"],
    ["fd00::9", "fd00::10"],
    ["a9b", "a10a"],
    ["7", "07"],
    ["18446744073709551615", "18446744073709551616"],
  ] as const) {
    assert.ok(compareAddresses(first, second) < 0, `${first} < ${second}`);
    assert.ok(compareAddresses(second, first) > 0, `${second} > ${first}`);
  }
  assert.equal(compareAddresses("web-1", "web-1"), 0);
});

const text = fc.stringMatching(/^[a0-2.:-]{0,6}$/);

test("the order is one in which everything can be sorted", () => {
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      assert.equal(Math.sign(compareAddresses(a, b)) + Math.sign(compareAddresses(b, a)), 0);
      assert.equal(compareAddresses(a, b) === 0, a === b);
      if (compareAddresses(a, b) < 0 && compareAddresses(b, c) < 0) assert.ok(compareAddresses(a, c) < 0);
    }),
    { numRuns: 20_000 },
  );
});

const address = fc.tuple(...Array.from({ length: 4 }, () => fc.nat(255)));

test("IPv4 addresses stand in the order of their bytes", () => {
  fc.assert(
    fc.property(address, address, (a, b) => {
      const byBytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
      assert.equal(Math.sign(compareAddresses(a.join("."), b.join("."))), byBytes);
    }),
  );
});
