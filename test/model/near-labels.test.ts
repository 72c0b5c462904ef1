import assert from "node:assert/strict";
import { test } from "node:test";

import { nearMisses, vocabularyOf } from "../../src/model/near-labels.ts";

const group = (labels: Record<string, string>) => ({ labels, pods: [] });

const near = (selector: Record<string, string>, ...labels: Record<string, string>[]) =>
  nearMisses(selector, vocabularyOf(labels.map(group))).map(({ key, found, under, distance }) => ({
    key,
    found,
    under,
    distance,
  }));

test("a typing mistake is nearer than a short form", () => {
  assert.deepEqual(near({ app: "frontend" }, { app: "frontned" }, { app: "fe" }), [
    { key: "app", found: "frontned", under: undefined, distance: 0 },
  ]);
  assert.deepEqual(near({ tier: "frontend" }, { tier: "fe" }), [
    { key: "tier", found: "fe", under: undefined, distance: 1 },
  ]);
});

test("the wanted value under another key is found", () => {
  assert.deepEqual(near({ app: "web" }, { "app.kubernetes.io/name": "web" }), [
    { key: "app", found: undefined, under: "app.kubernetes.io/name", distance: 1 },
  ]);
});

test("when two labels differ, nothing is near", () => {
  assert.deepEqual(near({ app: "web", tier: "fe" }, { app: "wbe", tier: "db" }), []);
});

test("one label of several may differ altogether, when few Pods share the others", () => {
  assert.deepEqual(near({ app: "web", track: "stable" }, { app: "web", track: "canary" }), [
    { key: "track", found: "canary", under: undefined, distance: 2 },
  ]);
});

test("a label that everything shares makes nothing near", () => {
  const labels = ["a1x", "b2y", "c3z", "d4w"].map((app) => ({ app, team: "x" }));
  assert.deepEqual(near({ app: "qqq", team: "x" }, ...labels), []);
});

test("numbered names are meant to differ", () => {
  assert.deepEqual(near({ app: "redis-3" }, { app: "redis-0" }, { app: "redis-1" }), []);
});
