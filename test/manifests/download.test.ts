import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import type { AddressInfo } from "node:net";

import { CliError } from "../../src/errors.ts";
import { download } from "../../src/manifests/download.ts";

let base = "";
let requests: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const server = createServer((request, response) => {
  requests.push(request);
  answer(request, response);
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  requests = [];
});
after(() => {
  server.close();
  server.closeAllConnections();
});

const signal = new AbortController().signal;
const noPause = async () => {};
const fetchText = async (path: string) => Buffer.from(await download(base + path, signal, noPause)).toString();

test("what a URL answers is read", async () => {
  answer = (_, response) => response.end("kind: Service");
  assert.equal(await fetchText("/x.yaml"), "kind: Service");
});

test("a server that fails is asked three times", async () => {
  answer = (_, response) => (requests.length < 3 ? response.writeHead(503).end() : response.end("ok"));
  assert.equal(await fetchText("/x.yaml"), "ok");
  assert.equal(requests.length, 3);
});

test("a server that fails three times is given up", async () => {
  answer = (_, response) => void response.writeHead(500).end();
  await assert.rejects(fetchText("/x.yaml"), {
    message: `unable to read URL "${base}/x.yaml", server reported 500 Internal Server Error, status code=500`,
  });
  assert.equal(requests.length, 3);
});

test("a file that is not there is not asked for again", async () => {
  answer = (_, response) => void response.writeHead(404).end();
  await assert.rejects(fetchText("/x.yaml"), {
    message: `unable to read URL "${base}/x.yaml", server reported 404 Not Found, status code=404`,
  });
  assert.equal(requests.length, 1);
});

test("redirects are followed, but not for ever", async () => {
  answer = ({ url }, response) =>
    url === "/end"
      ? response.end("there")
      : void response.writeHead(302, { location: url === "/a" ? "/end" : "/loop" }).end();
  assert.equal(await fetchText("/a"), "there");
  await assert.rejects(fetchText("/loop"), /stopped after 10 redirects$/);
});

test("a redirect to a file is refused", async () => {
  answer = (_, response) => void response.writeHead(302, { location: "file:///etc/passwd" }).end();
  await assert.rejects(fetchText("/a"), /it leads to file:$/);
});

test("the password of a URL is sent to its own server and to no other", async () => {
  const other = base.replace("127.0.0.1", "localhost");
  answer = ({ url }, response) =>
    url === "/a" ? void response.writeHead(302, { location: `${other}/b` }).end() : response.end("there");
  await download(`${base.replace("//", "//user:secret@")}/a`, signal, noPause);
  assert.deepEqual(
    requests.map(({ headers }) => headers.authorization),
    ["Basic dXNlcjpzZWNyZXQ=", undefined],
  );
});

test("the password of a URL does not stand in messages", async () => {
  answer = (_, response) => void response.writeHead(404).end();
  await assert.rejects(download(`${base.replace("//", "//user:secret@")}/a`, signal, noPause), (error) => {
    assert.ok(error instanceof CliError);
    return !error.message.includes("secret");
  });
});

test("more than the limit is not read to the end", async () => {
  answer = (_, response) => {
    response.on("error", () => {});
    const chunk = Buffer.alloc(1024 * 1024, "a");
    const write = () => void (response.writable && response.write(chunk, write));
    write();
  };
  await assert.rejects(fetchText("/x.yaml"), /more than 67108864 bytes$/);
});

test("a server that is not there is told of as such", async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  await assert.rejects(download(`http://127.0.0.1:${port}/x.yaml`, signal, noPause), {
    exitCode: 7,
    message: `unable to read URL "http://127.0.0.1:${port}/x.yaml": connect ECONNREFUSED 127.0.0.1:${port}`,
  });
});

test("a password in a URL stands in no message, even when the text is no URL", async () => {
  for (const url of ["http://user:secret@[", "http://user:secret@127.0.0.1:1/x.yaml"]) {
    await assert.rejects(
      download(url, signal, noPause),
      (error) => error instanceof CliError && !/secret/.test(error.message),
    );
  }
});
