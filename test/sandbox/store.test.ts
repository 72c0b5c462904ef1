import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject } from "../../src/model/snapshot.ts";
import { createKinds } from "../../src/sandbox/kinds.ts";
import { createStore } from "../../src/sandbox/store.ts";
import type { StoreEvent } from "../../src/sandbox/types.ts";

const kinds = createKinds({});
const kind = (word: string) => kinds.find((one) => one.kind === word) ?? assert.fail(word);
const [configMaps, secrets] = [kind("ConfigMap"), kind("Secret")];

const object = (name: string, namespace = "default", data?: string): KubeObject => ({
  metadata: { name, namespace },
  ...(data !== undefined && { data }),
});
const names = (objects: KubeObject[] | undefined) => objects?.map(({ metadata }) => metadata?.name);

test("one counter runs through all kinds, and each change takes the next number", () => {
  const store = createStore();
  assert.equal(store.put(configMaps, object("a")).metadata?.resourceVersion, "1");
  assert.equal(store.put(secrets, object("b")).metadata?.resourceVersion, "2");
  assert.equal(store.remove(configMaps, object("a")).metadata?.resourceVersion, "3");
  assert.equal(store.revision, 3);
});

test("a list is ordered as etcd's keys are: a namespace's dash comes before the slash of a shorter one", () => {
  const store = createStore();
  for (const [namespace, name] of [
    ["a", "x"],
    ["a-b", "y"],
    ["a", "b"],
  ] as const) {
    store.put(configMaps, object(name, namespace));
  }
  assert.deepEqual(names(store.list(configMaps)), ["y", "b", "x"]);
  assert.deepEqual(names(store.list(configMaps, "a")), ["b", "x"]);
});

test("a list of the past is as it was: later additions, changes and removals are undone", () => {
  const store = createStore();
  store.put(configMaps, object("a", "default", "old"));
  store.put(configMaps, object("b"));
  const then = store.revision;
  store.put(configMaps, object("a", "default", "new"));
  store.put(configMaps, object("c"));
  store.remove(configMaps, object("b"));
  store.put(secrets, object("s"));
  const past = store.listAt(configMaps, then);
  assert.deepEqual(names(past), ["a", "b"]);
  assert.equal(past?.[0]?.["data"], "old");
  assert.deepEqual(names(store.list(configMaps)), ["a", "c"]);
});

test("what is too long ago is forgotten, and said to be", () => {
  const store = createStore();
  for (let count = 0; count < 10_000; count++) store.put(configMaps, object("a", "default", String(count)));
  assert.equal(store.listAt(configMaps, 1), undefined);
  assert.equal(store.since(1), undefined);
  assert.equal(store.since(store.revision - 5000)?.length, 5000);
  assert.deepEqual(store.since(store.revision), []);
});

test("a listener that changes something hears of its own change after it has heard the first to the end", () => {
  const store = createStore();
  const heard: string[] = [];
  const note = (who: string) => (event: StoreEvent) => heard.push(`${who} ${event.object.metadata?.name}`);
  store.subscribe((event) => {
    note("first")(event);
    if (event.object.metadata?.name === "a") store.put(configMaps, object("b"));
  });
  store.subscribe(note("second"));
  store.put(configMaps, object("a"));
  assert.deepEqual(heard, ["first a", "second a", "first b", "second b"]);
});

test("who has stopped listening hears nothing more", () => {
  const store = createStore();
  const heard: StoreEvent[] = [];
  const stop = store.subscribe((event) => heard.push(event));
  store.put(configMaps, object("a"));
  stop();
  store.put(configMaps, object("b"));
  assert.equal(heard.length, 1);
});
