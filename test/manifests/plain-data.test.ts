import assert from "node:assert/strict";
import { test } from "node:test";

import { parseDocuments } from "../../src/manifests/parse.ts";
import { parseKubeconfig } from "../../src/kubeconfig/parse.ts";

test("a long string that many aliases repeat is refused as excessive aliasing", () => {
  const text = `a: &a ${"x".repeat(100_000)}\nb: [${"*a, ".repeat(2000)}]\n`;
  assert.throws(() => parseDocuments(Buffer.from(text)), /excessive aliasing/);
});

test("long keys count as often as aliases repeat them", () => {
  const text = `a: &a {${"x".repeat(100_000)}: 1}\nb: [${"*a, ".repeat(2000)}]\n`;
  assert.throws(() => parseDocuments(Buffer.from(text)), /excessive aliasing/);
});

test("nested aliases in a kubeconfig are refused in one line that names the file", () => {
  const levels = Array.from({ length: 12 }, (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at}, `.repeat(10)}]`);
  const text = `kind: Config\nl0: &l0 x\n${levels.join("\n")}\n`;
  assert.throws(() => parseKubeconfig(text, "k"), /^\S*: error loading config file "k": .*excessive aliasing/);
});
