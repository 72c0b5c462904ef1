import assert from "node:assert/strict";
import { test } from "node:test";

import { aside, layOutLines, line } from "../../src/print/tabbed.ts";

test("a column is as wide as its widest cell and two spaces", () => {
  assert.equal(layOutLines([line("a:", "1"), line("long:", "2")]), "a:     1\nlong:  2\n");
});

test("a line without a further cell ends the column", () => {
  assert.equal(layOutLines([line("a:", "1"), line("Title:"), line("longer:", "2")]), "a:  1\nTitle:\nlonger:  2\n");
});

test("a second column only goes on over lines that have a third cell", () => {
  const lines = [line("Port:", "http", "80"), line("Target:", "wide value"), line("Port:", "s", "443")];
  assert.equal(layOutLines(lines), "Port:    http  80\nTarget:  wide value\nPort:    s  443\n");
});

test("an empty cell keeps its place", () => {
  assert.equal(
    layOutLines([line("Labels:", "a=1"), line("", "b=2"), line("IP:", "")]),
    "Labels:  a=1\n         b=2\nIP:      \n",
  );
});

test("asides follow the alignment and never change it", () => {
  const lines = [
    line("a:", "1"),
    aside("much longer:", "x"),
    { raw: "  raw  text" },
    aside("b:", "y"),
    line("c:", "2"),
  ];
  assert.equal(layOutLines(lines), "a:  1\nmuch longer:  x\n  raw  text\nb:  y\nc:  2\n");
});

test("cells are escaped, then painted, and measured without colour", () => {
  const paint = (text: string) => `<${text}>`;
  assert.equal(layOutLines([line({ text: "a\n", paint }, "1"), line("bbbbbb", "2")]), "<a\\n>     1\nbbbbbb  2\n");
});
