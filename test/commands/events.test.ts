import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { test } from "node:test";

import type { CliError } from "../../src/errors.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";
import { runProgram } from "../../src/program.ts";
import { clusterOf } from "../support/cluster.ts";
import { testContext } from "../support/context.ts";

const event = (name: string, second: number, parts: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "Event",
  metadata: { name, namespace: "default" },
  involvedObject: { kind: "Pod", apiVersion: "v1", name: "web-1" },
  type: "Normal",
  reason: "Started",
  message: `message of ${name}`,
  firstTimestamp: `2025-12-31T23:59:${second}Z`,
  lastTimestamp: `2025-12-31T23:59:${second}Z`,
  ...parts,
});

const EVENTS = [
  event("late", 58),
  event("early", 50, { type: "Warning", reason: "BackOff", count: 4, firstTimestamp: "2025-12-31T23:50:00Z" }),
  event("other", 55, { involvedObject: { kind: "Service", apiVersion: "v1", name: "web" } }),
];

async function events(line: string, objects: readonly KubeObject[] = EVENTS) {
  const cluster = clusterOf(objects);
  const context = testContext({ connect: async () => cluster });
  let failure: CliError | undefined;
  await runProgram(["events", ...line.split(" ").filter(Boolean)], context).catch(
    (error: CliError) => (failure = error),
  );
  return { stdout: context.stdout, stderr: context.stderr, failure };
}

test("events are told from the oldest to the latest", async () => {
  assert.equal(
    (await events("")).stdout,
    "LAST SEEN           TYPE      REASON    OBJECT        MESSAGE\n" +
      "10s (x4 over 10m)   Warning   BackOff   Pod/web-1     message of early\n" +
      "5s                  Normal    Started   Service/web   message of other\n" +
      "2s                  Normal    Started   Pod/web-1     message of late\n",
  );
});

test("in every namespace, the namespace comes first", async () => {
  assert.match((await events("-A --no-headers")).stdout, /^default {3}10s \(x4 over 10m\) /);
});

test("events are selected by type and by what they are about", async () => {
  assert.deepEqual((await events("--types=warning --no-headers")).stdout.split("\n").length, 2);
  assert.match(
    (await events("--for svc/web --no-headers")).stdout,
    /^5s +Normal +Started +Service\/web +message of other\n$/,
  );
});

test("data is printed as a list of events", async () => {
  const list = JSON.parse((await events("-o json")).stdout);
  assert.deepEqual([list.kind, list.items.length, list.items[0].metadata.name], ["EventList", 3, "early"]);
});

test("no events are no failure", async () => {
  assert.deepEqual(await events("-n nowhere"), {
    stdout: "",
    stderr: "No events found in nowhere namespace.\n",
    failure: undefined,
  });
  assert.equal((await events("-A", [])).stderr, "No events found.\n");
});

test("types that there are not, and objects without a name, are refused", async () => {
  assert.equal((await events("--types=Bogus")).failure?.text, "error: valid --types are Normal or Warning");
  assert.equal((await events("--for pod")).failure?.text, "error: --for must be in resource/name form");
});

test("a watch tells events as they come, but not that old ones are deleted", async () => {
  const cluster = clusterOf([]);
  const interruption = new AbortController();
  const context = testContext({ connect: async () => cluster, signal: interruption.signal });
  const ended = runProgram(["events", "-w"], context);
  while (!cluster.requests.includes("watch events")) await setImmediate();
  cluster.change("DELETED", event("old", 10));
  cluster.change("ADDED", event("new", 59));
  while (context.stdout === "") await setImmediate();
  interruption.abort();
  await ended;
  assert.match(
    context.stdout,
    /^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n1s +Normal +Started +Pod\/web-1 +message of new\n$/,
  );
});
