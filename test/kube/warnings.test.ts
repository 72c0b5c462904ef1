import assert from "node:assert/strict";
import { test } from "node:test";

import { warningTexts } from "../../src/kube/warnings.ts";

// RFC 7234 §5.5 and k8s.io/apimachinery's ParseWarningHeaders
const CASES: [situation: string, headers: string[], texts: string[]][] = [
  ["one warning", ['299 - "v1 Endpoints is deprecated"'], ["v1 Endpoints is deprecated"]],
  ["an agent and a date", ['299 apiserver "text" "Tue, 15 Nov 1994 08:12:31 GMT"'], ["text"]],
  ["two warnings in one header", ['299 - "one", 299 - "two"'], ["one", "two"]],
  ["two headers", ['299 - "one"', '299 - "two"'], ["one", "two"]],
  ["quotes and backslashes in the text", ['299 - "a \\"b\\" \\\\ c"'], ['a "b" \\ c']],
  ["a comma in the text", ['299 - "a, b"'], ["a, b"]],
  ["another code", ['199 - "stale"'], []],
  ["a text without quotes", ["299 - text"], []],
  ["an end that is missing", ['299 - "text'], []],
  ["what follows a malformed one", ['299 - "one", nonsense', '299 - "two"'], ["one", "two"]],
  ["nothing", [""], []],
];

for (const [situation, headers, texts] of CASES) {
  test(`Warning headers: ${situation}`, () => assert.deepEqual(warningTexts(headers), texts));
}

test("UTF-8 in a warning, which HTTP hands over as latin1, is read as UTF-8", () => {
  const header = Buffer.from('299 - "größer"', "utf8").toString("latin1");
  assert.deepEqual(warningTexts([header]), ["größer"]);
});
