import assert from "node:assert/strict";
import { test } from "node:test";

import { parseQuestion } from "../../src/model/who-question.ts";

for (const [text, question] of [
  ["10.96.0.1", { kind: "address", address: "10.96.0.1", port: undefined }],
  ["10.96.0.1:80", { kind: "address", address: "10.96.0.1", port: 80 }],
  ["FD00:0:0::1", { kind: "address", address: "fd00::1", port: undefined }],
  ["[fd00::1]:443", { kind: "address", address: "fd00::1", port: 443 }],
  ["30080", { kind: "number", number: 30_080 }],
  ["pod/web-0", { kind: "pod", name: "web-0" }],
  ["web-0", { kind: "name", name: "web-0" }],
  ["_http._tcp.web.shop.svc", { kind: "name", name: "_http._tcp.web.shop.svc" }],
  ["70000", undefined],
  ["10.96.0.1:0", undefined],
  ["svc/web", undefined],
  ["pod/a/b", undefined],
  ["", undefined],
] as const) {
  test(`"${text}" is ${question ? `asked as ${question.kind}` : "no question"}`, () => {
    assert.deepEqual(parseQuestion(text), question);
  });
}
