import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { createSortedMap } from "../../src/sandbox/sorted-map.ts";

test("values come out ordered by key, whatever is set and deleted", () => {
  const change = fc.record({ key: fc.stringMatching(/^[a-c./-]{1,4}$/), gone: fc.boolean() });
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const map = createSortedMap<string>();
      const plain = new Map<string, string>();
      for (const { key, gone } of changes) {
        if (gone) {
          map.delete(key);
          plain.delete(key);
        } else {
          map.set(key, key);
          plain.set(key, key);
        }
      }
      const sorted = [...plain.keys()].toSorted((a, b) => (a < b ? -1 : 1));
      assert.deepEqual(map.values(), sorted);
      assert.deepEqual(
        map.values("a/"),
        sorted.filter((key) => key.startsWith("a/")),
      );
      assert.equal(map.size, plain.size);
    }),
  );
});

test("a clone does not see what is done to the map later", () => {
  const map = createSortedMap([["a", 1]], ["a"]);
  const clone = map.clone();
  map.set("b", 2);
  assert.deepEqual(clone.values(), [1]);
});
