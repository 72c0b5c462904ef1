import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import {
  applyEdits,
  overwrittenBy,
  parseAnnotationEdits,
  parseLabelEdits,
  parseLabelMap,
  splitPairs,
} from "../../src/model/label-edits.ts";

const key = fc.constantFrom<string>("a", "b.io/c", "constructor", "__proto__", "x");
const value = fc.stringMatching(/^[a-z0-9]{0,4}$/);
const map = fc.array(fc.tuple(key, value)).map((pairs) => Object.fromEntries(pairs));
const edits = fc.record({ set: fc.array(fc.tuple(key, value)).map((pairs) => new Map(pairs)), remove: fc.array(key) });

test("after the edits the set keys have their values, the removed ones are gone, and the others are as before", () => {
  fc.assert(
    fc.property(map, edits, (before, { set, remove }) => {
      const after = applyEdits(before, { set, remove });
      for (const changed of remove) assert.equal(Object.hasOwn(after, changed), false);
      for (const [changed, wanted] of set) if (!remove.includes(changed)) assert.equal(after[changed], wanted);
      const others = Object.keys(before).filter((other) => !set.has(other) && !remove.includes(other));
      for (const other of others) assert.equal(after[other], before[other]);
      assert.equal(
        Object.keys(after).length,
        new Set([...others, ...set.keys()].filter((k) => !remove.includes(k))).size,
      );
    }),
  );
});

test("edits done twice do what they do once", () => {
  fc.assert(
    fc.property(map, edits, (before, change) => {
      const once = applyEdits(before, change);
      assert.deepEqual(applyEdits(once, change), once);
      assert.deepEqual(
        overwrittenBy(once, { ...change, set: new Map([...change.set].filter(([k]) => k in once)) }),
        [],
      );
    }),
  );
});

test("edits that are typed read back as what they say", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(key, value), { selector: ([k]) => k }), (pairs) => {
      const typed = pairs.map(([k, v], at) => (at % 2 === 0 ? `${k}=${v}` : `${k}-`));
      const { set, remove } = parseLabelEdits(typed);
      assert.deepEqual(
        [...set],
        pairs.filter((_pair, at) => at % 2 === 0),
      );
      assert.deepEqual(
        remove,
        pairs.filter((_pair, at) => at % 2 === 1).map(([k]) => k),
      );
    }),
  );
});

test("only a value that changes is overwritten", () => {
  const change = {
    set: new Map([
      ["a", "1"],
      ["b", "2"],
      ["c", "3"],
    ]),
    remove: [],
  };
  assert.deepEqual(overwrittenBy({ a: "1", b: "0" }, change), [["b", "0"]]);
});

test("an annotation's value may hold an equals sign, a label's may not", () => {
  assert.deepEqual([...parseAnnotationEdits(["note=a=b"]).set], [["note", "a=b"]]);
  assert.throws(() => parseLabelEdits(["team=a=b"]), /^Refusal: invalid label spec: team=a=b$/);
});

test("what is set and removed at once is refused in kubectl's words", () => {
  assert.throws(() => parseLabelEdits(["a=b", "a-"]), /can not both modify and remove a label in the same command/);
  assert.throws(
    () => parseAnnotationEdits(["a=b", "c=d", "a-", "c-"]),
    /can not both modify and remove the following annotation\(s\) in the same command: a, c/,
  );
});

test("resources end where changes begin", () => {
  assert.deepEqual(splitPairs(["svc", "web", "a=b", "c-"], "label"), {
    resources: ["svc", "web"],
    pairs: ["a=b", "c-"],
  });
  assert.deepEqual(splitPairs(["svc", "web"], "label"), { resources: ["svc", "web"], pairs: [] });
  assert.throws(
    () => splitPairs(["svc", "a=b", "web"], "label"),
    /all resources must be specified before label changes: web/,
  );
});

test("a map of labels is read, and refused in kubectl's words", () => {
  assert.deepEqual(parseLabelMap("a=b,c=,d=e=f"), { a: "b", c: "", d: "e=f" });
  assert.throws(() => parseLabelMap("a in (b)"), /unexpected label spec: a in \(b\)/);
  assert.throws(() => parseLabelMap("=b"), /unexpected empty label key/);
});
