import assert from "node:assert/strict";
import { test } from "node:test";

import { refusal } from "../../src/kube/refusal.ts";

const asked = { method: "GET", resource: "services", name: "web" };
const failure = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message: "no", code: 403 };

for (const reason of ["constructor", "toString", "__proto__"]) {
  test(`a Status whose reason is ${reason} gives no hint`, () => {
    const error = refusal(403, JSON.stringify({ ...failure, reason }), asked);
    assert.equal(error.hint, undefined);
    assert.equal(error.text, `Error from server (${reason}): no`);
  });
}

for (const details of [{ causes: [{ field: {}, message: 5 }] }, { causes: [5] }, { kind: {} }, { name: [] }]) {
  test(`details ${JSON.stringify(details)} are not taken for a Status's`, () => {
    const error = refusal(422, JSON.stringify({ ...failure, reason: "Invalid", details }), asked);
    assert.match(error.message, /the server rejected our request/);
  });
}
