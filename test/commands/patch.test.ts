import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { runLine } from "../support/run.ts";
import { deployment, startShop, WEB_SERVICE } from "../support/shop.ts";

const shop = await startShop();
const patch = (text: string, ...more: string[]) => ["patch", "svc", "web", "-p", text, ...more];

test("a patch as JSON or as YAML is strategic unless told otherwise", async () => {
  const stall = await shop.open(WEB_SERVICE);
  assert.equal(
    (await stall.run(patch('{"spec":{"ports":[{"port":443,"name":"b"},{"port":80,"name":"a"}]}}'))).error,
    undefined,
  );
  assert.equal((await stall.run(patch("spec: {type: ClusterIP}"))).stdout, "service/web patched\n");
  assert.equal(await stall.read("get svc web -o jsonpath={.spec.type},{.spec.ports[*].port}"), "ClusterIP,443 80");
});

test("--type=merge replaces lists, --type=json follows paths", async () => {
  const stall = await shop.open(WEB_SERVICE);
  await stall.read(patch('{"spec":{"ports":[{"port":81}]}}', "--type=merge"));
  assert.equal(await stall.read("get svc web -o jsonpath={.spec.ports[*].port}"), "81");
  await stall.read(patch('[{"op":"replace","path":"/spec/ports/0/port","value":82}]', "--type=json"));
  assert.equal(await stall.read("get svc web -o jsonpath={.spec.ports[*].port}"), "82");
});

test("a patch that changes nothing says so", async () => {
  const stall = await shop.open(WEB_SERVICE);
  assert.equal((await stall.run(patch('{"spec":{"type":"NodePort"}}'))).stdout, "service/web patched (no change)\n");
});

test("--subresource patches the subresource", async () => {
  const stall = await shop.open(deployment("web"));
  const line = ["patch", "deploy", "web", "--subresource=scale", "--type=merge", "-p", '{"spec":{"replicas":4}}'];
  assert.equal((await stall.run(line)).error, undefined);
  assert.equal(await stall.read("get deploy web -o jsonpath={.spec.replicas}"), "4");
});

test("--patch-file reads the patch", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "svcctl-test-"));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, "patch.yaml");
  await writeFile(file, "spec: {type: ClusterIP}\n");
  const stall = await shop.open(WEB_SERVICE);
  assert.equal((await stall.run(["patch", "svc", "web", "--patch-file", file])).stdout, "service/web patched\n");
});

test("a dry run patches nothing", async () => {
  const stall = await shop.open(WEB_SERVICE);
  for (const how of ["client", "server"]) {
    const { stdout } = await stall.run(
      patch('{"spec":{"type":"ClusterIP"}}', `--dry-run=${how}`, "-o", "jsonpath={.spec.type}"),
    );
    assert.equal(stdout, "ClusterIP");
  }
  assert.equal(await stall.read("get svc web -o jsonpath={.spec.type}"), "NodePort");
});

test("--local patches the object of the file, and asks no cluster", async () => {
  const line = ["patch", "--local", "-f", "-", "-p", '{"spec":{"type":"ClusterIP"}}', "-o", "jsonpath={.spec.type}"];
  const { stdout, error } = await runLine(line, { stdin: WEB_SERVICE });
  assert.equal(error, undefined);
  assert.equal(stdout, "ClusterIP");
});

test("what the server refuses is told in its words", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const { error } = await stall.run(patch('{"spec":{"clusterIP":"10.96.3.3"}}'));
  assert.match(
    error?.text ?? "",
    /^The Service "web" is invalid: spec\.clusterIPs\[0\]: Invalid value: .*may not change once set$/,
  );
  assert.equal(error?.exitCode, 6);
});

for (const [line, message] of [
  [["patch", "svc", "web"], "must specify --patch or --patch-file containing the contents of the patch"],
  [["patch", "svc", "web", "-p", "{}", "--type=x"], '--type must be one of [json merge strategic], not "x"'],
  [["patch", "svc", "web", "-p", "{}", "--patch-file=x"], "cannot specify --patch and --patch-file together"],
  [["patch", "svc", "web", "-p", "{}", "--local"], "cannot specify --local and server resources"],
  [
    ["patch", "svc", "web", "--patch-file=/nonexistent"],
    "unable to read patch file: open /nonexistent: no such file or directory",
  ],
] as const) {
  test(`${line.join(" ")} is refused`, async () => {
    assert.equal((await runLine(line)).error?.message, message);
  });
}
