import assert from "node:assert/strict";
import { test } from "node:test";

import { lineText } from "../../src/print/lines.ts";

const lines = (text: string, indent: number, width: number) =>
  lineText({ indent, text }, width).split("\n").slice(0, -1);

test("a line that just fits is not broken, one that is wider goes on further in", () => {
  const text = "the kernel goes through the rules";
  assert.deepEqual(lines(text, 4, 37), [`    ${text}`]);
  assert.deepEqual(lines(text, 4, 36), ["    the kernel goes through the", "      rules"]);
});

test("an arrow stays with what it leads to", () => {
  const way = "from Pods: KUBE-SERVICES → KUBE-SVC-A → KUBE-SEP-B";
  for (let width = 30; width < 50; width++)
    for (const line of lines(way, 0, width)) assert.doesNotMatch(line, /→$/, `${width}`);
  assert.deepEqual(lines(way, 0, 39), ["from Pods: KUBE-SERVICES → KUBE-SVC-A", "  → KUBE-SEP-B"]);
});
