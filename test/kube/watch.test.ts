import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";

import type { Table, WatchEvent, WatchQuery } from "../../src/kube/client.ts";
import { builtInResources } from "../../src/kube/resources.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";
import { serverCertificate } from "../support/certificates.ts";
import {
  answer,
  connectTo,
  failure,
  type SeenRequest,
  startFaultyServer,
  testWorld,
} from "../support/faulty-server.ts";

const services = builtInResources[0]!;

interface Logged {
  type: string;
  object: KubeObject;
}

const service = (name: string, version: number, uid = name): KubeObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace: "default", uid, resourceVersion: String(version) },
});

const event = (type: string, name: string, version: number): Logged => ({ type, object: service(name, version) });
const bookmark = (version: number): Logged => ({
  type: "BOOKMARK",
  object: { apiVersion: "v1", kind: "Service", metadata: { resourceVersion: String(version) } },
});
const versionOf = ({ object }: Logged): number => Number(object.metadata?.resourceVersion);
const isWatch = ({ url }: SeenRequest): boolean => url.searchParams.get("watch") === "true";
const since = ({ url }: SeenRequest): number => Number(url.searchParams.get("resourceVersion"));
const lines = (events: readonly Logged[]): string => events.map((one) => `${JSON.stringify(one)}\n`).join("");
const told = ({ type, object }: WatchEvent<KubeObject>): string =>
  `${type} ${object.metadata?.name} ${object.metadata?.resourceVersion}`;

/** A list of the services that a log leads to. */
function listAfter(log: readonly Logged[]): { metadata: { resourceVersion: string }; items: KubeObject[] } {
  const items = new Map<string, KubeObject>();
  for (const { type, object } of log) {
    if (type === "DELETED") items.delete(object.metadata?.name ?? "");
    else if (type !== "BOOKMARK") items.set(object.metadata?.name ?? "", object);
  }
  return { metadata: { resourceVersion: String(log.at(-1) ? versionOf(log.at(-1)!) : 1) }, items: [...items.values()] };
}

/** Watches what `respond` serves until `count` events have come. */
async function watchUntil(
  t: TestContext,
  count: number,
  respond: (request: SeenRequest, response: ServerResponse, watches: number) => void,
  query: WatchQuery = { resourceVersion: "1" },
) {
  let watches = 0;
  const server = await startFaultyServer(t, (request, response) =>
    respond(request, response, isWatch(request) ? watches++ : watches),
  );
  const world = testWorld();
  const cluster = await connectTo(t, server, { world });
  const events: string[] = [];
  for await (const one of cluster.watch(services, { namespace: "default", ...query })) {
    if (events.push(told(one)) === count) break;
  }
  return { events, server, world };
}

test("a watch goes on from the list's resourceVersion, asks for bookmarks and tells none", async (t) => {
  const { events, server } = await watchUntil(
    t,
    2,
    (_, response) => {
      response.write(lines([event("ADDED", "a", 8), bookmark(9), event("DELETED", "a", 10)]));
    },
    { resourceVersion: "7" },
  );
  assert.deepEqual(events, ["ADDED a 8", "DELETED a 10"]);
  const { searchParams, pathname } = server.requests[0]!.url;
  assert.equal(pathname, "/api/v1/namespaces/default/services");
  assert.equal(searchParams.get("resourceVersion"), "7");
  assert.equal(searchParams.get("allowWatchBookmarks"), "true");
  assert.ok(Number(searchParams.get("timeoutSeconds")) >= 300);
});

test("a closed watch is opened again after the last change or bookmark", async (t) => {
  const { events, server } = await watchUntil(t, 2, (_, response, watches) => {
    if (watches === 0) response.end(lines([event("ADDED", "a", 8), bookmark(20)]));
    else response.write(lines([event("MODIFIED", "a", 21)]));
  });
  assert.deepEqual(events, ["ADDED a 8", "MODIFIED a 21"]);
  assert.deepEqual(server.requests.map(since), [1, 20]);
});

test("half a line at the end of a broken connection is told when it comes whole", async (t) => {
  const whole = lines([event("ADDED", "a", 8)]);
  const { events } = await watchUntil(t, 1, ({ socket }, response, watches) => {
    if (watches === 0) response.write(whole.slice(0, 30), () => socket.destroy());
    else response.write(whole);
  });
  assert.deepEqual(events, ["ADDED a 8"]);
});

const INTERRUPTIONS: Record<string, (request: SeenRequest, response: ServerResponse) => void> = {
  "closes the connection": ({ socket }) => socket.destroy(),
  "answers 429": (_, response) => answer(response, 429, failure(429, "TooManyRequests", "slow down")),
  "answers 500": (_, response) => answer(response, 500, failure(500, "InternalError", "oops")),
  "answers 503 while it starts": (_, response) => response.writeHead(503).end("starting"),
  "answers with a page": (_, response) => response.end("<html>\n</html>\n"),
  "sends an error event": (_, response) =>
    response.end(lines([{ type: "ERROR", object: failure(500, "InternalError", "etcd is away") as never }])),
};

for (const [situation, interrupt] of Object.entries(INTERRUPTIONS)) {
  test(`a watch survives a server that ${situation}, several times in a row`, async (t) => {
    const { events, world } = await watchUntil(t, 1, (request, response, watches) => {
      if (watches < 5) interrupt(request, response);
      else response.write(lines([event("ADDED", "a", 8)]));
    });
    assert.deepEqual(events, ["ADDED a 8"]);
    const pauses = world.slept.filter((milliseconds) => milliseconds < 30_000);
    assert.deepEqual(pauses, [
      50,
      100,
      200,
      400,
      situation.startsWith("answers with a page") || situation.startsWith("sends") ? 500 : 800,
    ]);
  });
}

test("a server that asks for patience gets it", async (t) => {
  const { world } = await watchUntil(t, 1, (_, response, watches) => {
    const busy = failure(429, "TooManyRequests", "slow down", { retryAfterSeconds: 7 });
    if (watches === 0) answer(response, 429, busy, { "retry-after": "7" });
    else response.write(lines([event("ADDED", "a", 8)]));
  });
  assert.deepEqual(
    world.slept.filter((milliseconds) => milliseconds < 30_000),
    [7000],
  );
});

for (const [asked, waited] of [
  [86_400, 60_000],
  [1e300, 60_000],
  [-5, 50],
]) {
  test(`a server that asks to be left alone for ${asked} s is asked again after ${waited} ms`, async (t) => {
    const busy = failure(429, "TooManyRequests", "slow down", { retryAfterSeconds: asked });
    const server = await startFaultyServer(t, (_, response) => response.end(lines([{ type: "ERROR", object: busy }])));
    const world = testWorld();
    const sleeps: number[] = [];
    const pace = {
      random: () => 0,
      sleep: async (milliseconds: number, signal: AbortSignal) => {
        if (milliseconds === 30_000) await new Promise((resolve) => signal.addEventListener("abort", resolve));
        else if (sleeps.push(milliseconds) === 1) world.interrupt();
      },
    };
    const cluster = await connectTo(t, server, { world: { ...world, pace } });
    for await (const _ of cluster.watch(services, { resourceVersion: "1" })) assert.fail("nothing has changed");
    assert.deepEqual(sleeps, [waited]);
  });
}

test("what a server says while it is out of order cannot command the terminal", async (t) => {
  const { world } = await watchUntil(t, 1, (_, response, watches) => {
    if (watches === 0) answer(response, 500, failure(500, "InternalError", "\u001b]0;owned\u0007"));
    else response.write(lines([event("ADDED", "a", 8)]));
  });
  assert.deepEqual(world.notes, [
    "The watch was interrupted and will go on: Error from server (InternalError): ^[]0;owned\\u{7}",
  ]);
});

test("an outage is told once, however long it lasts", async (t) => {
  const { world } = await watchUntil(t, 1, ({ socket }, response, watches) => {
    if (watches < 20) socket.destroy();
    else response.write(lines([event("ADDED", "a", 8)]));
  });
  assert.deepEqual(world.notes, ["The watch was interrupted and will go on: Unable to connect to the server: EOF"]);
});

const GONE = failure(410, "Expired", "too old resource version: 1 (50)");
const COMPACTED: Record<string, (response: ServerResponse) => void> = {
  "an answer": (response) => answer(response, 410, GONE),
  "an event": (response) => response.end(lines([{ type: "ERROR", object: GONE as never }])),
};

for (const [form, gone] of Object.entries(COMPACTED)) {
  test(`after 410 Gone as ${form}, the difference to a new list is told as events`, async (t) => {
    const known = {
      metadata: { resourceVersion: "1" },
      items: [service("a", 1), service("b", 1), service("c", 1), service("e", 1)],
    };
    const now = {
      metadata: { resourceVersion: "60" },
      items: [service("a", 1), service("b", 55), service("d", 56), service("e", 57, "new")],
    };
    const { events, server } = await watchUntil(
      t,
      6,
      (request, response, watches) => {
        if (!isWatch(request)) answer(response, 200, now);
        else if (watches === 0) gone(response);
        else response.write(lines([event("MODIFIED", "d", 61)]));
      },
      { known },
    );
    assert.deepEqual(events, [
      "DELETED c 1",
      "MODIFIED b 55",
      "ADDED d 56",
      "DELETED e 1",
      "ADDED e 57",
      "MODIFIED d 61",
    ]);
    assert.deepEqual(server.requests.filter(isWatch).map(since), [1, 60]);
  });
}

test("after an outage, what the server has now is compared with what was there: it may have started anew", async (t) => {
  const known = { metadata: { resourceVersion: "900" }, items: [service("a", 7), service("b", 8)] };
  const { events } = await watchUntil(
    t,
    3,
    (request, response, watches) => {
      if (!isWatch(request))
        answer(response, 200, { metadata: { resourceVersion: "5" }, items: [service("b", 3, "new")] });
      else if (watches === 0) request.socket.destroy();
      else response.write(lines([]));
    },
    { known },
  );
  assert.deepEqual(events, ["DELETED a 7", "DELETED b 8", "ADDED b 3"]);
});

test("a server that has not reached the watch's state yet is asked for a new list", async (t) => {
  // a kube-apiserver v1.36.2, asked for a resourceVersion that is still to come
  const ahead = failure(504, "Timeout", "Timeout: Too large resource version: 900, current: 5", {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    retryAfterSeconds: 1,
  });
  const { events } = await watchUntil(
    t,
    1,
    (request, response, watches) => {
      if (!isWatch(request)) answer(response, 200, { metadata: { resourceVersion: "5" }, items: [service("b", 3)] });
      else if (watches === 0) answer(response, 504, ahead);
      else response.write("");
    },
    { known: { metadata: { resourceVersion: "900" }, items: [] } },
  );
  assert.deepEqual(events, ["ADDED b 3"]);
});

test("a watch without a list begins with what is there", async (t) => {
  const { events } = await watchUntil(
    t,
    2,
    (request, response) => {
      if (!isWatch(request)) answer(response, 200, { metadata: { resourceVersion: "5" }, items: [service("a", 3)] });
      else response.write(lines([event("MODIFIED", "a", 6)]));
    },
    {},
  );
  assert.deepEqual(events, ["ADDED a 3", "MODIFIED a 6"]);
});

test("what a server tells again after a reconnection is not told again", async (t) => {
  const { events } = await watchUntil(t, 3, (_, response, watches) => {
    const log = [event("ADDED", "a", 8), event("ADDED", "b", 9)];
    if (watches === 0) response.end(lines(log));
    else response.write(lines([...log, event("MODIFIED", "b", 10)]));
  });
  assert.deepEqual(events, ["ADDED a 8", "ADDED b 9", "MODIFIED b 10"]);
});

for (const [code, reason, exitCode] of [
  [401, "Unauthorized", 4],
  [403, "Forbidden", 4],
  [404, "NotFound", 3],
  [400, "BadRequest", 1],
  [405, "MethodNotAllowed", 1],
  [422, "Invalid", 6],
] as const) {
  test(`a watch ends with an error on ${code}`, async (t) => {
    const watching = watchUntil(t, 1, (_, response) => answer(response, code, failure(code, reason, "no")));
    await assert.rejects(watching, { exitCode });
  });
}

test("a watch ends quietly when its signal aborts", async (t) => {
  const server = await startFaultyServer(t, (_, response) => response.write(lines([event("ADDED", "a", 8)])));
  const cluster = await connectTo(t, server);
  const stop = new AbortController();
  const events: string[] = [];
  for await (const one of cluster.watch(services, { resourceVersion: "1", signal: stop.signal })) {
    events.push(told(one));
    stop.abort();
  }
  assert.deepEqual(events, ["ADDED a 8"]);
});

test("a certificate that is not trusted ends a watch: another attempt would fail alike", async (t) => {
  const server = await startFaultyServer(t, () => assert.fail("no request gets through"));
  const cluster = await connectTo(t, { ...server, certificate: await serverCertificate() });
  const watching = cluster.watch(services, { resourceVersion: "1" })[Symbol.asyncIterator]().next();
  await assert.rejects(watching, /certificate signed by unknown authority/);
});

test("a bug ends a watch: it is not taken for an interruption", async (t) => {
  const bug = new TypeError("a bug");
  const server = await startFaultyServer(t, (_, response) => response.end(lines([event("ADDED", "a", 8)])));
  const now = () => {
    throw bug;
  };
  const cluster = await connectTo(t, server, { world: testWorld({ now }) });
  const watching = cluster.watchTable(services, { resourceVersion: "1" });
  await assert.rejects(watching[Symbol.asyncIterator]().next(), bug);
});

test("a watch shows what came, and says when the request timeout ends it", async (t) => {
  const server = await startFaultyServer(t, (_, response) => response.write(lines([event("ADDED", "a", 8)])));
  const world = testWorld();
  const cluster = await connectTo(t, server, { options: { requestTimeout: 100 }, world });
  const events: string[] = [];
  for await (const one of cluster.watch(services, { resourceVersion: "1" })) events.push(told(one));
  assert.deepEqual(events, ["ADDED a 8"]);
  assert.deepEqual(world.notes, ["the watch ended after the request timeout of 0.1s"]);
});

test("the request timeout that ends several watches is told once, and not at all for those that are quiet", async (t) => {
  const server = await startFaultyServer(t, (_, response) => response.flushHeaders());
  const watchAll = async (queries: readonly WatchQuery[]) => {
    const world = testWorld();
    const cluster = await connectTo(t, server, { options: { requestTimeout: 100 }, world });
    const ends = queries.map((query) => cluster.watch(services, query)[Symbol.asyncIterator]().next());
    for (const { done } of await Promise.all(ends)) assert.ok(done);
    return world.notes;
  };
  const query = { resourceVersion: "1" };
  assert.deepEqual(await watchAll([query, query]), ["the watch ended after the request timeout of 0.1s"]);
  assert.deepEqual(await watchAll([{ ...query, quiet: true }]), []);
});

test("a connection that is silent for longer than bookmarks take is given up and opened again", async (t) => {
  // a span of silence passes in 20 milliseconds
  const pace = { sleep: async () => setTimeout(20), random: () => 0 };
  const server = await startFaultyServer(t, (_, response, count) => {
    response.flushHeaders();
    if (count > 0) response.write(lines([event("ADDED", "a", 8)]));
  });
  const cluster = await connectTo(t, server, { world: testWorld({ pace }) });
  for await (const one of cluster.watch(services, { resourceVersion: "1" })) {
    assert.equal(told(one), "ADDED a 8");
    break;
  }
  assert.ok(server.requests.length > 1);
});

/** 10,000 changes of 50 Services, as one log. */
function manyChanges(count: number): Logged[] {
  const alive = new Set<string>();
  return Array.from({ length: count }, (_, at) => {
    const name = `s${(at * 7919) % 50}`;
    const type = !alive.has(name) ? "ADDED" : at % 5 === 0 ? "DELETED" : "MODIFIED";
    if (type === "DELETED") alive.delete(name);
    else alive.add(name);
    return event(type, name, at + 2);
  });
}

test("10,000 changes through 3,600 broken connections: none is lost, none is told twice", async (t) => {
  const log = manyChanges(10_000);
  const cuts = 3600;
  const respond = ({ socket, ...request }: SeenRequest, response: ServerResponse, watches: number) => {
    const from = since({ socket, ...request }) - 1;
    if (watches >= cuts) return void response.write(lines(log.slice(from)));
    // two or three changes, then half of another one
    const some = log.slice(from, from + 2 + (watches % 2));
    const half = lines(log.slice(from + some.length, from + some.length + 1)).slice(0, 40);
    response.write(lines(some) + half, () => (watches % 3 === 0 ? response.end() : socket.destroy()));
  };
  const { events, server } = await watchUntil(t, log.length, (request, response, watches) =>
    respond(request, response, watches),
  );
  assert.deepEqual(
    events,
    log.map((one) => told(one as WatchEvent<KubeObject>)),
  );
  assert.ok(server.requests.length > cuts);
});

test("through compactions too, the events lead to the truth and none is told twice", async (t) => {
  const log = manyChanges(2000);
  const server = await startFaultyServer(t, (request, response, count) => {
    const from = since(request) - 1;
    // each list is some changes ahead of the watch before it
    if (!isWatch(request)) answer(response, 200, listAfter(log.slice(0, Math.min(log.length, count * 3))));
    else if (from >= log.length) answer(response, 404, failure(404, "NotFound", "the end of the test"));
    else if (count % 4 === 0) answer(response, 410, GONE);
    else response.end(lines(log.slice(from, from + 5)));
  });
  const cluster = await connectTo(t, server);
  const alive = new Map<string, string>();
  const seen = new Set<string>();
  await assert.rejects(async () => {
    for await (const one of cluster.watch(services, {})) {
      const { name = "", resourceVersion = "" } = one.object.metadata ?? {};
      assert.equal(one.type === "ADDED", !alive.has(name), told(one));
      if (one.type === "DELETED") alive.delete(name);
      else alive.set(name, resourceVersion);
      assert.ok(one.type === "DELETED" || !seen.has(told(one)), `${told(one)} is told twice`);
      seen.add(told(one));
    }
  }, /the end of the test/);
  const truth = listAfter(log).items.map(({ metadata }) => [metadata?.name, metadata?.resourceVersion]);
  assert.deepEqual([...alive].toSorted(), truth.toSorted());
});

const columns = [{ name: "Name", type: "string", format: "name", description: "", priority: 0 }];
const table = (objects: KubeObject[], version: string, withColumns = true): Table => ({
  kind: "Table",
  apiVersion: "meta.k8s.io/v1",
  metadata: { resourceVersion: version },
  columnDefinitions: withColumns ? columns : (null as never),
  rows: objects.map((object) => ({ cells: [object.metadata?.name], object })),
});

test("table rows are watched like objects, and every row comes with the columns", async (t) => {
  const server = await startFaultyServer(t, (request, response, count) => {
    if (!isWatch(request)) answer(response, 200, table([service("a", 1), service("c", 9)], "9"));
    else if (count === 0) answer(response, 410, GONE);
    else {
      response.write(`${JSON.stringify({ type: "MODIFIED", object: table([service("c", 10)], "10", false) })}\n`);
    }
  });
  const cluster = await connectTo(t, server);
  const known = table([service("a", 1), service("b", 1)], "1");
  const events: string[] = [];
  for await (const { type, object } of cluster.watchTable(services, { known })) {
    assert.deepEqual(object.columnDefinitions, columns);
    if (events.push(`${type} ${object.rows[0]?.cells[0]}`) === 3) break;
  }
  assert.deepEqual(events, ["DELETED b", "ADDED c", "MODIFIED c"]);
  assert.match(server.requests[0]!.headers.accept ?? "", /^application\/json;as=Table;v=v1;g=meta\.k8s\.io,/);
});
