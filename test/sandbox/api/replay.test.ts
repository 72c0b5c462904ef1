import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { type ApiClient, apiClient } from "../../support/api-client.ts";
import { startTestSandbox, type TestSandbox } from "../../support/sandbox.ts";

/** An exchange with kube-apiserver 1.36.2. Descriptions of columns and managedFields were left out of the recording. */
interface Recorded {
  name: string;
  request: { method: string; path: string; headers?: Record<string, string>; body?: unknown };
  response: { status: number; headers: Record<string, string>; body: unknown };
}

const services = "/api/v1/namespaces/rec/services";

const read = (file: string): Recorded[] =>
  JSON.parse(readFileSync(new URL(`../../recordings/api/${file}.json`, import.meta.url), "utf8")) as Recorded[];

test("every request that was recorded is answered as the real API server answered it", async (t) => {
  const sandbox = await startTestSandbox();
  const client = apiClient(sandbox);
  t.after(async () => {
    client.close();
    await sandbox.stop();
  });
  await client.call({ method: "POST", path: "/api/v1/namespaces", body: { metadata: { name: "rec" } } });
  const known: Known = {};

  for (const file of ["workloads", "services", "lists"]) {
    for (const recorded of read(file)) {
      await t.test(`${file}: ${recorded.name}`, () => replay(client, sandbox, recorded, known));
    }
    await noPodEnds(sandbox);
  }
  const start = versionOf((await client.call({ path: services })).body);
  for (const recorded of read("watches")) {
    await t.test(`watches: ${recorded.name}`, () => replayWatch(client, recorded, start));
  }
  for (const recorded of read("access")) {
    await t.test(`access: ${recorded.name}`, () => replay(client, sandbox, recorded, known));
  }
  for (const recorded of read("discovery")) {
    await t.test(`discovery: ${recorded.name}`, () => replayDiscovery(client, recorded));
  }
  assert.deepEqual(sandbox.errors, []);
});

/** Resolves when every Pod that was deleted is gone: that takes its containers a moment. */
async function noPodEnds({ registry, whenIdle }: TestSandbox): Promise<void> {
  const pods = registry.kind("", "pods") ?? assert.fail("pods");
  const ending = () => registry.list(pods).some(({ metadata }) => metadata?.deletionTimestamp !== undefined);
  await whenIdle();
  while (ending()) {
    await new Promise<void>((resolve) => {
      const stop = registry.subscribe(() => {
        stop();
        resolve();
      });
    });
  }
}

/** Where the sandbox's nodes show: their labels, Pod ranges and system. */
const ofItsOwn = new Set(["GET /api/v1/nodes/node-1", "table of nodes"]);

/** What later requests need of earlier answers. */
interface Known {
  page?: string;
  put?: Record<string, unknown>;
}

async function replay(client: ApiClient, sandbox: TestSandbox, recorded: Recorded, known: Known): Promise<void> {
  const wanted = { ...recorded.request, anonymous: recorded.name === "unauthorized" };
  await sandbox.whenIdle();
  if (recorded.name === "second page") {
    wanted.path = wanted.path.replace(/continue=.*/, `continue=${encodeURIComponent(known.page ?? "")}`);
  }
  if (wanted.method === "PUT") {
    // The second PUT is the first again: by then its resourceVersion is an old one.
    known.put ??= (await client.call({ path: wanted.path })).body as Record<string, unknown>;
    const { labels } = metadataOf(wanted.body);
    wanted.body = { ...known.put, metadata: { ...metadataOf(known.put), labels } };
  }
  const answer = await client.call(wanted);
  if (recorded.name === "first page") known.page = metadataOf(answer.body)["continue"] as string;
  const { response } = recorded;
  if (ofItsOwn.has(recorded.name)) {
    assert.equal(answer.status, response.status);
    return;
  }
  assert.deepEqual(
    { status: answer.status, warning: answer.headers["warning"], body: view(answer.body) },
    { status: response.status, warning: response.headers["warning"], body: view(response.body) },
  );
}

async function replayWatch(client: ApiClient, { name, request, response }: Recorded, start: string): Promise<void> {
  const events = response.body as { type: string; object: unknown }[];
  const path = request.path.replace(/resourceVersion=\d{2,7}(&|$)/, `resourceVersion=${start}$1`);
  const ending = events.length === 0 ? "&timeoutSeconds=1" : "";
  const watching = client.watch({ ...request, path: path + ending }, events.length || undefined);
  if (name === "watch: add, change, delete") {
    const spec = { selector: { app: "web" }, ports: [{ port: 80 }] };
    await client.call({ method: "POST", path: services, body: { metadata: { name: "w" }, spec } });
    const headers = { "content-type": "application/merge-patch+json" };
    await client.call({ method: "PATCH", path: `${services}/w`, headers, body: { metadata: { labels: { a: "b" } } } });
    await client.call({ method: "DELETE", path: `${services}/w` });
  }
  const seen = (await watching) as typeof events;
  const views = (all: typeof events) => all.map(({ type, object }) => ({ type, object: view(object) }));
  assert.deepEqual(views(seen), views(events));
}

/** The real server has more kinds: only what both have is compared. */
async function replayDiscovery(client: ApiClient, { request, response }: Recorded): Promise<void> {
  const answer = await client.call(request);
  assert.equal(answer.status, response.status);
  assert.equal(answer.headers["content-type"], response.headers["content-type"]);
  assertCommon(answer.body, response.body, "");
}

const otherwise = new Set(["serverAddressByClientCIDRs", "storageVersionHash", "versions", "preferredVersion"]);
const build = new Set(["buildDate", "goVersion", "gitCommit", "compiler", "platform"]);

function assertCommon(mine: unknown, theirs: unknown, place: string): void {
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const named = mine.filter(
      (item) => nameOf(item) !== undefined && theirs.some((one) => nameOf(one) === nameOf(item)),
    );
    if (mine.every((item) => nameOf(item) === undefined)) assert.deepEqual(mine, theirs, place);
    for (const item of named) {
      const other = theirs.find((one) => nameOf(one) === nameOf(item));
      assertCommon(item, other, `${place}/${nameOf(item)}`);
    }
  } else if (isObject(mine) && isObject(theirs)) {
    for (const key of Object.keys(mine)) {
      if (key in theirs && !otherwise.has(key) && !build.has(key))
        assertCommon(mine[key], theirs[key], `${place}.${key}`);
    }
  } else assert.deepEqual(mine, theirs, place);
}

function nameOf(item: unknown): unknown {
  if (!isObject(item)) return undefined;
  return (
    item["subresource"] ?? item["resource"] ?? item["groupVersion"] ?? item["name"] ?? metadataOf(item)["name"] ?? ""
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const metadataOf = (object: unknown): Record<string, unknown> =>
  ((object as { metadata?: Record<string, unknown> })?.metadata ?? {}) as Record<string, unknown>;

const versionOf = (object: unknown): string => String(metadataOf(object)["resourceVersion"]);

/** Fields that differ from one run to the next. */
const volatile = new Set(
  (
    "uid resourceVersion generation observedGeneration managedFields continue remainingItemCount creationTimestamp deletionTimestamp lastTransitionTime lastUpdateTime " +
    "lastHeartbeatTime startTime startedAt imageID containerID nodeName nodeInfo images capacity allocatable revisionHistoryLimit"
  ).split(" "),
);

const patterns: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "UID"],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME"],
  [/X509SHA256=[0-9a-f]{64}/g, "X509SHA256=HASH"],
  [/\b(10\.\d+|192\.0\.2)\.\d+(\.\d+)?\b/g, "IP"],
  [/\bnode-\d\b/g, "NODE"],
  [/\b(rs|rc|ds|web|gen|db)-[a-z0-9]+(-[a-z0-9]{5})?\b/g, "$1-x"],
  [/-[bcdf-hj-np-tv-z2456789]{5}\b/g, "-x"],
  [/\b(\d+d)?(\d+h)?(\d+m)?\d+s\b/g, "AGE"],
  [/current: \d+/, "current: N"],
  [/:3[0-2]\d{3}\//g, ":NODEPORT/"],
  [/^[a-z0-9]{8,10}$/, "HASH"],
];

function steady(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => steady(item));
  if (isObject(value)) {
    const kept = Object.entries(value).filter(([field]) => !volatile.has(field));
    return Object.fromEntries(kept.map(([field, item]) => [field, steady(item, field)]));
  }
  if (typeof value === "string") return patterns.reduce((text, [from, to]) => text.replace(from, to), value);
  return typeof value === "number" && value >= 30000 && value <= 32767 && key !== "port" ? "NODEPORT" : value;
}

/** What is compared: of a Table its columns and cells, of other things all that is steady. */
function view(body: unknown): unknown {
  if (!isObject(body) || body["kind"] !== "Table") return steady(body);
  const columns = (body["columnDefinitions"] as Record<string, unknown>[] | null)?.map((column) => {
    const { name, type, format, priority } = column;
    return { name, type, format, priority };
  });
  const rows = (body["rows"] as { cells: unknown[] }[]).map(({ cells }) => steady(cells));
  // Events come in any order, and of three only some are seen.
  const ofEvents = columns?.some(({ name }) => name === "Last Seen");
  return { columns, rows: ofEvents ? "in any order" : rows };
}
