import assert from "node:assert/strict";
import { test } from "node:test";

import type { Cluster } from "../../src/kube/client.ts";
import { connect } from "../../src/kube/connect.ts";
import { readSnapshot } from "../../src/kube/read-snapshot.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";
import { testWorld } from "../support/faulty-server.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

const connectTo = ({ kubeconfigPath }: TestSandbox, world = testWorld()): Promise<Cluster> =>
  connect({ kubeconfig: kubeconfigPath }, world);

const service = (name: string): KubeObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace: "default" },
  spec: { ports: [{ port: 80 }], selector: { app: name } },
});

test("a Service's life through a real API server", async (t) => {
  const sandbox = await startTestSandbox();
  t.after(() => sandbox.stop());
  const world = testWorld();
  const cluster = await connectTo(sandbox, world);
  const services = await cluster.resource("svc");
  const ref = { namespace: "default", name: "web" };

  const created = await cluster.create(services, service("web"));
  const stop = new AbortController();
  const known = await cluster.listTable(services, { namespace: "default" });
  const watch = cluster.watchTable(services, { namespace: "default", known, signal: stop.signal });
  const told = (async () => {
    const events: string[] = [];
    for await (const { type, object } of watch) {
      events.push(`${type} ${String(object.rows[0]?.cells[0])}`);
      if (type === "DELETED") return events;
    }
    return events;
  })();

  const patched = await cluster.patch(services, ref, { metadata: { labels: { a: "b" } } }, { type: "merge" });
  assert.deepEqual(patched.metadata?.labels, { a: "b" });
  await assert.rejects(cluster.replace(services, { ...created, metadata: { ...created.metadata, labels: {} } }), {
    text:
      'Error from server (Conflict): Operation cannot be fulfilled on services "web": the object has been modified; ' +
      "please apply your changes to the latest version and try again",
    exitCode: 5,
  });
  const applied = { ...service("web"), metadata: { name: "web", labels: { c: "d" } } };
  const after = await cluster.patch(services, ref, applied, { type: "apply", fieldManager: "test", force: true });
  assert.deepEqual(after.metadata?.labels, { a: "b", c: "d" });
  const { services: read } = await readSnapshot(cluster, { namespace: "default", names: ["web"] });
  assert.equal(read[0]?.metadata?.resourceVersion, after.metadata?.resourceVersion);
  await cluster.delete(services, ref, { preconditions: { uid: created.metadata?.uid ?? "" } });
  await assert.rejects(cluster.get(services, ref), { exitCode: 3 });
  assert.deepEqual(await told, ["MODIFIED web", "MODIFIED web", "DELETED web"]);
});

test("a watch outlives a server that starts anew with nothing of what it knew", async (t) => {
  const first = await startTestSandbox();
  const port = Number(new URL(first.url).port);
  const before = await connectTo(first);
  const services = await before.resource("svc");
  // resourceVersions that the new server has not reached
  for (let at = 0; at < 50; at++) await before.create(services, service(`s${at}`));
  await before.create(services, service("old"));
  const world = testWorld({
    pace: { sleep: async () => new Promise((resolve) => setTimeout(resolve, 5)), random: () => 0 },
  });
  const cluster = await connectTo(first, world);
  const known = await cluster.list(services, { namespace: "default", fieldSelector: "metadata.name=old" });
  const watch = cluster.watch(services, { namespace: "default", known, fieldSelector: "metadata.name=old" });
  const iterator = watch[Symbol.asyncIterator]();
  const next = iterator.next();
  await first.stop();
  const second = await startTestSandbox({ port, credentials: first.credentials });
  t.after(() => second.stop());
  const { value } = await next;
  assert.equal(value?.type, "DELETED");
  await (await connectTo(second)).create(services, service("old"));
  assert.equal((await iterator.next()).value?.type, "ADDED");
  await iterator.return?.(undefined);
});
