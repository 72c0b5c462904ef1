import assert from "node:assert/strict";
import { test } from "node:test";

import { redactUrl } from "../../src/print/redact-url.ts";

const cases = [
  ["https://u:secret@example.com:6443/a", "https://u:xxxxx@example.com:6443/a"],
  ["https://u:se@cret@example.com", "https://u:xxxxx@example.com"],
  ["u:secret@example.com:8080", "u:xxxxx@example.com:8080"],
  ["https://:secret@example.com", "https://:xxxxx@example.com"],
  ["https://example.com/a@b:c", "https://example.com/a@b:c"],
  ["https://u@example.com", "https://u@example.com"],
  ["http://u:secret@exa mple:x", "http://xxxxx@exa mple:x"],
  ["10.1.2.3:6443", "10.1.2.3:6443"],
] as const;

for (const [text, shown] of cases) {
  test(`${text} is shown as ${shown}`, () => assert.equal(redactUrl(text), shown));
}
