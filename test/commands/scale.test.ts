import assert from "node:assert/strict";
import { test } from "node:test";

import { deployment, startShop, WEB_SERVICE } from "../support/shop.ts";

const shop = await startShop();
const REPLICAS = "get deploy -o jsonpath={.items[*].spec.replicas}";

test("a Deployment is scaled, and the printed object has the new number", async () => {
  const stall = await shop.open(deployment("web"));
  assert.equal((await stall.run("scale deploy web --replicas=3")).stdout, "deployment.apps/web scaled\n");
  assert.equal((await stall.run("scale deploy web --replicas=4 -o jsonpath={.spec.replicas}")).stdout, "4");
  assert.equal(await stall.read(REPLICAS), "4");
});

test("--current-replicas must hold", async () => {
  const stall = await shop.open(deployment("web"));
  const { error } = await stall.run("scale deploy web --replicas=3 --current-replicas=7");
  assert.equal(error?.text, "error: Expected replicas to be 7, was 2");
  assert.equal((await stall.run("scale deploy web --replicas=3 --current-replicas=2")).error, undefined);
  assert.equal(await stall.read(REPLICAS), "3");
});

test("--resource-version must hold, and is for one object alone", async () => {
  const stall = await shop.open(deployment("web"), deployment("db"));
  const { error } = await stall.run("scale deploy web --replicas=3 --resource-version=1");
  assert.match(error?.text ?? "", /^error: Expected resource version to be 1, was \d+$/);
  const several = await stall.run("scale deploy --all --replicas=3 --resource-version=1");
  assert.equal(several.error?.text, "error: cannot use --resource-version with multiple resources");
});

test("what cannot be found does not keep the others from being scaled", async () => {
  const stall = await shop.open(deployment("web"));
  const { stdout, error } = await stall.run("scale deploy ghost web --replicas=1");
  assert.equal(stdout, "deployment.apps/web scaled\n");
  assert.equal(error?.exitCode, 3);
});

test("--timeout waits until the replicas are there", async () => {
  const stall = await shop.open(deployment("web"));
  assert.equal((await stall.run("scale deploy web --replicas=3 --timeout=10s")).error, undefined);
  assert.equal(await stall.read("get deploy web -o jsonpath={.status.replicas}"), "3");
});

test("a dry run scales nothing", async () => {
  const stall = await shop.open(deployment("web"));
  const server = await stall.run("scale deploy web --replicas=3 --dry-run=server");
  assert.equal(server.stdout, "deployment.apps/web scaled (server dry run)\n");
  const client = await stall.run("scale deploy web --replicas=3 --dry-run=client");
  assert.equal(client.stdout, "deployment.apps/web scaled (dry run)\n");
  assert.equal(await stall.read(REPLICAS), "2");
});

for (const [line, message] of [
  ["scale deploy web", 'required flag(s) "replicas" not set'],
  [
    "scale deploy web --replicas=-1",
    "The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0",
  ],
  [
    "scale deploy web --replicas=1 --current-replicas=-2",
    "The --current-replicas must specify an integer of -1 or greater",
  ],
  ["scale svc web --replicas=1", "the server could not find the requested resource"],
] as const) {
  test(`${line} is refused`, async () => {
    const stall = await shop.open(WEB_SERVICE);
    assert.equal((await stall.run(line)).error?.message, message);
  });
}
