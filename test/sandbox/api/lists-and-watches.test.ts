import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { type ApiClient, apiClient } from "../../support/api-client.ts";
import { startTestSandbox, type TestSandbox } from "../../support/sandbox.ts";

const maps = "/api/v1/namespaces/lists/configmaps";
const table = { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };

let sandbox: TestSandbox;
let client: ApiClient;

before(async () => {
  sandbox = await startTestSandbox();
  client = apiClient(sandbox);
  await client.call({ method: "POST", path: "/api/v1/namespaces", body: { metadata: { name: "lists" } } });
  await sandbox.whenIdle();
  for (const name of ["a", "b", "c", "d", "e"]) await make(name);
});

after(async () => {
  client.close();
  await sandbox.stop();
});

interface List {
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  items: { kind?: string; metadata: { name: string } }[];
}

interface Event {
  type: string;
  object: { kind: string; metadata: { name?: string; resourceVersion: string; annotations?: object } };
}

const make = (name: string, labels = {}) =>
  client.call({ method: "POST", path: maps, body: { metadata: { name, labels: { mine: "yes", ...labels } } } });
const list = async (query: string, path = maps) => (await client.call({ path: `${path}?${query}` })).body as List;
const namesOf = ({ items }: List) => items.map(({ metadata }) => metadata.name);
const mine = "labelSelector=mine";

test("pages show one moment, whatever happens between them", async () => {
  const first = await list(`${mine}&limit=2`);
  assert.deepEqual(namesOf(first), ["a", "b"]);
  await client.call({ method: "DELETE", path: `${maps}/d` });
  await make("bb");
  const second = await list(`${mine}&limit=2&continue=${first.metadata.continue}`);
  const third = await list(`${mine}&limit=2&continue=${second.metadata.continue}`);
  assert.deepEqual([...namesOf(second), ...namesOf(third)], ["c", "d", "e"]);
  assert.equal(third.metadata.continue, undefined);
  assert.equal(third.metadata.resourceVersion, first.metadata.resourceVersion);
  assert.deepEqual(namesOf(await list(mine)), ["a", "b", "bb", "c", "e"]);
});

test("items of a list do not repeat their type, and what remains is counted only without a selector", async () => {
  const page = await list("limit=1");
  assert.equal(page.items[0]?.kind, undefined);
  assert.ok(Number(page.metadata.remainingItemCount) > 0);
  assert.equal((await list(`${mine}&limit=1`)).metadata.remainingItemCount, undefined);
});

test("a page may not name another version than its token's", async () => {
  const first = await list("limit=1");
  const answer = await client.call({ path: `${maps}?continue=${first.metadata.continue}&resourceVersion=5` });
  assert.equal(answer.status, 400);
});

test("a large answer is compressed for those who take it", async () => {
  const data = { text: "x".repeat(200_000) };
  await client.call({ method: "POST", path: maps, body: { metadata: { name: "large" }, data } });
  const zipped = await client.call({ path: `${maps}/large`, headers: { "accept-encoding": "gzip" } });
  assert.equal(zipped.headers["content-encoding"], "gzip");
  const plain = await client.call({ path: `${maps}/large` });
  assert.equal(plain.headers["content-encoding"], undefined);
  assert.equal((await client.call({ path: `${maps}/a`, headers: { "accept-encoding": "gzip" } })).status, 200);
});

test("a watch shows what enters a selection as added, and what leaves it as deleted, as it last was", async () => {
  const { metadata } = await list("limit=1");
  await make("s", { in: "yes" });
  const headers = { "content-type": "application/merge-patch+json" };
  const label = (value: string | null) =>
    client.call({ method: "PATCH", path: `${maps}/s`, headers, body: { metadata: { labels: { in: value } } } });
  await label("no");
  await label("yes");
  const path = `${maps}?watch=1&labelSelector=in%3Dyes&resourceVersion=${metadata.resourceVersion}`;
  const events = (await client.watch({ path }, 3)) as Event[];
  assert.deepEqual(
    events.map(({ type }) => type),
    ["ADDED", "DELETED", "ADDED"],
  );
  const versions = events.map(({ object }) => Number(object.metadata.resourceVersion));
  assert.deepEqual(
    versions,
    versions.toSorted((a, b) => a - b),
    "each has the version of its change",
  );
});

test("a watch with initial events marks their end with a bookmark", async () => {
  const query = "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
  const count = (await list("")).items.length;
  const events = (await client.watch({ path: `${maps}?${query}` }, count + 1)) as Event[];
  const last = events.at(-1);
  assert.deepEqual(new Set(events.slice(0, -1).map(({ type }) => type)), new Set(["ADDED"]));
  assert.equal(last?.type, "BOOKMARK");
  assert.deepEqual(last?.object.metadata.annotations, { "k8s.io/initial-events-end": "true" });
});

test("a watch that wants no initial events starts with what comes", async () => {
  const query = "watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&timeoutSeconds=1";
  assert.deepEqual(await client.watch({ path: `${maps}?${query}` }), []);
});

test("a watch ends when its time is over", async () => {
  const { metadata } = await list("limit=1");
  const query = `watch=1&timeoutSeconds=1&resourceVersion=${metadata.resourceVersion}`;
  assert.deepEqual(await client.watch({ path: `${maps}?${query}` }), []);
});

test("a watch of a table tells the columns once", async () => {
  const events = (await client.watch({ path: `${maps}?watch=1`, headers: table }, 3)) as {
    object: { columnDefinitions: unknown[] | null; rows: unknown[] };
  }[];
  assert.deepEqual(
    events.map(({ object }) => [object.columnDefinitions !== null, object.rows.length]),
    [
      [true, 1],
      [false, 1],
      [false, 1],
    ],
  );
});

test("every kind has a table, and a row for a bookmark's empty object", async () => {
  const query = "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
  for (const { group, version, plural } of sandbox.registry.kinds) {
    const path = `${group === "" ? "/api" : `/apis/${group}`}/${version}/${plural}`;
    const listed = (await client.call({ path, headers: table })).body as { rows: unknown[] };
    const events = await client.watch({ path: `${path}?${query}`, headers: table }, listed.rows.length + 1);
    assert.equal((events.at(-1) as { type: string } | undefined)?.type, "BOOKMARK", plural);
  }
});

for (const [includeObject, kind] of [
  ["None", undefined],
  ["Metadata", "PartialObjectMetadata"],
  ["Object", "ConfigMap"],
] as const) {
  test(`a row comes with ${kind ?? "nothing"} when includeObject is ${includeObject}`, async () => {
    const { body } = await client.call({ path: `${maps}/a?includeObject=${includeObject}`, headers: table });
    const [row] = (body as { rows: { object: { kind: string } | null }[] }).rows;
    assert.equal(row?.object?.kind, kind);
  });
}

test("metadata alone comes when a client asks for that", async () => {
  const accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
  const { body } = await client.call({ path: maps, headers: { accept } });
  assert.equal((body as { kind: string }).kind, "PartialObjectMetadataList");
});

test("events.k8s.io/v1 is watched as the same events under other names", async () => {
  const kind = sandbox.registry.kind("", "configmaps") ?? assert.fail("configmaps");
  const about = sandbox.registry.get(kind, "lists", "a") ?? assert.fail("a");
  const path = "/apis/events.k8s.io/v1/namespaces/lists/events?watch=1&fieldSelector=regarding.name%3Da";
  const watching = client.watch({ path }, 1);
  sandbox.registry.record(about, { type: "Normal", reason: "Seen", message: "here", component: "test" });
  const [event] = (await watching) as { object: { apiVersion: string; note: string } }[];
  assert.equal(event?.object.apiVersion, "events.k8s.io/v1");
  assert.equal(event?.object.note, "here");
});

test("a collection is deleted by selector, and nothing else with it", async () => {
  await make("x1", { sweep: "yes" });
  await make("x2", { sweep: "yes" });
  const { body } = await client.call({ method: "DELETE", path: `${maps}?labelSelector=sweep%3Dyes` });
  assert.deepEqual(namesOf(body as List), ["x1", "x2"]);
  assert.deepEqual(namesOf(await list("labelSelector=sweep")), []);
  assert.ok((await list(mine)).items.length > 0);
});
