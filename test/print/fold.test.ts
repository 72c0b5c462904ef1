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
  foldable: ["REASON", "POD"],
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

test("on one that is narrower still the names of Pods do, too, and sentences are broken at spaces", () => {
  assert.equal(
    printFoldable(table, { style, width: 40 }),
    `SHARE   ENDPOINT      NODE
  POD
1/2     10.0.0.1:80   node-1
  frontend-7db7956757-8gn5d
-       10.0.0.2:80   node-2
  frontend-7db7956757-pn9w9
  containers with unready status:
  [nginx]
`,
  );
});

test("text from a cluster is shown in the folded lines, not obeyed", () => {
  const rows = [["1", "x".repeat(30), "evil\u001b[2J", "n", "bad \u202e reason"]];
  const shown = printFoldable({ ...table, rows }, { style, width: 40 });
  assert.ok(shown.includes("evil^[[2J") && shown.includes("bad \\u{202e} reason"));
});
