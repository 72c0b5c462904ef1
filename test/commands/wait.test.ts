import assert from "node:assert/strict";
import { test } from "node:test";

import { readConditions } from "../../src/commands/wait-conditions.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";
import { deployment, startShop, WEB_SERVICE } from "../support/shop.ts";

const shop = await startShop();

test("a value that is there is met at once; each condition has its line", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const { stdout } = await stall.run("wait svc/web --for=create --for=jsonpath={.spec.type}=NodePort");
  assert.equal(stdout, "service/web condition met\nservice/web condition met\n");
});

// kubectl 1.36.4: wait svc web --for=delete --for=create --timeout=1s
test("conditions are waited for in the order in which they stand", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const { stdout, error } = await stall.run("wait svc/web --for=delete --for=create --timeout=100ms");
  assert.equal(stdout, "");
  assert.equal(error?.message, "timed out waiting for the condition on services/web");
});

test("a value that comes is waited for", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const waiting = stall.run("wait svc/web --for=jsonpath={.spec.type}=ClusterIP --timeout=20s");
  await stall.read(["patch", "svc", "web", "-p", '{"spec":{"type":"ClusterIP"}}']);
  assert.equal((await waiting).stdout, "service/web condition met\n");
});

test("a condition is met by its status", async () => {
  const stall = await shop.open(deployment("web"));
  const { stdout } = await stall.run("wait deploy/web --for=condition=available --timeout=20s");
  assert.equal(stdout, "deployment.apps/web condition met\n");
});

test("creation and deletion are waited for", async () => {
  const stall = await shop.open();
  const created = stall.run("wait svc/web --for=create --timeout=20s");
  await stall.run("create -f -", { stdin: WEB_SERVICE });
  assert.equal((await created).stdout, "service/web condition met\n");
  const deleted = stall.run("wait svc/web --for=delete --timeout=20s");
  await stall.read("delete svc web");
  assert.equal((await deleted).error, undefined);
});

for (const condition of ["jsonpath={.spec.type}=X", "delete", "endpoints"]) {
  test(`--for=${condition} that the request timeout ends says one thing: that it waited in vain`, async () => {
    const stall = await shop.open(WEB_SERVICE);
    const { stderr, error } = await stall.run(`wait svc/web --for=${condition} --request-timeout=1s`);
    assert.match(error?.message ?? "", /^timed out waiting for the condition on services\/web/);
    assert.equal(stderr, "");
  });
}

test("what is not there is deleted already", async () => {
  const stall = await shop.open();
  assert.deepEqual(await stall.run("wait svc/ghost --for=delete"), { stdout: "", stderr: "", error: undefined });
  assert.equal((await stall.run("wait svc -l a=b --for=delete")).error, undefined);
});

// kubectl 1.36, but for the exit codes
for (const [line, message, exitCode] of [
  [
    "wait svc/web --for=jsonpath={.spec.type}=X --timeout=50ms",
    "timed out waiting for the condition on services/web",
    8,
  ],
  ["wait svc/web --for=jsonpath={.spec.type}=X --timeout=0", "condition not met for services/web", 8],
  ["wait svc/web --for=delete --timeout=50ms", "timed out waiting for the condition on services/web", 8],
  ["wait svc/ghost --for=create --timeout=50ms", "timed out waiting for the condition", 8],
  ["wait svc/ghost --for=jsonpath={.a}", 'services "ghost" not found', 3],
  ["wait svc -l a=b --for=jsonpath={.a}", "no matching resources found", 3],
  ["wait svc/web", "unrecognized condition: []", 2],
  ["wait svc/web --for=foo", 'unrecognized condition: "foo"', 2],
  ["wait svc/web --for=jsonpath=", "jsonpath expression cannot be empty", 2],
  [
    "wait svc/web --for=jsonpath={.a}=",
    "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    2,
  ],
  ["wait svc/web --for=jsonpath={.spec}=1", "jsonpath leads to a nested object or list which is not supported", 2],
  ["wait svc/web --for=delete --timeout=10", /time: missing unit in duration "10"/, 2],
] as const) {
  test(`${line} ends with ${exitCode}`, async () => {
    const stall = await shop.open(WEB_SERVICE);
    const { error } = await stall.run(line);
    if (message instanceof RegExp) assert.match(error?.message ?? "", message);
    else assert.equal(error?.message, message);
    assert.equal(error?.exitCode, exitCode);
  });
}

const holds = (condition: string, object: object): boolean => {
  const [only] = readConditions([condition]);
  assert.equal(only?.kind, "state");
  return only.holds(object as KubeObject);
};

test("a condition of an earlier generation does not count", () => {
  const conditions = [{ type: "Ready", status: "True", observedGeneration: 1 }];
  assert.equal(holds("condition=ready", { metadata: { generation: 1 }, status: { conditions } }), true);
  assert.equal(holds("condition=ready", { metadata: { generation: 2 }, status: { conditions } }), false);
  assert.equal(holds("condition=Ready=false", { metadata: {}, status: { conditions } }), false);
});

test("an expression may hold a double equals sign, and its value may be quoted", () => {
  const object = { status: { conditions: [{ type: "Ready", status: "True" }] } };
  assert.equal(holds('jsonpath={.status.conditions[?(@.type=="Ready")].status}="True"', object), true);
});
