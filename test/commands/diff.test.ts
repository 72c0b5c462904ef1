import assert from "node:assert/strict";
import { test } from "node:test";

import { startShop, WEB_SERVICE } from "../support/shop.ts";

const shop = await startShop();
const changed = WEB_SERVICE.replace("targetPort: 80", "targetPort: 8080");
const SHORT = { KUBECTL_EXTERNAL_DIFF: "diff -U0" };
const lines = (text: string) => text.split("\n").filter((line) => /^[+-] /.test(line));

test("without a difference nothing is shown, and the exit code is 0", async () => {
  const stall = await shop.open();
  await stall.run("apply -f -", { stdin: WEB_SERVICE });
  const { stdout, stderr, error } = await stall.run("diff -f -", { stdin: WEB_SERVICE });
  assert.deepEqual([stdout, stderr, error], ["", "", undefined]);
});

test("a difference is shown as YAML, the exit code is 1, and nothing is changed", async () => {
  const stall = await shop.open();
  await stall.run("apply -f -", { stdin: WEB_SERVICE });
  const { stdout, error } = await stall.run("diff -f -", { stdin: changed, env: SHORT });
  assert.deepEqual(lines(stdout), ["-    targetPort: 80", "+    targetPort: 8080"]);
  assert.equal(error?.exitCode, 1);
  assert.equal(error?.name, "SilentExit");
  assert.equal(await stall.read("get svc web -o jsonpath={.spec.ports[0].targetPort}"), "80");
});

test("an object that is not there yet is all new", async () => {
  const stall = await shop.open();
  const { stdout, error } = await stall.run("diff -f -", { stdin: WEB_SERVICE });
  assert.ok(lines(stdout.replaceAll(/^\+/gm, "+ ")).includes("+ kind: Service"));
  assert.equal(error?.exitCode, 1);
  assert.equal(await stall.read("get svc -o name"), "");
});

test("--server-side compares with what the server would merge", async () => {
  const stall = await shop.open();
  await stall.run("apply --server-side -f -", { stdin: WEB_SERVICE });
  const { stdout } = await stall.run("diff --server-side -f -", { stdin: changed, env: SHORT });
  assert.deepEqual(lines(stdout), ["-    targetPort: 80", "+    targetPort: 8080"]);
});

test("the values of a Secret are masked, and still seen to differ", async () => {
  const secret = (data: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {${data}}\n`;
  const stall = await shop.open(secret("same: YQ==, other: YQ=="));
  const { stdout } = await stall.run("diff -f -", { stdin: secret("same: YQ==, other: Yg=="), env: SHORT });
  assert.deepEqual(lines(stdout), ["-  other: '*** (before)'", "+  other: '*** (after)'"]);
});

test("a program that is not there is a failure with an exit code above 1", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const env = { KUBECTL_EXTERNAL_DIFF: "no-such-program" };
  const { error } = await stall.run("diff -f -", { stdin: WEB_SERVICE, env });
  assert.equal(error?.text, 'error: failed to run "no-such-program": executable file not found in $PATH');
  assert.equal(error?.exitCode, 2);
});

test("the program is started without a shell, and only harmless arguments reach it", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const env = { KUBECTL_EXTERNAL_DIFF: "echo -n $(id) ;true" };
  const { stdout, error } = await stall.run("diff -f -", { stdin: WEB_SERVICE, env });
  assert.equal(error, undefined);
  assert.match(stdout, /^\S*LIVE\S* \S*MERGED\S*$/);
});

for (const [line, message] of [
  ["diff", "must specify one of -f and -k"],
  ["diff foo", "Unexpected args: [foo]"],
  ["diff -f - --force-conflicts", "--force-conflicts only works with --server-side"],
  ["diff -f - --prune", "svcctl prunes nothing"],
] as const) {
  test(`${line} is refused with an exit code above 1`, async () => {
    const stall = await shop.open();
    const { error } = await stall.run(line, { stdin: WEB_SERVICE });
    assert.equal(error?.message, message);
    assert.equal(error?.exitCode, 2);
  });
}

test("a failure keeps the server's words, and its exit code is above 1", async () => {
  const stall = await shop.open();
  const { error } = await stall.run("diff --server-side -f -", {
    stdin: WEB_SERVICE.replace("targetPort: 80", "targetPort: {}"),
  });
  assert.match(error?.text ?? "", /^Error from server/);
  assert.ok((error?.exitCode ?? 0) > 1, String(error?.exitCode));
});

test("--concurrency asks about several objects at once, and shows the same", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const stdin = ["a", "b", "c"].map((name) => WEB_SERVICE.replace("{name: web}", `{name: ${name}}`)).join("---\n");
  const names = (text: string) => lines(text.replaceAll(/^\+/gm, "+ ")).filter((line) => /^\+ {3}name: /.test(line));
  const { stdout } = await stall.run("diff -f - --concurrency=2", { stdin });
  assert.deepEqual(names(stdout), ["+   name: a", "+   name: b", "+   name: c"]);
});
