import assert from "node:assert/strict";
import { test } from "node:test";

import { builtInResources } from "../../src/kube/resources.ts";
import { answer, connectTo, failure, startFaultyServer } from "../support/faulty-server.ts";

const services = builtInResources[0]!;
const item = (at: number) => ({ metadata: { name: `s${at}`, namespace: "default", uid: `u${at}` } });
const columns = [{ name: "Name", type: "string", format: "name", description: "", priority: 0 }];

/** Answers pages of `count` items; each continue token is the number of the next item. */
function page(url: URL, count: number) {
  const from = Number(url.searchParams.get("continue") ?? 0);
  const limit = Number(url.searchParams.get("limit") ?? 0) || count;
  const items = Array.from({ length: Math.min(limit, count - from) }, (_, at) => item(from + at));
  const next = from + items.length;
  const paging = next < count ? { continue: String(next), remainingItemCount: count - next } : {};
  return { kind: "ServiceList", apiVersion: "v1", metadata: { resourceVersion: "7", ...paging }, items };
}

const EXPIRED = failure(
  410,
  "Expired",
  "The provided continue parameter is too old to display a consistent list result.",
);

test("a list is read in pages of 500 and comes out as one", async (t) => {
  const server = await startFaultyServer(t, ({ url }, response) => answer(response, 200, page(url, 1234)));
  const list = await (await connectTo(t, server)).list(services, { labelSelector: "a=b", fieldSelector: "c=d" });
  assert.equal(list.items.length, 1234);
  assert.equal(new Set(list.items.map(({ metadata }) => metadata?.name)).size, 1234);
  assert.deepEqual(list.metadata, { resourceVersion: "7" });
  assert.deepEqual(
    server.requests.map(({ url }) => [...url.searchParams].join(" ")),
    [
      "labelSelector,a=b fieldSelector,c=d limit,500",
      "labelSelector,a=b fieldSelector,c=d limit,500 continue,500",
      "labelSelector,a=b fieldSelector,c=d limit,500 continue,1000",
    ],
  );
});

test("items of a typed list get their apiVersion and kind, first of all fields", async (t) => {
  const server = await startFaultyServer(t, ({ url }, response) => answer(response, 200, page(url, 1)));
  const { items } = await (await connectTo(t, server)).list(services);
  assert.equal(
    JSON.stringify(items),
    '[{"apiVersion":"v1","kind":"Service","metadata":{"name":"s0","namespace":"default","uid":"u0"}}]',
  );
});

test("a chunk size of 0 asks for everything at once", async (t) => {
  const server = await startFaultyServer(t, ({ url }, response) => answer(response, 200, page(url, 1234)));
  const list = await (await connectTo(t, server)).list(services, { chunkSize: 0 });
  assert.equal(list.items.length, 1234);
  assert.deepEqual(
    server.requests.map(({ url }) => url.search),
    [""],
  );
});

test("when the second page has expired the list is read again, and nothing comes twice", async (t) => {
  const server = await startFaultyServer(t, ({ url }, response, count) => {
    if (count === 1) answer(response, 410, EXPIRED);
    else answer(response, 200, page(url, 1234));
  });
  const list = await (await connectTo(t, server)).list(services);
  assert.equal(list.items.length, 1234);
  assert.equal(new Set(list.items.map(({ metadata }) => metadata?.name)).size, 1234);
  assert.equal(server.requests.length, 3);
});

test("a server that gives the same continue token again and again is stopped", async (t) => {
  const server = await startFaultyServer(t, (_, response) => {
    answer(response, 200, { kind: "ServiceList", apiVersion: "v1", metadata: { continue: "again" }, items: [item(1)] });
  });
  await assert.rejects((await connectTo(t, server)).list(services), /the server's list has no end/);
  assert.equal(server.requests.length, 2);
});

test("tables are read in pages too", async (t) => {
  const server = await startFaultyServer(t, ({ url }, response) => {
    const { metadata, items } = page(url, 700);
    const rows = items.map((object) => ({ cells: [object.metadata.name], object }));
    answer(response, 200, { kind: "Table", apiVersion: "meta.k8s.io/v1", metadata, columnDefinitions: columns, rows });
  });
  const table = await (await connectTo(t, server)).listTable(services, { includeObject: "Object" });
  assert.equal(table.rows.length, 700);
  assert.deepEqual(table.metadata, { resourceVersion: "7" });
  assert.equal(server.requests[0]?.url.searchParams.get("includeObject"), "Object");
  assert.match(server.requests[0]?.headers.accept ?? "", /as=Table/);
});

test("a server that makes no tables gets one made of its objects: kubectl's NAME and AGE", async (t) => {
  const server = await startFaultyServer(t, (_, response) => {
    const metadata = { name: "w", namespace: "default", creationTimestamp: "2025-12-31T23:00:00Z" };
    answer(response, 200, { kind: "WidgetList", apiVersion: "x/v1", metadata: {}, items: [{ metadata }] });
  });
  const table = await (await connectTo(t, server)).listTable(services);
  assert.deepEqual(
    table.columnDefinitions.map(({ name }) => name),
    ["Name", "Age"],
  );
  assert.deepEqual(
    table.rows.map(({ cells }) => cells),
    [["w", "60m"]],
  );
});
