import assert from "node:assert/strict";
import { test } from "node:test";

import { podAnswer, podNamespace } from "../../src/model/dns-pods.ts";

const hasNamespace = (name: string) => name === "podns";
const answer = (name: string) => podAnswer(name, "cluster.local", hasNamespace);

// CoreDNS, plugin/kubernetes: the cases of its own test of `pods insecure`, and what its parser of names takes
for (const [name, type, address] of [
  ["10-240-0-1.podns.pod.cluster.local.", "A", "10.240.0.1"],
  ["172-0-0-2.podns.pod.cluster.local.", "A", "172.0.0.2"],
  ["fd00--1-5.podns.pod.cluster.local.", "AAAA", "fd00::1:5"],
  ["1--1.podns.pod.cluster.local.", "AAAA", "1::1"],
  ["a.172-0-0-2.podns.pod.cluster.local.", "A", "172.0.0.2"],
  ["_http._tcp.172-0-0-2.podns.pod.cluster.local.", "A", "172.0.0.2"],
] as const) {
  test(`${name} has the address that it spells`, () => {
    assert.deepEqual(answer(name), { kind: "records", records: [{ name, type, data: address }], by: "CoreDNS" });
  });
}

for (const name of [
  "blah.podns.pod.cluster.local.",
  "10-240-0-256.podns.pod.cluster.local.",
  "10-240-0-01.podns.pod.cluster.local.",
  "10-240-0.podns.pod.cluster.local.",
  "10-240-0-1..pod.cluster.local.",
  "10-240-0-1.a/b.pod.cluster.local.",
  "a.b.c.172-0-0-2.podns.pod.cluster.local.",
]) {
  test(`${name} does not exist`, () => assert.deepEqual(answer(name), { kind: "no-such-name" }));
}

test("without its namespace no Pod has a name", () => {
  const missing = { kind: "no-such-name", noNamespace: "nons" };
  assert.deepEqual(answer("10-240-0-1.nons.pod.cluster.local."), missing);
  assert.deepEqual(answer("nons.pod.cluster.local."), missing);
});

test("above the names of Pods there is nothing, but no fault", () => {
  assert.deepEqual(answer("pod.cluster.local."), { kind: "no-data" });
  assert.deepEqual(answer("podns.pod.cluster.local."), { kind: "no-data" });
});

test("other names are none of Pods", () => {
  assert.equal(answer("10-240-0-1.podns.svc.cluster.local."), undefined);
  assert.equal(answer("10-240-0-1.podns.pod.other."), undefined);
  assert.equal(podNamespace("10-240-0-1.podns.svc.cluster.local.", "cluster.local"), undefined);
  assert.equal(podNamespace("10-240-0-1.podns.pod.cluster.local.", "cluster.local."), "podns");
});
