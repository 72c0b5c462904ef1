import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer as createSocketServer } from "node:net";
import { test } from "node:test";
import { promisify } from "node:util";

import { program, programWords } from "../support/program.ts";

/** Runs the built program against an address that only a proxy could reach, and hands back its stderr. */
async function stderrBehind(proxy: Record<string, string>, server: string): Promise<string> {
  const env = { PATH: process.env["PATH"], HOME: "/nonexistent", KUBECONFIG: "/nonexistent/config", ...proxy };
  const run = promisify(execFile)(program, [...programWords, "-s", server, "--request-timeout=20s", "get", "svc"], {
    env,
  });
  return run.then(
    ({ stderr }) => stderr,
    (error: { stderr: string }) => error.stderr,
  );
}

test("the built program asks an HTTP proxy for a tunnel", async (t) => {
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  t.after(() => proxy.close());
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const stderr = await stderrBehind({ HTTPS_PROXY: url }, "https://10.1.2.3:6443");
  assert.doesNotMatch(stderr, /not a constructor|internal error/i);
  assert.equal(asked[0], "10.1.2.3:6443");
});

test("the built program sends plain HTTP through a proxy", async (t) => {
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(403).end();
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  t.after(() => proxy.close());
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  await stderrBehind({ HTTP_PROXY: url }, "http://10.1.2.3:8080");
  assert.match(asked[0] ?? "", /^http:\/\/10\.1\.2\.3:8080\//);
});

test("the built program greets a SOCKS proxy", async (t) => {
  const greetings: number[] = [];
  const proxy = createSocketServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data) => {
      greetings.push(data[0] ?? 0);
      socket.destroy();
    });
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  t.after(() => proxy.close());
  const url = `socks5://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  await stderrBehind({ HTTPS_PROXY: url }, "https://10.1.2.3:6443");
  assert.equal(greetings[0], 5);
});
