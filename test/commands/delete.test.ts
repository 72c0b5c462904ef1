import assert from "node:assert/strict";
import { test } from "node:test";

import { deployment, startShop, WEB_SERVICE } from "../support/shop.ts";

const shop = await startShop();

test("objects are deleted by type and name, each line with its namespace", async () => {
  const stall = await shop.open(WEB_SERVICE, deployment("web"));
  const { stdout } = await stall.run("delete svc/web deploy/web");
  assert.equal(
    stdout,
    `service "web" deleted from ${stall.namespace} namespace\n` +
      `deployment.apps "web" deleted from ${stall.namespace} namespace\n`,
  );
  assert.equal(await stall.read("get svc,deploy -o name"), "");
});

test("delete waits until the object is gone, finalizers and all", async () => {
  const stall = await shop.open(WEB_SERVICE.replace("{name: web}", "{name: web, finalizers: [example.com/hold]}"));
  let gone = false;
  const deleting = stall.run("delete svc web").then((shown) => ((gone = true), shown));
  await stall.read("wait svc/web --for=jsonpath={.metadata.deletionTimestamp}");
  assert.equal(gone, false);
  await stall.read(["patch", "svc", "web", "--type=merge", "-p", '{"metadata":{"finalizers":null}}']);
  assert.equal((await deleting).error, undefined);
});

test("--wait=false does not wait, --timeout gives up with its own exit code", async () => {
  const held = WEB_SERVICE.replace("{name: web}", "{name: web, finalizers: [example.com/hold]}");
  const stall = await shop.open(held);
  assert.equal((await stall.run("delete svc web --wait=false")).error, undefined);
  const { error } = await stall.run("delete svc web --timeout=50ms");
  assert.equal(error?.text, "error: timed out waiting for the condition on services/web");
  assert.equal(error?.exitCode, 8);
});

test("what is not there is an error, unless it is to be ignored", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const ghost = await stall.run("delete svc ghost web");
  assert.match(ghost.stdout, /service "web" deleted/);
  assert.equal(ghost.error?.text, 'Error from server (NotFound): services "ghost" not found');
  assert.equal(ghost.error?.exitCode, 3);
  const ignored = await stall.run("delete svc ghost --ignore-not-found");
  assert.deepEqual(ignored, { stdout: "", stderr: "", error: undefined });
});

test("-l, --field-selector and --all delete what they take in; nothing is told on standard output", async () => {
  const stall = await shop.open(WEB_SERVICE, WEB_SERVICE.replace("{name: web}", "{name: two, labels: {a: b}}"));
  assert.match((await stall.run("delete svc -l a=b")).stdout, /service "two" deleted/);
  assert.equal((await stall.run("delete svc --field-selector metadata.name=two")).stdout, "No resources found\n");
  assert.match((await stall.run("delete svc --all")).stdout, /service "web" deleted/);
});

test("-o name prints names, and a dry run deletes nothing", async () => {
  const stall = await shop.open(WEB_SERVICE);
  assert.equal((await stall.run("delete svc web --dry-run=client -o name")).stdout, "service/web\n");
  assert.equal(
    (await stall.run("delete svc web --dry-run=server")).stdout,
    `service "web" deleted from ${stall.namespace} namespace (server dry run)\n`,
  );
  assert.equal(await stall.read("get svc -o name"), "service/web\n");
});

test("-i asks first", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const no = await stall.run("delete svc web -i", { stdin: "n\n" });
  assert.equal(
    no.stdout,
    "You are about to delete the following 1 resource(s):\nservice/web\n" +
      "Do you want to continue? (y/N): deletion is cancelled\n",
  );
  const yes = await stall.run("delete svc web -i", { stdin: "Y\n" });
  assert.match(yes.stdout, /\(y\/N\): service "web" deleted/);
});

test("--cascade=orphan leaves the Pods", async () => {
  const stall = await shop.open(deployment("web"));
  const sets = await stall.read("get rs -o name");
  await stall.read("delete deploy web --cascade=orphan");
  assert.equal(await stall.read("get rs -o name"), sets);
});

// kubectl 1.36.4: delete svc web --cascade=true
test("a boolean --cascade still works, with kubectl's warning", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const { stderr } = await stall.run("delete svc web --cascade=true");
  assert.equal(
    stderr,
    "warning: --cascade=true is deprecated (boolean value) and can be replaced with --cascade=background.\n",
  );
});

for (const [line, message] of [
  ["delete svc web --all", "name cannot be provided when a selector is specified"],
  ["delete svc/web --all", "selectors and the all flag cannot be used when passing resource/name arguments"],
  ["delete svc", "resource(s) were provided, but no name was specified"],
  ["delete svc --all -l a=b", "setting 'all' parameter but found a non empty selector."],
  ["delete svc --all --field-selector a=b", "setting 'all' parameter but found a non empty selector."],
  ["delete svc web --now --grace-period=3", "--now and --grace-period cannot be specified together"],
  ["delete svc web --force --grace-period=3", "--force and --grace-period greater than 0 cannot be specified together"],
  ["delete svc web -o yaml", "unexpected -o output mode: yaml. We only support '-o name'"],
  ["delete svc web --cascade=x", 'invalid cascade value (x). Must be "background", "foreground", or "orphan"'],
  ["delete svc web -A", "a resource cannot be retrieved by name across all namespaces"],
] as const) {
  test(`${line} is refused`, async () => {
    const stall = await shop.open(WEB_SERVICE);
    const { stdout, error } = await stall.run(line);
    assert.equal(stdout, "");
    assert.equal(error?.message, message);
    assert.equal(error?.exitCode, 2);
    assert.equal(await stall.read("get svc -o name"), "service/web\n");
  });
}
