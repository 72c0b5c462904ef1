import assert from "node:assert/strict";
import { test } from "node:test";

import { wrapText } from "../../src/print/wrap.ts";

test("lines are broken at spaces, and an indented one goes on as far in as it began", () => {
  const text = "error: the quick brown fox jumps\n  - over the lazy dog again";
  assert.equal(wrapText(text, 22), "error: the quick brown\nfox jumps\n  - over the lazy dog\n  again\n");
});

test("a word that is wider than the terminal stays whole, as do spaces that align", () => {
  assert.equal(
    wrapText("see https://example.com/a/long/address  here", 24),
    "see\nhttps://example.com/a/long/address\nhere\n",
  );
  assert.equal(wrapText("a    b", 80), "a    b\n");
});

test("without a width nothing is broken", () => {
  const long = "word ".repeat(100).trim();
  assert.equal(wrapText(`${long}\n${long}`, undefined), `${long}\n${long}\n`);
});
