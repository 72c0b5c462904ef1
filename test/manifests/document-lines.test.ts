import assert from "node:assert/strict";
import { test } from "node:test";

import { documentLines } from "../../src/manifests/document-lines.ts";
import { parseDocuments } from "../../src/manifests/parse.ts";

const linesOf = (text: string) => parseDocuments(Buffer.from(text)).map(({ line }) => line);

test("a document begins where its first content stands, behind comments", () => {
  assert.deepEqual(linesOf("# one\na: 1\n---\n# two\n\nb: 2\n"), [2, 6]);
});

test("empty documents have a place, too, but are left out", () => {
  assert.deepEqual(documentLines("---\n---\na: 1\n"), [1, 3]);
  assert.deepEqual(linesOf("---\n---\na: 1\n"), [3]);
});

test("content may stand on the marker's own line, and a marker inside of a text is none", () => {
  assert.deepEqual(linesOf("--- {a: 1}\n---\nb: |\n  ---\n  text\n"), [1, 3]);
});

test("JSON objects one after another have lines, and so has the YAML behind them", () => {
  assert.deepEqual(linesOf('{\n"a": 1\n}\n\n{"b": 2}\n---\nc: 3\n'), [1, 5, 7]);
});

test("a bare document behind the end of another leaves all lines open rather than wrong", () => {
  assert.deepEqual(linesOf("a: 1\n...\nb: 2\n"), [undefined, undefined]);
});
