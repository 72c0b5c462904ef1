import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectPlain } from "node:net";
import { after, before, test } from "node:test";
import { connect } from "node:tls";

import { type ApiAnswer, type ApiClient, apiClient, type ApiRequest } from "../../support/api-client.ts";
import { startTestSandbox, type TestSandbox } from "../../support/sandbox.ts";

const services = "/api/v1/namespaces/default/services";
const yaml = { "content-type": "application/yaml" };
const merge = { "content-type": "application/merge-patch+json" };

let sandbox: TestSandbox;
let client: ApiClient;

before(async () => {
  sandbox = await startTestSandbox();
  client = apiClient(sandbox);
});

after(async () => {
  client.close();
  await sandbox.stop();
});

const messageOf = ({ body }: ApiAnswer): string => {
  return typeof body === "string" ? body.trim() : String((body as { message?: string }).message);
};

const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]", ..."bcdefgh"].map((name, at, all) => {
  return at === 0
    ? name
    : `${name}: &${name} [${Array(9)
        .fill(`*${all[at - 1]?.[0]}`)
        .join(",")}]`;
});

/** A request that no honest client sends, and what it is told. */
const cases: readonly (readonly [what: string, request: ApiRequest, status: number, message: RegExp])[] = [
  ["a wrong escape in the path", { path: "/api/v1/%zz" }, 400, /^invalid URL escape/],
  ["a path that begins with two slashes", { path: "//api/v1/nodes" }, 404, /^404 page not found$/],
  ["a path called __proto__", { path: "/__proto__" }, 404, /^404 page not found$/],
  ["a resource called constructor", { path: "/api/v1/constructor" }, 404, /could not find the requested resource/],
  ["a group called constructor", { path: "/apis/constructor/v1/things" }, 404, /^404 page not found$/],
  ["a subresource called toString", { path: `${services}/a/toString` }, 404, /could not find the requested resource/],
  ["an empty body", { method: "POST", path: services, body: "" }, 400, /unexpected end of JSON input \(<empty>\)$/],
  ["a list for a body", { method: "POST", path: services, body: "[1]" }, 400, /cannot unmarshal array into Go value/],
  [
    "a kind that is a number",
    { method: "POST", path: services, body: { kind: 1 } },
    400,
    /Go struct field .kind of type/,
  ],
  ["a million brackets", { method: "POST", path: services, body: "[".repeat(1e6) }, 400, /exceeded max depth/],
  [
    "a hundred thousand objects in one another",
    { method: "POST", path: services, body: `${'{"a":'.repeat(1e5)}1${"}".repeat(1e5)}` },
    400,
    /exceeded max depth/,
  ],
  [
    "a label called __proto__",
    { method: "POST", path: services, body: '{"metadata":{"name":"a","labels":{"__proto__":"x"}}}' },
    422,
    /metadata.labels: Invalid value: "__proto__"/,
  ],
  [
    "four megabytes",
    { method: "POST", path: services, body: Buffer.alloc(4 << 20, " ") },
    413,
    /^Request entity too large: limit is 3145728$/,
  ],
  ["a YAML bomb", { method: "POST", path: services, headers: yaml, body: bomb.join("\n") }, 400, /excessive aliasing/],
  [
    "YAML that holds itself",
    { method: "POST", path: services, headers: yaml, body: "a: &a\n  b: *a\n" },
    400,
    /excessive aliasing/,
  ],
  [
    "YAML that is none",
    { method: "POST", path: services, headers: yaml, body: "a: [" },
    400,
    /couldn't get version\/kind/,
  ],
  [
    "no form that is offered",
    { path: services, headers: { accept: "text/html" } },
    406,
    /^only the following media types/,
  ],
  [
    "a limit that is no number",
    { path: `${services}?limit=abc` },
    400,
    /^strconv.ParseInt: parsing "abc": invalid syntax$/,
  ],
  [
    "a resourceVersion that is no number",
    { path: `${services}?resourceVersion=abc` },
    500,
    /^resourceVersion: Invalid value: "abc"/,
  ],
  [
    "a resourceVersionMatch without a version",
    { path: `${services}?resourceVersionMatch=Exact` },
    422,
    /resourceVersionMatch is forbidden unless resourceVersion is provided/,
  ],
  ["a continue token with a dollar", { path: `${services}?continue=$` }, 400, /illegal base64 data at input byte 0$/],
  [
    "a dry run of some",
    { method: "POST", path: `${services}?dryRun=Some`, body: {} },
    422,
    /dryRun: Unsupported value: "Some": supported values: "All"$/,
  ],
  [
    "a patch that is cut short",
    { method: "PATCH", path: "/api/v1/namespaces/default", headers: merge, body: "{" },
    400,
    /unexpected end of JSON input/,
  ],
  [
    "a patch that makes labels a number",
    { method: "PATCH", path: "/api/v1/namespaces/default", headers: merge, body: { metadata: { labels: 1 } } },
    422,
    /cannot unmarshal number into Go struct field ObjectMeta.metadata.labels/,
  ],
  [
    "an unheard-of propagation",
    { method: "DELETE", path: `${services}/a?propagationPolicy=Sideways` },
    422,
    /propagationPolicy: Unsupported value: "Sideways"/,
  ],
  ["OPTIONS", { method: "OPTIONS", path: services }, 405, /does not allow this method/],
];

for (const [what, request, status, message] of cases) {
  test(`${what} is answered with ${status}, and the API stays`, async () => {
    const answer = await client.call(request);
    assert.equal(answer.status, status, messageOf(answer));
    assert.match(messageOf(answer), message);
    assert.equal((await client.call({ path: "/healthz" })).body, "ok");
  });
}

test("a watch of a version long forgotten is told so in the stream", async () => {
  const { registry } = sandbox;
  const kind = registry.kind("", "configmaps") ?? assert.fail("configmaps");
  const name = "busy";
  let stored = registry.create(kind, { metadata: { name, namespace: "default" } }, { fieldManager: "test" });
  for (let count = 0; count < 10_000; count++) {
    stored = registry.update(kind, { ...stored, data: { count: String(count) } }, { fieldManager: "test" });
  }
  const [event, ...others] = await client.watch({ path: `${services}?watch=1&resourceVersion=1` });
  const { type, object } = event as { type: string; object: { code: number; reason: string; message: string } };
  assert.equal(type, "ERROR");
  assert.equal(object.code, 410);
  assert.equal(object.reason, "Expired");
  assert.match(object.message, /^too old resource version: 1 \(\d+\)$/);
  assert.deepEqual(others, []);
  const list = await client.call({ path: `${services}?resourceVersion=1&resourceVersionMatch=Exact` });
  assert.equal(list.status, 410);
});

const tls = () => {
  const { ca, client: user } = sandbox.credentials;
  const socket = connect({ host: "127.0.0.1", port: sandbox.port, ca, cert: user.cert, key: user.key });
  return socket.on("error", () => {});
};

test("what is no HTTP is refused", async () => {
  const socket = tls();
  socket.write("GARBAGE\r\n\r\n");
  const [answer] = (await once(socket, "data")) as [Buffer];
  assert.match(answer.toString(), /^HTTP\/1.1 400 Bad Request/);
});

test("headers beyond the limit are answered with 431", async () => {
  const socket = tls();
  socket.write(`GET /healthz HTTP/1.1\r\nhost: x\r\nx: ${"x".repeat(70_000)}\r\n\r\n`);
  const [answer] = (await once(socket, "data")) as [Buffer];
  assert.match(answer.toString(), /^HTTP\/1.1 431 /);
});

test("a body beyond the limit is answered with 413, and the connection ends", async () => {
  const socket = tls();
  socket.write(`POST ${services} HTTP/1.1\r\nhost: x\r\ncontent-length: 4000000\r\n\r\n`);
  const ended = once(socket, "close");
  const [answer] = (await once(socket, "data")) as [Buffer];
  assert.match(answer.toString(), /^HTTP\/1.1 413 [^]*connection: close/i);
  await ended;
});

test("keys of a ConfigMap may be named as what objects inherit", async () => {
  const body = { metadata: { name: "names" }, data: { constructor: "a", toString: "b" } };
  const path = "/api/v1/namespaces/default/configmaps";
  assert.equal((await client.call({ method: "POST", path, body })).status, 201);
});

test("what is no TLS is closed", async () => {
  const socket = connectPlain(sandbox.port, "127.0.0.1").on("error", () => {});
  socket.write("GET / HTTP/1.1\r\n\r\n");
  await once(socket, "close");
  assert.equal((await client.call({ path: "/healthz" })).body, "ok");
});

test("clients that go away in the middle of a request or a watch leave nothing behind", async () => {
  const halves = [
    `POST ${services} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
    `GET ${services}?watch=1 HTTP/1.1\r\nhost: x\r\n\r\n`,
  ];
  for (const half of [...halves, ...halves]) {
    const socket = tls();
    await once(socket, "secureConnect");
    await new Promise((written) => socket.write(half, written));
    socket.destroy();
  }
  const made = { metadata: { name: "after" }, spec: { ports: [{ port: 80 }] } };
  assert.equal((await client.call({ method: "POST", path: services, body: made })).status, 201);
  assert.deepEqual(sandbox.errors, []);
});
