import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import {
  difference,
  differenceBelow,
  type FieldSet,
  intersection,
  pathsOf,
  sortFields,
  union,
} from "../../../src/sandbox/patch/field-set.ts";
import { showPath } from "../../../src/sandbox/patch/path-element.ts";

/** The same set as texts of paths: slow, and plainly right. */
type Paths = Set<string>;

const element = fc.constantFrom("f:a", "f:b", "f:c", 'k:{"n":1}');
const paths = fc.array(fc.array(element, { minLength: 1, maxLength: 4 }), { maxLength: 8 });

function build(list: readonly string[][]): FieldSet | undefined {
  return list.reduce<FieldSet | undefined>((set, path) => {
    const single = path.toReversed().reduce<FieldSet>((below, name) => ({ [name]: below }), {});
    return union(set, single);
  }, undefined);
}

const flat = (set: FieldSet | undefined): Paths => new Set(pathsOf(set).map((path) => path.join("/")));
const flatList = (list: readonly string[][]): Paths => new Set(list.map((path) => path.join("/")));
const keep = (set: Paths, wanted: (path: string) => boolean): Paths => new Set([...set].filter(wanted));
const isBelow = (path: string, set: Paths): boolean => [...set].some((above) => path.startsWith(`${above}/`));

function holds(check: (left: string[][], right: string[][]) => void): void {
  fc.assert(fc.property(paths, paths, check));
}

test("a set holds the paths that it was made of", () => {
  holds((list) => assert.deepEqual(flat(build(list)), flatList(list)));
});

test("a union holds the paths of both", () => {
  holds((left, right) => assert.deepEqual(flat(union(build(left), build(right))), flatList([...left, ...right])));
});

test("a difference holds the paths of the first that are not in the second", () => {
  holds((left, right) => {
    const gone = flatList(right);
    assert.deepEqual(
      flat(difference(build(left), build(right))),
      keep(flatList(left), (path) => !gone.has(path)),
    );
  });
});

test("a difference below leaves out what lies below the second's paths, too", () => {
  holds((left, right) => {
    const gone = flatList(right);
    assert.deepEqual(
      flat(differenceBelow(build(left), build(right))),
      keep(flatList(left), (path) => !gone.has(path) && !isBelow(path, gone)),
    );
  });
});

test("an intersection holds the paths that are in both", () => {
  holds((left, right) => {
    const both = flatList(right);
    assert.deepEqual(
      flat(intersection(build(left), build(right))),
      keep(flatList(left), (path) => both.has(path)),
    );
  });
});

test("sorting changes no path", () => {
  holds((list) => {
    const set = build(list) ?? {};
    assert.deepEqual(sortFields(set), set);
    assert.deepEqual(Object.keys(sortFields(set)), Object.keys(set).toSorted());
  });
});

test("paths are shown as conflicts name them", () => {
  const path = ["f:metadata", "f:finalizers", 'v:"x/y"'];
  assert.equal(showPath(path), '.metadata.finalizers[="x/y"]');
  assert.equal(
    showPath(["f:spec", "f:ports", 'k:{"port":80,"protocol":"TCP"}', "f:name"]),
    '.spec.ports[port=80,protocol="TCP"].name',
  );
});
