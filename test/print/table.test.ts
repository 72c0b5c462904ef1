import assert from "node:assert/strict";
import { test } from "node:test";

import { Chalk } from "chalk";
import * as fc from "fast-check";
import stringWidth from "string-width";

import type { Table } from "../../src/kube/client.ts";
import { printGrid } from "../../src/print/grid.ts";
import { layOutTable, type TableLayout } from "../../src/print/server-table.ts";
import { formatTable, tableWriter } from "../../src/print/table.ts";
import recording from "../recordings/print/tables.json" with { type: "json" };

const plain = { style: new Chalk({ level: 0 }) };
const colored = { style: new Chalk({ level: 1 }) };

/** What the flags of a recorded command line mean for the layout. */
const LAYOUTS: Record<string, TableLayout> = {
  "svc -o wide": { wide: true },
  "deploy -o wide": { wide: true },
  "svc --show-labels": { showLabels: true },
  "svc -L app -L example.com/tier,team": { labelColumns: ["app", "example.com/tier", "team"] },
  "svc --show-kind": { kindPrefix: "service" },
  "svc -A --show-labels": { showLabels: true, withNamespace: true },
};

for (const { argv, tables, prints } of recording.cases.filter((one) => one.tables.length === 1)) {
  test(`the server's table is laid out as by kubectl get ${argv.join(" ")}`, () => {
    const { headers, rows } = layOutTable(tables[0] as unknown as Table, LAYOUTS[argv.join(" ")] ?? {});
    assert.equal(formatTable(argv.includes("--no-headers") ? undefined : headers, rows, plain), prints);
  });
}

test("the last column is not padded, and a column is never narrower than six", () => {
  assert.equal(
    formatTable(
      ["a", "b"],
      [
        ["1", "2"],
        ["3", ""],
      ],
      plain,
    ),
    "A     B\n1     2\n3     \n",
  );
});

test("rows that come later keep to the columns of the earlier ones, and widen them when they must", () => {
  const writer = tableWriter(plain);
  assert.equal(writer.write(["NAME", "X"], [["frontend", "1"]]), "NAME       X\nfrontend   1\n");
  assert.equal(writer.write(undefined, [["db", "2"]]), "db         2\n");
  assert.equal(writer.write(undefined, [["a-longer-name", "3"]]), "a-longer-name   3\n");
});

test("cells are shown, not obeyed, and coloured after that", () => {
  const row = ["\u001b[31mred", { text: "ready\u202e", paint: colored.style.green }];
  assert.equal(formatTable(undefined, [row], colored), "^[[31mred   \u001b[32mready\\u{202e}\u001b[39m\n");
});

test("columns begin at the same cell in every line, whatever stands in them", () => {
  const MARK = "‖";
  const cell = fc
    .oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom("日", "é", "\u200b", " ") }))
    .map((text) => MARK + text.replaceAll(MARK, ""));
  const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(rows, (cells) => {
      const lines = formatTable(undefined, cells, plain).split("\n").slice(0, -1);
      const starts = lines.map((line) => {
        const [, first = "", second = ""] = line.split(MARK);
        return [stringWidth(MARK + first), stringWidth(MARK + first + MARK + second)];
      });
      assert.equal(lines.length, cells.length);
      for (const start of starts) assert.deepEqual(start, starts[0]);
    }),
  );
});

test("5,000 rows are laid out in well under a second", () => {
  const rows = Array.from({ length: 5_000 }, (_, at) => [
    `svc-${at}`,
    "ClusterIP",
    "10.96.0.1",
    "<none>",
    "80/TCP",
    "5d",
  ]);
  const text = formatTable(["name", "type", "cluster-ip", "external-ip", "port(s)", "age"], rows, plain);
  assert.equal(text.split("\n").length, 5_002);
});

test("a grid has the look of kubectl's tables, without spaces behind the last column", () => {
  const rows = [
    ["web", "80/TCP", { text: "ready", paint: plain.style.green }],
    ["日本", "443/TCP", ""],
  ];
  assert.equal(
    printGrid(["service", "port", "state"], rows, plain),
    "SERVICE   PORT      STATE\nweb       80/TCP    ready\n日本      443/TCP\n",
  );
});

test("a grid of many rows keeps its columns from the first to the last", () => {
  const rows = Array.from({ length: 1_000 }, (_, at) => [`pod-${at}`, "x"]);
  const lines = printGrid(["pod", "y"], rows, plain).trimEnd().split("\n");
  assert.equal(lines.length, 1_001);
  assert.deepEqual(new Set(lines.map((line) => line.search(/[xY]$/))), new Set([10]));
});

test("a grid escapes what it shows", () => {
  assert.equal(printGrid(["a"], [["x\u001b[2J\ny"]], plain), "A\nx^[[2J\\ny\n");
});

test("a label column of a name that objects inherit in JavaScript is empty", () => {
  const table = {
    columnDefinitions: [],
    rows: [{ cells: [], object: { metadata: { labels: {} } } }],
  } as unknown as Table;
  assert.deepEqual(layOutTable(table, { labelColumns: ["constructor"] }).rows, [[""]]);
});

test("a cell of several lines is cut after the first, as kubectl cuts it", () => {
  const table = {
    columnDefinitions: [{ name: "Name", type: "string", format: "name", description: "", priority: 0 }],
    rows: [{ cells: ["one\ntwo"] }, { cells: [null] }, { cells: [3] }],
  } as unknown as Table;
  assert.deepEqual(layOutTable(table, {}).rows, [["one..."], [""], ["3"]]);
});
