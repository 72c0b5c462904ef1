import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import type { PodTemplate } from "../../../src/model/snapshot.ts";
import { revisionHash, templateHash } from "../../../src/sandbox/controllers/template-hash.ts";

interface Recording {
  creates: { object: { kind: string; spec: { template: PodTemplate } } }[];
}

// workloads of a cluster of v1.36.2, which gave their Pods and revisions these hashes
const { creates } = JSON.parse(
  readFileSync(new URL("../../recordings/managed-fields.json", import.meta.url), "utf8"),
) as Recording;

const templateOf = (kind: string): PodTemplate => {
  const found = creates.find(({ object }) => object.kind === kind);
  assert.ok(found);
  return found.object.spec.template;
};

test("a Deployment's template has the hash that a real cluster gives it", () => {
  assert.equal(templateHash(templateOf("Deployment")), "f95966887");
});

test("a DaemonSet's template has the hash that a real cluster gives it", () => {
  assert.equal(templateHash(templateOf("DaemonSet")), "76fd9bc54d");
});

test("a StatefulSet's revision has the hash that a real cluster gives it", () => {
  assert.equal(revisionHash(templateOf("StatefulSet")), "6fbddf968c");
});

test("another template has another hash", () => {
  const template = templateOf("Deployment");
  assert.notEqual(templateHash({ ...template, metadata: { labels: { app: "other" } } }), templateHash(template));
});
