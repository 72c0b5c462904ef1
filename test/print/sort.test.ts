import assert from "node:assert/strict";
import { test } from "node:test";

import { checkSortPath, parseSortPath, sortByPath } from "../../src/print/sort.ts";

const sort = (values: unknown[]): unknown[] => {
  const items = values.map((v) => (v === undefined ? {} : { v }));
  return sortByPath(items, parseSortPath(".v", { isLenient: false }), (item) => item).map((item) => item.v);
};

// the order that kubectl 1.36 gives these values
test("amounts are sorted by size, all other text by its letters", () => {
  assert.deepEqual(sort(["10", "1Gi", "2", "500Mi", "100m", "1.5"]), ["100m", "1.5", "2", "10", "500Mi", "1Gi"]);
  assert.deepEqual(sort(["web-9", "web-10", "web-1a", "aweb", "web9", "Zed"]), [
    "Zed",
    "aweb",
    "web-10",
    "web-1a",
    "web-9",
    "web9",
  ]);
  assert.deepEqual(sort(["10.96.36.2", "10.96.249.2", "None"]), ["10.96.249.2", "10.96.36.2", "None"]);
});

test("numbers are sorted by value, and what has no value comes first, in the order that it had", () => {
  assert.deepEqual(sort([10, undefined, 9, null, undefined]), [undefined, undefined, null, 9, 10]);
});

test("values of two types do not sort", () => {
  assert.throws(() => sort(["http", 80]), /^UsageError: unsortable type/);
  assert.throws(() => sort([{ a: 1 }, { a: 2 }]), { message: "unsortable type: map[string]interface {}" });
});

test("a path that nothing has is refused", () => {
  const path = parseSortPath("v", { isLenient: true });
  assert.throws(() => checkSortPath(path, [{ a: 1 }]), {
    message: `couldn't find any field with path "{.v}" in the list of objects`,
  });
  assert.doesNotThrow(() => checkSortPath(path, []));
});

test("a table takes what is no path for a template, data does not", () => {
  assert.throws(() => parseSortPath("'{.v}'", { isLenient: false }), /unexpected path string/);
  const path = parseSortPath("'{.v}'", { isLenient: true });
  assert.deepEqual(
    sortByPath([2, 1], path, (v) => ({ v })),
    [2, 1],
  );
});
