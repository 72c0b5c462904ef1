import assert from "node:assert/strict";
import { test } from "node:test";

import { portText } from "../../src/print/endpoints-table.ts";

test("a port is told by name and number; a name that could be taken for a number stands in quotes", () => {
  assert.equal(portText({ name: "http", port: 80 }), "http 80/TCP");
  assert.equal(portText({ port: 53, protocol: "UDP" }), "53/UDP");
  assert.equal(portText({ name: "", port: 53 }), "53/TCP");
  assert.equal(portText({ name: "80", port: 80 }), '"80" 80/TCP');
  assert.equal(portText({ name: "80-8080", port: 80 }), '"80-8080" 80/TCP');
  assert.equal(portText(undefined), "<none>");
});
