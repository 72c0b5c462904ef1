import assert from "node:assert/strict";
import { test } from "node:test";

import { delayAfterAnswer } from "../../src/kube/retry.ts";

const pace = { sleep: async () => {}, random: () => 0 };

const delay = (after: string, most?: number) => delayAfterAnswer(503, { "retry-after": after }, pace, most);

test("a server that asks for days is waited for no longer than a minute", () => {
  assert.equal(delay("999999"), 60_000);
  assert.equal(delay("2"), 2000);
});

test("a wait is no longer than the request timeout", () => {
  assert.equal(delay("999999", 1000), 1000);
  assert.equal(delay("2", 5000), 2000);
});
