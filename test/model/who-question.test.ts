import assert from "node:assert/strict";
import { test } from "node:test";

import { parseQuestion } from "../../src/model/who-question.ts";

for (const [text, question] of [
  ["10.96.0.1", { kind: "address", address: "10.96.0.1", port: undefined }],
  ["10.96.0.1:80", { kind: "address", address: "10.96.0.1", port: 80 }],
  ["FD00:0:0::1", { kind: "address", address: "fd00::1", port: undefined }],
  ["[fd00::1]:443", { kind: "address", address: "fd00::1", port: 443 }],
  ["30080", { kind: "number", number: 30_080, protocol: undefined }],
  ["30080/tcp", { kind: "number", number: 30_080, protocol: "TCP" }],
  ["localhost:30080", { kind: "number", number: 30_080, protocol: undefined }],
  ["[::1]:30080", { kind: "number", number: 30_080, protocol: undefined }],
  ["127.0.0.1", { kind: "address", address: "127.0.0.1", port: undefined }],
  ["http://10.96.0.1/healthz?x=1", { kind: "address", address: "10.96.0.1", port: 80 }],
  ["https://[fd00::1]/", { kind: "address", address: "fd00::1", port: 443 }],
  ["http://me:secret@web.shop.svc:8080/", { kind: "name", name: "web.shop.svc", port: 8080 }],
  ["grpc://web.shop", { kind: "name", name: "web.shop", port: undefined }],
  ["web.shop:80", { kind: "name", name: "web.shop", port: 80 }],
  ["30080/icmp", undefined],
  ["web:0", undefined],
  ["http://", undefined],
  ["web:80:80", undefined],
  ["pod/web-0", { kind: "pod", name: "web-0" }],
  ["web-0", { kind: "name", name: "web-0", port: undefined }],
  ["_http._tcp.web.shop.svc", { kind: "name", name: "_http._tcp.web.shop.svc", port: undefined }],
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
