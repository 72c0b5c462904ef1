import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { createRegistry, type RegistryOptions } from "../../../src/sandbox/registry.ts";
import { createStrategies } from "../../../src/sandbox/rules/strategies.ts";
import { ApiError } from "../../../src/sandbox/status.ts";
import type { Kind, Registry } from "../../../src/sandbox/types.ts";

const by = { fieldManager: "test" };
const now = () => new Date("2026-01-02T03:04:05.678Z");

interface Cluster {
  registry: Registry;
  kind(word: string): Kind;
  create(word: string, object: KubeObject): KubeObject;
}

function cluster(options: Partial<RegistryOptions> = {}): Cluster {
  const registry = createRegistry({ now, strategies: createStrategies(Math.random), ...options });
  const kind = (word: string) => registry.kinds.find((one) => one.kind === word) ?? assert.fail(word);
  const create = (word: string, object: KubeObject) => registry.create(kind(word), object, by);
  if (!options.state) create("Namespace", { metadata: { name: "default" } });
  return { registry, kind, create };
}

const service = (name: string, spec: object = {}): KubeObject => ({
  metadata: { name, namespace: "default" },
  spec: { ports: [{ port: 80 }], ...spec },
});

const pod = (metadata: KubeObject["metadata"] & object, spec: object = {}): KubeObject => ({
  metadata: { namespace: "default", ...metadata },
  spec: { containers: [{ name: "c", image: "nginx" }], ...spec },
});

const refusal = (code: number, message: RegExp | string) => (error: unknown) => {
  assert.ok(error instanceof ApiError, String(error));
  assert.equal(error.status.code, code);
  if (typeof message === "string") assert.equal(error.message, message);
  else assert.match(error.message, message);
  return true;
};

test("a new object gets what the server owns, whatever the caller says of it", () => {
  const { create } = cluster();
  const { metadata } = create("Service", {
    ...service("a"),
    metadata: {
      name: "a",
      namespace: "default",
      uid: "mine",
      generation: 7,
      creationTimestamp: "2000-01-01T00:00:00Z",
    },
  });
  assert.match(metadata?.uid ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(metadata?.creationTimestamp, "2026-01-02T03:04:05Z");
  assert.equal(metadata?.resourceVersion, "2");
  assert.equal(metadata?.generation, undefined, "Services have no generation");
});

test("a generated name has five characters of the API server's alphabet, and its base is cut to fit", () => {
  const { create } = cluster();
  const long = "x".repeat(70);
  assert.match(
    create("Pod", pod({ generateName: "web-" })).metadata?.name ?? "",
    /^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/,
  );
  assert.match(
    create("Pod", pod({ generateName: long })).metadata?.name ?? "",
    /^x{58}[bcdfghjklmnpqrstvwxz2456789]{5}$/,
  );
});

test("nothing is made in a namespace that is not there", () => {
  const { create } = cluster();
  const lost = { ...service("a"), metadata: { name: "a", namespace: "nope" } };
  assert.throws(() => create("Service", lost), refusal(404, 'namespaces "nope" not found'));
});

test("nothing is made in a namespace that is going away", () => {
  const { registry, kind, create } = cluster();
  create("Namespace", { metadata: { name: "old" } });
  registry.delete(kind("Namespace"), undefined, "old");
  const late = { ...service("a"), metadata: { name: "a", namespace: "old" } };
  const words =
    'services "a" is forbidden: unable to create new content in namespace old because it is being terminated';
  assert.throws(() => create("Service", late), refusal(403, words));
});

test("a refused object leaves no address and no port behind", () => {
  const { create } = cluster();
  const fixed = { type: "NodePort", clusterIP: "10.96.1.1", ports: [{ port: 80, nodePort: 30001 }] };
  const taken = {
    ...fixed,
    metadata: {},
    ports: [
      { port: 80, nodePort: 30001 },
      { name: "b", port: 81, nodePort: 80 },
    ],
  };
  assert.throws(() => create("Service", service("a", taken)), refusal(422, /is invalid/));
  assert.equal((create("Service", service("b", fixed))["spec"] as { clusterIP: string }).clusterIP, "10.96.1.1");
});

test("a name that is taken is refused, and what was allocated meanwhile is given back", () => {
  const { create, registry, kind } = cluster();
  create("Service", service("a"));
  const again = service("a", { type: "NodePort", ports: [{ port: 80, nodePort: 30002 }] });
  assert.throws(() => create("Service", again), refusal(409, 'services "a" already exists'));
  registry.delete(kind("Service"), "default", "a");
  assert.ok(create("Service", again));
});

test("a dry run answers as if, and stores nothing", () => {
  const { registry, kind } = cluster();
  const before = registry.revision;
  const dry = registry.create(kind("Service"), service("a"), { ...by, dryRun: true });
  assert.ok(dry.metadata?.uid);
  assert.equal(dry.metadata?.resourceVersion, undefined);
  assert.equal(registry.get(kind("Service"), "default", "a"), undefined);
  assert.equal(registry.revision, before);
});

test("an update that changes nothing keeps the resourceVersion", () => {
  const { registry, kind, create } = cluster();
  const made = create("Service", service("a"));
  const same = registry.update(kind("Service"), { ...made, metadata: { ...made.metadata } }, by);
  assert.equal(same.metadata?.resourceVersion, made.metadata?.resourceVersion);
});

test("an update of an old version is refused, one that names no version is not", () => {
  const { registry, kind, create } = cluster();
  const old = create("ConfigMap", { metadata: { name: "a", namespace: "default" }, data: { a: "1" } });
  registry.update(kind("ConfigMap"), { ...old, data: { a: "2" } }, by);
  const words = /^Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply/;
  assert.throws(() => registry.update(kind("ConfigMap"), { ...old, data: { a: "3" } }, by), refusal(409, words));
  const { resourceVersion: _, ...metadata } = old.metadata ?? {};
  assert.ok(registry.update(kind("ConfigMap"), { ...old, metadata, data: { a: "3" } }, by));
});

test("an update of an object that was deleted and made anew is refused", () => {
  const { registry, kind, create } = cluster();
  const old = create("ConfigMap", { metadata: { name: "a", namespace: "default" } });
  registry.delete(kind("ConfigMap"), "default", "a");
  create("ConfigMap", { metadata: { name: "a", namespace: "default" } });
  assert.throws(() => registry.update(kind("ConfigMap"), old, by), refusal(409, /Precondition failed: UID/));
});

test("a change of spec raises the generation; a change of labels or status does not", () => {
  const { registry, kind, create } = cluster();
  const template = { metadata: { labels: { app: "a" } }, spec: { containers: [{ name: "c", image: "nginx" }] } };
  const spec = { replicas: 1, selector: { matchLabels: { app: "a" } }, template };
  const made = create("ReplicaSet", { metadata: { name: "a", namespace: "default" }, spec });
  const labelled = registry.update(
    kind("ReplicaSet"),
    { ...made, metadata: { ...made.metadata, labels: { a: "b" } } },
    by,
  );
  const reported = registry.update(
    kind("ReplicaSet"),
    { ...labelled, status: { replicas: 1 } },
    { ...by, subresource: "status" },
  );
  const scaled = registry.update(kind("ReplicaSet"), { ...reported, spec: { ...spec, replicas: 2 } }, by);
  const generations = [made, labelled, reported, scaled].map(({ metadata }) => metadata?.generation);
  assert.deepEqual(generations, [1, 1, 1, 2]);
});

test("a plain update leaves the status alone, an update of the status the spec", () => {
  const { registry, kind, create } = cluster();
  const made = create("Service", service("a", { type: "LoadBalancer" }));
  const status = { loadBalancer: { ingress: [{ ip: "203.0.113.1" }] } };
  const reported = registry.update(
    kind("Service"),
    { ...made, spec: { type: "LoadBalancer", clusterIP: "10.96.9.9" }, status },
    { ...by, subresource: "status" },
  );
  assert.deepEqual(reported["spec"], made["spec"]);
  const updated = registry.update(
    kind("Service"),
    { ...reported, status: {}, metadata: { ...reported.metadata, labels: { a: "b" } } },
    by,
  );
  assert.deepEqual(updated["status"], reported["status"]);
});

test("a Pod on a node gets its grace period; the node ends it with none", () => {
  const { registry, kind, create } = cluster();
  const made = create("Pod", pod({ name: "a" }));
  registry.update(
    kind("Pod"),
    { ...made, spec: { ...(made["spec"] as object), nodeName: "n" } },
    {
      ...by,
      subresource: "binding",
    },
  );
  const going = registry.delete(kind("Pod"), "default", "a");
  assert.equal(going.metadata?.deletionTimestamp, "2026-01-02T03:04:35Z");
  assert.equal(going.metadata?.deletionGracePeriodSeconds, 30);
  const hastened = registry.delete(kind("Pod"), "default", "a", { gracePeriodSeconds: 5 });
  assert.equal(hastened.metadata?.deletionGracePeriodSeconds, 5);
  const unchanged = registry.delete(kind("Pod"), "default", "a", { gracePeriodSeconds: 60 });
  assert.equal(unchanged.metadata?.resourceVersion, hastened.metadata?.resourceVersion);
  registry.delete(kind("Pod"), "default", "a", { gracePeriodSeconds: 0 });
  assert.equal(registry.get(kind("Pod"), "default", "a"), undefined);
});

test("a Pod on no node goes at once", () => {
  const { registry, kind, create } = cluster();
  create("Pod", pod({ name: "a" }));
  registry.delete(kind("Pod"), "default", "a");
  assert.equal(registry.get(kind("Pod"), "default", "a"), undefined);
});

test("an object with finalizers stays until the last is gone", () => {
  const { registry, kind, create } = cluster();
  create("ConfigMap", { metadata: { name: "a", namespace: "default", finalizers: ["example.com/hold"] } });
  const going = registry.delete(kind("ConfigMap"), "default", "a");
  assert.equal(going.metadata?.deletionTimestamp, "2026-01-02T03:04:05Z");
  assert.equal(going.metadata?.deletionGracePeriodSeconds, 0);
  registry.update(kind("ConfigMap"), { ...going, metadata: { ...going.metadata, finalizers: [] } }, by);
  assert.equal(registry.get(kind("ConfigMap"), "default", "a"), undefined);
});

const propagations = [
  ["Deployment", "Background", undefined],
  ["Deployment", "Foreground", ["foregroundDeletion"]],
  ["Deployment", "Orphan", ["orphan"]],
  ["Deployment", undefined, undefined],
  ["ReplicationController", undefined, ["orphan"]],
  ["ReplicationController", "Background", undefined],
] as const;

for (const [word, propagationPolicy, finalizers] of propagations) {
  test(`deleting a ${word} with propagation ${propagationPolicy ?? "unsaid"} waits for ${finalizers ?? "nobody"}`, () => {
    const { registry, kind, create } = cluster();
    const template = { metadata: { labels: { app: "a" } }, spec: { containers: [{ name: "c", image: "nginx" }] } };
    const selector = word === "Deployment" ? { matchLabels: { app: "a" } } : { app: "a" };
    create(word, { metadata: { name: "a", namespace: "default" }, spec: { selector, template } });
    registry.delete(kind(word), "default", "a", { ...(propagationPolicy && { propagationPolicy }) });
    assert.deepEqual(registry.get(kind(word), "default", "a")?.metadata?.finalizers, finalizers);
  });
}

test("a deletion whose precondition fails does nothing", () => {
  const { registry, kind, create } = cluster();
  create("Service", service("a"));
  const call = { preconditions: { resourceVersion: "999" } };
  const words =
    /^Operation cannot be fulfilled on Service "a": the ResourceVersion in the precondition \(999\) does not/;
  assert.throws(() => registry.delete(kind("Service"), "default", "a", call), refusal(409, words));
  assert.ok(registry.get(kind("Service"), "default", "a"));
});

test("the namespaces that every cluster has may not be deleted", () => {
  const { registry, kind } = cluster();
  const words = 'namespaces "default" is forbidden: this namespace may not be deleted';
  assert.throws(() => registry.delete(kind("Namespace"), undefined, "default"), refusal(403, words));
});

test("a namespace waits for its finalizer, which a plain update cannot take away", () => {
  const { registry, kind, create } = cluster();
  create("Namespace", { metadata: { name: "old" } });
  const going = registry.delete(kind("Namespace"), undefined, "old");
  assert.equal((going["status"] as { phase: string }).phase, "Terminating");
  const emptied = { ...going, spec: { finalizers: [] } };
  registry.update(kind("Namespace"), emptied, by);
  assert.ok(registry.get(kind("Namespace"), undefined, "old"));
  registry.update(kind("Namespace"), emptied, { ...by, subresource: "finalize" });
  assert.equal(registry.get(kind("Namespace"), undefined, "old"), undefined);
});

test("an Event that comes again is counted, and events.k8s.io shows it under its own names", () => {
  const { registry, kind, create } = cluster();
  const about = create("Service", service("a"));
  const note = { type: "Normal", reason: "Seen", message: "again", component: "test" } as const;
  registry.record(about, note);
  registry.record(about, note);
  const [event, ...others] = registry.list(kind("Event"), "default");
  assert.deepEqual(others, []);
  assert.equal(event?.["count"], 2);
  const shownKind = registry.kind("events.k8s.io", "events") ?? assert.fail("events.k8s.io");
  const [shown] = registry.list(shownKind, "default");
  assert.equal(shown?.apiVersion, "events.k8s.io/v1");
  assert.equal(shown?.["note"], "again");
  assert.equal(shown?.["deprecatedCount"], 2);
  assert.deepEqual(shown?.["regarding"], event?.["involvedObject"]);
});

test("Events are forgotten after an hour", () => {
  let time = now();
  const { registry, kind, create } = cluster({ now: () => time });
  const about = create("Service", service("a"));
  const note = (reason: string) =>
    registry.record(about, { type: "Normal", reason, message: reason, component: "test" });
  note("Old");
  time = new Date(time.getTime() + 3_600_001);
  note("New");
  assert.deepEqual(
    registry.list(kind("Event")).map((event) => event["reason"]),
    ["New"],
  );
});

test("a cluster that is dumped and made anew has the same objects, and the same addresses are taken", () => {
  const before = cluster();
  before.create("Service", service("a", { clusterIP: "10.96.7.7" }));
  const state = JSON.parse(JSON.stringify(before.registry.dump()));
  const after = cluster({ state });
  assert.deepEqual(after.registry.dump(), state);
  assert.throws(
    () => after.create("Service", service("b", { clusterIP: "10.96.7.7" })),
    refusal(422, /provided IP is already allocated/),
  );
  assert.equal(Number(after.create("Service", service("c")).metadata?.resourceVersion), before.registry.revision + 1);
});

test("Events of an earlier run are counted on and forgotten as the others", () => {
  const before = cluster();
  const about = before.create("Service", service("a"));
  const note = { type: "Normal", reason: "Seen", message: "again", component: "test" } as const;
  before.registry.record(about, note);
  const state = JSON.parse(JSON.stringify(before.registry.dump()));
  const soon = cluster({ state });
  soon.registry.record(about, note);
  assert.deepEqual(
    soon.registry.list(soon.kind("Event")).map((event) => event["count"]),
    [2],
  );
  const later = cluster({ state, now: () => new Date(now().getTime() + 3_700_000) });
  later.registry.record(about, { ...note, reason: "New" });
  assert.deepEqual(
    later.registry.list(later.kind("Event")).map((event) => event["reason"]),
    ["New"],
  );
});
