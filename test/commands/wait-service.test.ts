import assert from "node:assert/strict";
import { test } from "node:test";

import { deployment, startShop, WEB_SERVICE } from "../support/shop.ts";

const shop = await startShop();

test("endpoints are waited for, as many as are asked for", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const waiting = stall.run("wait svc/web --for=endpoints=2 --timeout=20s");
  await stall.run("create -f -", { stdin: deployment("web") });
  assert.deepEqual(await waiting, { stdout: "service/web condition met\n", stderr: "", error: undefined });
  assert.equal((await stall.run("wait svc/web --for=Endpoints --timeout=0")).error, undefined);
});

test("the end of all endpoints is waited for", async () => {
  const stall = await shop.open(WEB_SERVICE, deployment("web"));
  await stall.read("wait svc/web --for=endpoints --timeout=20s");
  const waiting = stall.run("wait svc/web --for=no-endpoints --timeout=20s");
  await stall.read("scale deployment web --replicas=0");
  assert.equal((await waiting).stdout, "service/web condition met\n");
});

test("the address of a load balancer is waited for", async () => {
  const stall = await shop.open(WEB_SERVICE);
  await stall.read(["patch", "svc", "web", "-p", '{"spec":{"type":"LoadBalancer"}}']);
  const waiting = stall.run("wait svc/web --for=load-balancer --timeout=20s");
  const status = '{"status":{"loadBalancer":{"ingress":[{"hostname":"lb.example.com"}]}}}';
  await stall.read(["patch", "svc", "web", "--subresource=status", "-p", status]);
  assert.equal((await waiting).stdout, "service/web condition met\n");
});

test("when the time is up, what is still missing is told", async () => {
  const stall = await shop.open(WEB_SERVICE, deployment("web", ", tier: front"));
  await stall.read("wait svc/web --for=endpoints=2 --timeout=20s");
  const { error } = await stall.run("wait svc/web --for=endpoints=3 --timeout=50ms");
  assert.equal(error?.message, "timed out waiting for the condition on services/web: 2 of 3 endpoints ready");
  assert.equal(error?.exitCode, 8);
  const traffic = await stall.run("wait svc/web --for=no-endpoints --timeout=0");
  assert.match(
    traffic.error?.message ?? "",
    /^condition not met for services\/web: 2 endpoints still get traffic\n {2}web-\S+\n {2}web-\S+$/,
  );
  const balancer = await stall.run("wait svc/web --for=load-balancer --timeout=0");
  assert.equal(balancer.error?.message, "condition not met for services/web: it is a NodePort Service");
});

test("a selector that takes in no Pod is told, and so is a Pod that is not ready", async () => {
  const never = deployment("web").replace("ports:", 'readinessProbe: {exec: {command: ["false"]}}, ports:');
  const typo = WEB_SERVICE.replace("app: web", "app: wbe").replace("name: web", "name: typo");
  const stall = await shop.open(WEB_SERVICE, typo, never);
  const failed = await stall.run("wait svc/web svc/typo --for=endpoints --timeout=0");
  const [first = "", ...others] = (failed.error?.message ?? "").split("condition not met").slice(1);
  assert.match(first, /services\/web: 0 of 1 endpoints ready\n {2}web-\S+: .+\n {2}web-\S+: .+/);
  assert.match(
    others.join(""),
    /services\/typo: 0 of 1 endpoints ready\n {2}no Pod matches app=wbe; nearest: app=web \(2 Pods\)/,
  );
});

for (const [line, message, exitCode] of [
  ["wait svc/ghost --for=endpoints", 'services "ghost" not found', 3],
  ["wait ns/default --for=endpoints", "--for=endpoints waits for Services, not for namespaces", 2],
  ["wait svc/web --for=endpoints=0", "endpoints=0: how many endpoints must be ready is a number from 1", 2],
  ["wait svc/web --for=endpoints=", "endpoints=: how many endpoints must be ready is a number from 1", 2],
] as const) {
  test(`${line} is refused`, async () => {
    const stall = await shop.open();
    const { error } = await stall.run(line);
    assert.deepEqual([error?.message, error?.exitCode], [message, exitCode]);
  });
}
