import assert from "node:assert/strict";
import { test } from "node:test";

import { Chalk } from "chalk";

import { printFoldable } from "../../src/print/fold.ts";

const style = new Chalk({ level: 0 });
const table = {
  headers: ["SHARE", "ENDPOINT", "POD", "NODE", "REASON"],
  rows: [
    ["1/2", "10.0.0.1:80", "frontend-7db7956757-8gn5d", "node-1", ""],
    ["-", "10.0.0.2:80", "frontend-7db7956757-pn9w9", "node-2", "containers with unready status: [nginx]"],
  ],
};

test("without a terminal, or on one that is wide enough, it is a table", () => {
  const wide = printFoldable(table, { style, width: undefined });
  assert.equal(
    wide.split("\n")[2],
    "-       10.0.0.2:80   frontend-7db7956757-pn9w9   node-2   containers with unready status: [nginx]",
  );
  assert.equal(printFoldable(table, { style, width: 110 }), wide);
});

test("on a narrower terminal reasons stand below their rows", () => {
  assert.equal(
    printFoldable(table, { style, width: 70 }),
    `SHARE   ENDPOINT      POD                         NODE
1/2     10.0.0.1:80   frontend-7db7956757-8gn5d   node-1
-       10.0.0.2:80   frontend-7db7956757-pn9w9   node-2
  containers with unready status: [nginx]
`,
  );
});

test("on one that is a little narrower columns stand closer", () => {
  const [first, , second] = printFoldable(table, { style, width: 54 }).split("\n");
  assert.equal(first, "SHARE  ENDPOINT     POD                        NODE");
  assert.equal(second, "-      10.0.0.2:80  frontend-7db7956757-pn9w9  node-2");
});

test("on one that is narrower still the last columns stand below, sentences beside them or broken at spaces", () => {
  assert.equal(
    printFoldable(table, { style, width: 48 }),
    `SHARE  ENDPOINT     POD
  NODE
1/2    10.0.0.1:80  frontend-7db7956757-8gn5d
  node-1
-      10.0.0.2:80  frontend-7db7956757-pn9w9
  node-2
  containers with unready status: [nginx]
`,
  );
  assert.equal(
    printFoldable(table, { style, width: 50 }),
    `SHARE  ENDPOINT     POD
  NODE    REASON
1/2    10.0.0.1:80  frontend-7db7956757-8gn5d
  node-1
-      10.0.0.2:80  frontend-7db7956757-pn9w9
  node-2  containers with unready status: [nginx]
`,
  );
  assert.equal(
    printFoldable(table, { style, width: 36, noHeaders: true }),
    `1/2  10.0.0.1:80
  frontend-7db7956757-8gn5d  node-1
-    10.0.0.2:80
  frontend-7db7956757-pn9w9  node-2
  containers with unready status:
  [nginx]
`,
  );
});

test("a column that says what the reader knows goes before anything is folded", () => {
  const headers = ["SERVICE", ...table.headers];
  const rows = table.rows.map((cells) => ["frontend", ...cells]);
  const named = { headers, rows, droppable: "SERVICE" };
  assert.equal(printFoldable(named, { style, width: 108 }), printFoldable(table, { style, width: 108 }));
  assert.match(printFoldable({ headers, rows }, { style, width: 90 }), /^SERVICE .*NODE$/m);
  assert.match(printFoldable(named, { style, width: 120 }), /^SERVICE .*REASON$/m);
});

test("text from a cluster is shown in the folded lines, not obeyed", () => {
  const rows = [["1", "x".repeat(30), "evil\u001b[2J", "n", "bad \u202e reason"]];
  const shown = printFoldable({ ...table, rows }, { style, width: 40 });
  assert.ok(shown.includes("evil^[[2J") && shown.includes("bad \\u{202e} reason"));
});
