import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { builtInResources } from "../../src/kube/resources.ts";
import { answer, connectTo, startFaultyServer, testWorld } from "../support/faulty-server.ts";

const services = builtInResources[0]!;
const ref = { namespace: "default", name: "web" };
const web = { apiVersion: "v1", kind: "Service", metadata: { name: "web", namespace: "default" } };

test("a request says who sends it and takes compressed answers", async (t) => {
  const server = await startFaultyServer(t, (_, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    response.end(gzipSync(JSON.stringify(web)));
  });
  const cluster = await connectTo(t, server, { config: { user: { token: "secret" } } });
  assert.deepEqual(await cluster.get(services, ref), web);
  const { headers } = server.requests[0]!;
  assert.match(headers["user-agent"] ?? "", /^svcctl\/\d+\.\d+\.\d+ \((linux|darwin|windows)\/\w+\) node$/);
  assert.equal(headers.accept, "application/json");
  assert.equal(headers.authorization, "Bearer secret");
});

test("disable-compression asks for plain answers", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web));
  const cluster = await connectTo(t, server, { config: { cluster: { "disable-compression": true } } });
  await cluster.get(services, ref);
  assert.equal(server.requests[0]?.headers["accept-encoding"], undefined);
});

test("--disable-compression asks for plain answers, too", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web));
  const cluster = await connectTo(t, server, { options: { disableCompression: true } });
  await cluster.get(services, ref);
  assert.equal(server.requests[0]?.headers["accept-encoding"], undefined);
});

test("fields keep the order in which the server sent them, and numbers that look like indices too", async (t) => {
  const text = '{"kind":"Service","zeta":1,"metadata":{"name":"web"},"alpha":{"b":1,"a":2}}';
  const server = await startFaultyServer(t, (_, response) => response.end(text));
  const cluster = await connectTo(t, server);
  assert.equal(JSON.stringify(await cluster.get(services, ref)), text);
});

test("whom to act as is told in headers; keys of extra are escaped", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web));
  const options = { as: "joe", asGroup: ["a", "b"], asUid: "7", asUserExtra: ["example.com/é=1", "k=2", "k=3"] };
  await (await connectTo(t, server, { options })).get(services, ref);
  const { headers } = server.requests[0]!;
  assert.equal(headers["impersonate-user"], "joe");
  assert.equal(headers["impersonate-group"], "a, b");
  assert.equal(headers["impersonate-uid"], "7");
  assert.equal(headers["impersonate-extra-k"], "2, 3");
  assert.equal(headers["impersonate-extra-example.com%2f%c3%a9"], "1");
});

test("over plain http no credentials are sent, as with kubectl", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web), { plain: true });
  await (await connectTo(t, server, { config: { user: { token: "secret" } } })).get(services, ref);
  assert.equal(server.requests[0]?.headers.authorization, undefined);
});

test("a server's URL may have a path", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web));
  const cluster = await connectTo(t, { ...server, url: `${server.url}/k8s/clusters/c-1/` });
  await cluster.get(services, ref);
  assert.equal(server.requests[0]?.path, "/k8s/clusters/c-1/api/v1/namespaces/default/services/web");
});

test("warnings are handed on as they come", async (t) => {
  const server = await startFaultyServer(t, (_, response) => {
    response.writeHead(
      200,
      [
        ["Warning", '299 - "one"'],
        ["Warning", '299 - "two"'],
      ].flat(),
    );
    response.end(JSON.stringify(web));
  });
  const world = testWorld();
  await (await connectTo(t, server, { world })).get(services, ref);
  assert.deepEqual(world.warnings, ["one", "two"]);
});

test("connections are kept and used again", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web));
  const cluster = await connectTo(t, server);
  for (let at = 0; at < 3; at++) await cluster.get(services, ref);
  assert.equal(new Set(server.requests.map(({ socket }) => socket)).size, 1);
});

const WRITES = [
  {
    situation: "create",
    line: "POST /api/v1/namespaces/default/services?dryRun=All&fieldManager=kubectl-create&fieldValidation=Strict",
    type: "application/json",
    body: web,
    run: "create",
  },
  {
    situation: "replace of a subresource",
    line: "PUT /api/v1/namespaces/default/services/web/status?fieldManager=svcctl",
    type: "application/json",
    body: web,
    run: "replace",
  },
  {
    situation: "strategic patch",
    line: "PATCH /api/v1/namespaces/default/services/web?fieldManager=kubectl-patch",
    type: "application/strategic-merge-patch+json",
    body: { spec: {} },
    run: "patch",
  },
  {
    situation: "server-side apply by force",
    line: "PATCH /api/v1/namespaces/default/services/web?fieldManager=kubectl&force=true",
    type: "application/apply-patch+yaml",
    body: web,
    run: "apply",
  },
  {
    situation: "delete",
    line: "DELETE /api/v1/namespaces/default/services/web",
    type: "application/json",
    body: {
      kind: "DeleteOptions",
      apiVersion: "v1",
      gracePeriodSeconds: 0,
      propagationPolicy: "Background",
      preconditions: { uid: "u" },
      dryRun: ["All"],
    },
    run: "delete",
  },
] as const;

for (const { situation, line, type, body, run } of WRITES) {
  test(`${situation} is sent as kubectl sends it`, async (t) => {
    const server = await startFaultyServer(t, (_, response) => answer(response, 200, web));
    const cluster = await connectTo(t, server);
    const runs = {
      create: () =>
        cluster.create(services, web, { dryRun: true, fieldManager: "kubectl-create", fieldValidation: "Strict" }),
      replace: () => cluster.replace(services, web, { fieldManager: "svcctl", subresource: "status" }),
      patch: () => cluster.patch(services, ref, { spec: {} }, { type: "strategic", fieldManager: "kubectl-patch" }),
      apply: () => cluster.patch(services, ref, web, { type: "apply", fieldManager: "kubectl", force: true }),
      delete: () =>
        cluster.delete(services, ref, {
          gracePeriodSeconds: 0,
          propagationPolicy: "Background",
          preconditions: { uid: "u" },
          dryRun: true,
        }),
    };
    await runs[run]();
    const [request] = server.requests;
    assert.equal(`${request?.method} ${request?.path}`, line);
    assert.equal(request?.headers["content-type"], type);
    assert.deepEqual(JSON.parse(request?.body ?? ""), body);
  });
}

test("a raw path is asked for as it is, and its text comes back", async (t) => {
  const server = await startFaultyServer(t, (_, response) => response.end("ok"));
  assert.equal(await (await connectTo(t, server)).raw("/healthz?verbose"), "ok");
  assert.equal(server.requests[0]?.path, "/healthz?verbose");
});

test("-v shows requests, and at no level a credential", async (t) => {
  const secret = { kind: "Secret", metadata: { name: "web" }, data: { password: "czNjcjN0" } };
  const server = await startFaultyServer(t, (_, response) =>
    answer(response, 200, secret, { "set-cookie": "session=s3cr3t" }),
  );
  const world = testWorld();
  const config = { user: { token: "s3cr3t" } };
  const cluster = await connectTo(t, server, { config, options: { verbosity: 10 }, world });
  await cluster.get(services, ref);
  const shown = world.notes.join("\n");
  assert.match(
    shown,
    /GET https:\/\/127\.0\.0\.1:\d+\/api\/v1\/namespaces\/default\/services\/web 200 OK in \d+ milliseconds/,
  );
  assert.match(shown, /Authorization: Bearer <masked>/);
  assert.doesNotMatch(shown, /s3cr3t|czNjcjN0/);
});

test("-v=6 shows one line for each request, failed ones too", async (t) => {
  const server = await startFaultyServer(t, (_, response, count) => {
    if (count === 0) response.socket?.destroy();
    else answer(response, 200, web);
  });
  const world = testWorld();
  await (await connectTo(t, server, { options: { verbosity: 6 }, world })).get(services, ref);
  assert.equal(world.notes.length, 2);
  assert.match(world.notes[0] ?? "", /failed: socket hang up$/);
});

test("control characters in what -v shows are shown, not obeyed", async (t) => {
  const server = await startFaultyServer(t, (_, response) => response.end("\u001b[31mred"));
  const world = testWorld();
  await (await connectTo(t, server, { options: { verbosity: 8 }, world })).raw("/");
  assert.ok(world.notes.every((note) => !note.includes("\u001b")));
  assert.ok(world.notes.some((note) => note.includes("^[[31mred")));
});
