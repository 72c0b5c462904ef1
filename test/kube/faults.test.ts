import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";

import { CliError } from "../../src/errors.ts";
import type { Cluster } from "../../src/kube/client.ts";
import { builtInResources } from "../../src/kube/resources.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";
import { serverCertificate } from "../support/certificates.ts";
import {
  answer,
  connectTo,
  failure,
  type FaultyServer,
  type SeenRequest,
  startFaultyServer,
  type TestWorld,
  testWorld,
} from "../support/faulty-server.ts";

const services = builtInResources[0]!;
const web: KubeObject = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", namespace: "default", uid: "u", resourceVersion: "7" },
};
const ref = { namespace: "default", name: "web" };

/** What each verb asks for, and with which method. */
const VERBS: Record<string, { method: string; run(cluster: Cluster): Promise<unknown> }> = {
  get: { method: "GET", run: (cluster) => cluster.get(services, ref) },
  list: { method: "GET", run: (cluster) => cluster.list(services, { namespace: "default" }) },
  create: { method: "POST", run: (cluster) => cluster.create(services, web) },
  patch: { method: "PATCH", run: (cluster) => cluster.patch(services, ref, {}, { type: "merge" }) },
  delete: { method: "DELETE", run: (cluster) => cluster.delete(services, ref) },
};

interface Fault {
  misbehave(request: SeenRequest, response: ServerResponse): void;
  text: RegExp;
  exitCode: number;
  /** Whether a GET is sent again, ten times; a write never is. */
  retried?: boolean;
  requestTimeout?: number;
}

const status = (code: number, reason: string, headers: Record<string, string> = {}): Fault["misbehave"] => {
  return (_, response) => answer(response, code, failure(code, reason, `${reason} it is`), headers);
};

const FAULTS: Record<string, Fault> = {
  "closes the connection before it answers": {
    misbehave: ({ socket }) => socket.destroy(),
    text: /^Unable to connect to the server: EOF$/,
    exitCode: 7,
    retried: true,
  },
  "resets the connection before it answers": {
    misbehave: ({ reset }) => reset(),
    text: /^Unable to connect to the server: (EOF|read tcp [\d.:]+: connection reset by peer)$/,
    exitCode: 7,
    retried: true,
  },
  "breaks off in the middle of its answer": {
    misbehave: ({ socket }, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"kind":"Service",', () => socket.destroy());
    },
    text: /^Unable to connect to the server: EOF$/,
    exitCode: 7,
    retried: true,
  },
  "announces more than it sends": {
    misbehave: ({ socket }, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write("{}", () => socket.end());
    },
    text: /^Unable to connect to the server: EOF$/,
    exitCode: 7,
    retried: true,
  },
  "announces less than it sends": {
    misbehave: ({ socket }) =>
      void socket.end(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"kind":"Service"}',
      ),
    text: /^error: the answer to [A-Z]+ https:\S+ is not complete JSON: the connection may have been cut$/,
    exitCode: 7,
  },
  "never answers": {
    misbehave: () => {},
    text: /^Unable to connect to the server: net\/http: request canceled \(Client.Timeout exceeded while awaiting headers\)$/,
    exitCode: 8,
    requestTimeout: 100,
  },
  "never ends its answer": {
    misbehave: (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"kind":');
    },
    text: /^Unable to connect to the server: net\/http: request canceled \(Client.Timeout or context cancellation while reading body\)$/,
    exitCode: 8,
    requestTimeout: 100,
  },
  "answers 401": {
    misbehave: status(401, "Unauthorized"),
    text: /^error: You must be logged in to the server \(Unauthorized it is\)$/,
    exitCode: 4,
  },
  "answers 403": {
    misbehave: status(403, "Forbidden"),
    text: /^Error from server \(Forbidden\): Forbidden it is$/,
    exitCode: 4,
  },
  "answers 404": {
    misbehave: status(404, "NotFound"),
    text: /^Error from server \(NotFound\): NotFound it is$/,
    exitCode: 3,
  },
  "answers 409": {
    misbehave: status(409, "Conflict"),
    text: /^Error from server \(Conflict\): Conflict it is$/,
    exitCode: 5,
  },
  "answers 410": {
    misbehave: status(410, "Gone"),
    text: /^Error from server \(Gone\): Gone it is$/,
    exitCode: 1,
  },
  "answers 429 without saying when to come again": {
    misbehave: status(429, "TooManyRequests"),
    text: /^Error from server \(TooManyRequests\): TooManyRequests it is$/,
    exitCode: 1,
  },
  "answers 500": {
    misbehave: status(500, "InternalError"),
    text: /^Error from server \(InternalError\): InternalError it is$/,
    exitCode: 1,
  },
  "answers 503 in plain text": {
    misbehave: (_, response) => response.writeHead(503, { "content-type": "text/plain" }).end("try later"),
    text: /^Error from server \(ServiceUnavailable\): the server is currently unable to handle the request \(\w+ services( web)?\)$/,
    exitCode: 1,
  },
  "answers with a page": {
    misbehave: (_, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Log in</title>"),
    text: /^error: the answer to [A-Z]+ https:\/\/127\.0\.0\.1:\d+\/\S+ is HTML, not JSON$/,
    exitCode: 7,
  },
  "answers with half an object": {
    misbehave: (_, response) => response.writeHead(200, { "content-type": "application/json" }).end('{"kind":"Serv'),
    text: /^error: the answer to [A-Z]+ https:\S+ is not complete JSON: the connection may have been cut$/,
    exitCode: 7,
  },
  "answers with nothing": {
    misbehave: (_, response) => response.writeHead(200).end(),
    text: /^error: the answer to [A-Z]+ https:\S+ is empty$/,
    exitCode: 7,
  },
};

/** Refusals that another attempt would not mend: with them a watch ends. */
const LASTING = new Set(["answers 401", "answers 403", "answers 404", "answers 409"]);

/** A watch's 30 seconds of silence pass in a moment. */
const impatient = (world: TestWorld): TestWorld => ({
  ...world,
  pace: { random: () => 0, sleep: (_, signal) => setTimeout(20, undefined, { signal }) },
});

const isWatch = ({ url }: SeenRequest): boolean => url.searchParams.get("watch") === "true";

async function eventsOf(cluster: Cluster, count: number): Promise<string[]> {
  const events: string[] = [];
  for await (const { type, object } of cluster.watch(services, { namespace: "default", resourceVersion: "1" })) {
    if (events.push(`${type} ${object.metadata?.name}`) === count) break;
  }
  return events;
}

const ADDED = `${JSON.stringify({ type: "ADDED", object: web })}\n`;
const LIST = { kind: "ServiceList", apiVersion: "v1", metadata: { resourceVersion: "7" }, items: [web] };

for (const [situation, { misbehave, text, exitCode }] of Object.entries(FAULTS)) {
  if (LASTING.has(situation)) {
    test(`watch on a server that ${situation}`, async (t) => {
      const server = await startFaultyServer(t, misbehave);
      const error = await failureOf(eventsOf(await connectTo(t, server), 1));
      assert.match(error.text, text);
      assert.equal(error.exitCode, exitCode);
      assert.equal(server.requests.length, 1);
    });
  } else {
    test(`watch goes on when a server ${situation}, and tells every change once`, async (t) => {
      let watches = 0;
      const server = await startFaultyServer(t, (request, response) => {
        if (!isWatch(request)) answer(response, 200, LIST);
        else if (watches++ < 2) misbehave(request, response);
        else if (request.url.searchParams.get("resourceVersion") === "7")
          response.write(`${JSON.stringify({ type: "DELETED", object: web })}\n`);
        else response.write(`${ADDED}${JSON.stringify({ type: "DELETED", object: web })}\n`);
      });
      const cluster = await connectTo(t, server, { world: impatient(testWorld()) });
      assert.deepEqual(await eventsOf(cluster, 2), ["ADDED web", "DELETED web"]);
      assert.ok(watches >= 3);
      assert.ok(server.requests.every(({ method }) => method === "GET"));
    });
  }
}

test("watch with a request timeout ends at that time on a server that never answers", async (t) => {
  const server = await startFaultyServer(t, () => {});
  const world = testWorld();
  assert.deepEqual(await eventsOf(await connectTo(t, server, { options: { requestTimeout: 100 }, world }), 1), []);
  assert.deepEqual(world.notes, ["the watch ended after the request timeout of 0.1s"]);
});

async function failureOf(action: Promise<unknown>): Promise<CliError> {
  const outcome = await action.then(
    () => "it succeeded",
    (thrown: unknown) => thrown,
  );
  assert.ok(outcome instanceof CliError, String(outcome));
  return outcome;
}

for (const [situation, fault] of Object.entries(FAULTS)) {
  for (const [verb, { method, run }] of Object.entries(VERBS)) {
    test(`${verb} on a server that ${situation}`, async (t) => {
      const server = await startFaultyServer(t, fault.misbehave);
      const options = fault.requestTimeout === undefined ? {} : { requestTimeout: fault.requestTimeout };
      const error = await failureOf(run(await connectTo(t, server, { options })));
      assert.match(error.text, fault.text);
      assert.equal(error.exitCode, fault.exitCode);
      assert.equal(server.requests.length, fault.retried && method === "GET" ? 11 : 1);
      assert.ok(server.requests.every((request) => request.method === method));
    });
  }
}

for (const [verb, { run }] of Object.entries(VERBS)) {
  test(`${verb} is sent again when a 429 says after how many seconds`, async (t) => {
    const server = await startFaultyServer(t, (_, response, count) => {
      if (count < 2) status(429, "TooManyRequests", { "retry-after": "3" })(_, response);
      else answer(response, 200, { ...web, items: [] });
    });
    const world = testWorld();
    await run(await connectTo(t, server, { world }));
    assert.equal(server.requests.length, 3);
    assert.deepEqual(world.slept, [3000, 3000]);
  });

  test(`${verb} is given up when a 503 asks for patience for the eleventh time`, async (t) => {
    const server = await startFaultyServer(t, status(503, "ServiceUnavailable", { "retry-after": "0" }));
    const error = await failureOf(run(await connectTo(t, server)));
    assert.equal(error.text, "Error from server (ServiceUnavailable): ServiceUnavailable it is");
    assert.equal(server.requests.length, 11);
  });
}

test("a write whose connection broke says that nobody knows whether it was done", async (t) => {
  const server = await startFaultyServer(t, ({ socket }) => socket.destroy());
  const cluster = await connectTo(t, server);
  const [write, read] = [await failureOf(VERBS["create"]!.run(cluster)), await failureOf(VERBS["get"]!.run(cluster))];
  assert.match(write.hint ?? "", /It is not known whether the server carried out the request\.$/);
  assert.doesNotMatch(read.hint ?? "", /not known/);
});

/** A server that is none: nobody listens any more. */
async function nobody(t: TestContext): Promise<Pick<FaultyServer, "url" | "certificate">> {
  const server = await startFaultyServer(t, () => {});
  await server.close();
  return server;
}

const UNREACHABLE: Record<
  string,
  { server(t: TestContext): Promise<Pick<FaultyServer, "url" | "certificate">>; text: RegExp }
> = {
  "refuses connections": {
    server: nobody,
    text: /^The connection to the server 127\.0\.0\.1:\d+ was refused - did you specify the right host or port\?$/,
  },
  "is vouched for by nobody known": {
    server: async (t) => ({ ...(await startFaultyServer(t, () => {})), certificate: await serverCertificate() }),
    text: /^Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority$/,
  },
  "has a certificate that is out of date": {
    server: async (t) =>
      startFaultyServer(t, () => {}, { certificate: await serverCertificate({ ends: new Date("2020-01-01") }) }),
    text: /^Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is not yet valid$/,
  },
  "has a certificate for another name": {
    server: async (t) => {
      const certificate = await serverCertificate({ names: [{ type: "dns", value: "kubernetes" }] });
      return startFaultyServer(t, () => {}, { certificate });
    },
    text: /^Unable to connect to the server: tls: failed to verify certificate: x509: cannot validate certificate for 127\.0\.0\.1 because it doesn't contain any IP SANs$/,
  },
  "speaks plain HTTP where TLS is expected": {
    server: async (t) => {
      const { url, certificate } = await startFaultyServer(t, () => {}, { plain: true });
      return { url: url.replace("http:", "https:"), certificate };
    },
    text: /^Unable to connect to the server: http: server gave HTTP response to HTTPS client$/,
  },
  "does not speak HTTP at all": {
    server: async (t) => {
      const { certificate } = await startFaultyServer(t, () => {});
      const babbler = createServer((socket) => void socket.on("data", () => socket.end("SSH-2.0-hello\r\n")));
      await new Promise<void>((resolve) => babbler.listen(0, "127.0.0.1", resolve));
      t.after(() => babbler.close());
      return { url: `http://127.0.0.1:${(babbler.address() as AddressInfo).port}`, certificate };
    },
    text: /^Unable to connect to the server: malformed HTTP response \(.*\)$/,
  },
};

for (const [situation, { server, text }] of Object.entries(UNREACHABLE)) {
  test(`a server that ${situation} is told in one line, whatever is asked of it`, async (t) => {
    const cluster = await connectTo(t, await server(t));
    for (const [verb, { run }] of Object.entries(VERBS)) {
      const error = await failureOf(run(cluster));
      assert.match(error.text, text, verb);
      assert.equal(error.exitCode, 7, verb);
    }
  });
}

/** What a watch cannot outlive: a certificate must change before another attempt can succeed. */
const UNTRUSTED = Object.entries(UNREACHABLE).filter(([, { text }]) => text.source.includes("certificate"));

for (const [situation, { server, text }] of Object.entries(UNREACHABLE)) {
  if (UNTRUSTED.some(([untrusted]) => untrusted === situation)) {
    test(`watch ends with an error on a server that ${situation}`, async (t) => {
      const error = await failureOf(eventsOf(await connectTo(t, await server(t)), 1));
      assert.match(error.text, text);
      assert.equal(error.exitCode, 7);
    });
  } else {
    test(`watch goes on, and says so once, on a server that ${situation}`, async (t) => {
      const world = testWorld();
      let attempts = 0;
      const pace = {
        random: () => 0,
        sleep: async (milliseconds: number, signal: AbortSignal) => {
          if (milliseconds >= 30_000) await setTimeout(milliseconds, undefined, { signal });
          else if (++attempts === 4) world.interrupt();
        },
      };
      assert.deepEqual(await eventsOf(await connectTo(t, await server(t), { world: { ...world, pace } }), 1), []);
      assert.equal(world.notes.length, 1);
      const told = world.notes[0]?.replace("The watch was interrupted and will go on: ", "") ?? "";
      assert.match(told, text);
    });
  }
}

test("a certificate for another name is accepted when that name is expected", async (t) => {
  const certificate = await serverCertificate({ names: [{ type: "dns", value: "kubernetes" }] });
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web), { certificate });
  const cluster = await connectTo(t, server, { config: { cluster: { "tls-server-name": "kubernetes" } } });
  assert.deepEqual(await cluster.get(services, ref), web);
});

test("any certificate is accepted when checks are switched off", async (t) => {
  const certificate = await serverCertificate({ ends: new Date("2020-01-01") });
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web), { certificate });
  const cluster = await connectTo(t, server, { options: { insecureSkipTlsVerify: true } });
  assert.deepEqual(await cluster.get(services, ref), web);
});

test("the request timeout is told to the server too, as client-go does", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web));
  await (await connectTo(t, server, { options: { requestTimeout: 90_000 } })).get(services, ref);
  assert.equal(server.requests[0]?.url.searchParams.get("timeout"), "90000ms");
});

test("an interrupted request ends at once", async (t) => {
  const world = testWorld();
  const server = await startFaultyServer(t, () => world.interrupt());
  await assert.rejects(VERBS["create"]!.run(await connectTo(t, server, { world })), { name: "AbortError" });
});
