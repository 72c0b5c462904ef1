import assert from "node:assert/strict";
import { test } from "node:test";

import { runLine } from "../support/run.ts";
import { startShop, WEB_SERVICE } from "../support/shop.ts";

const shop = await startShop();
const LABELLED = WEB_SERVICE.replace("{name: web}", "{name: web, labels: {a: one, b: two}}");
const LABELS = "get svc web -o jsonpath={.metadata.labels}";

// kubectl 1.36 on kube-apiserver 1.36
const outcomes: [line: string, shown: string, labels: string][] = [
  ["label svc web c=3", "service/web labeled", '{"a":"one","b":"two","c":"3"}'],
  ["label svc web a-", "service/web unlabeled", '{"b":"two"}'],
  ["label svc web a- c=3", "service/web modified", '{"b":"two","c":"3"}'],
  ["label svc web a=one", "service/web not labeled", '{"a":"one","b":"two"}'],
  ["label svc web a=1 --overwrite", "service/web labeled", '{"a":"1","b":"two"}'],
  ["label svc web nope-", 'label "nope" not found.\nservice/web not labeled', '{"a":"one","b":"two"}'],
  ["label svc web c=3 --dry-run=client", "service/web labeled (dry run)", '{"a":"one","b":"two"}'],
  ["label svc web c=3 --dry-run=server", "service/web labeled (server dry run)", '{"a":"one","b":"two"}'],
  ["label svc web --list", "a=one\nb=two", '{"a":"one","b":"two"}'],
];
for (const [line, shown, labels] of outcomes) {
  test(`${line} shows ${shown.replaceAll("\n", ", ")}`, async () => {
    const stall = await shop.open(LABELLED);
    const { stdout, error } = await stall.run(line);
    assert.equal(error, undefined);
    assert.equal(stdout, `${shown}\n`);
    assert.equal(await stall.read(LABELS), labels);
  });
}

test("another value is refused without --overwrite", async () => {
  const stall = await shop.open(LABELLED);
  const { error } = await stall.run("label svc web a=1");
  assert.equal(error?.text, "error: 'a' already has a value (one), and --overwrite is false");
  const two = await stall.run("label svc web a=1 b=2");
  assert.equal(
    two.error?.text,
    "error: ['a' already has a value (one), and --overwrite is false, 'b' already has a value (two), and --overwrite is false]",
  );
});

test("--all labels every object of the type, -l those that it takes in", async () => {
  const stall = await shop.open(LABELLED, WEB_SERVICE.replace("{name: web}", "{name: two}"));
  assert.equal((await stall.run("label svc --all x=1")).stdout, "service/two labeled\nservice/web labeled\n");
  assert.equal((await stall.run("label svc -l a=one y=1")).stdout, "service/web labeled\n");
});

test("--resource-version must hold, and is for one object alone", async () => {
  const stall = await shop.open(LABELLED);
  const { error } = await stall.run("label svc web x=1 --resource-version=1");
  assert.equal(error?.exitCode, 5);
  const several = await stall.run("label svc --all x=1 --resource-version=1");
  assert.equal(several.error?.message, "--resource-version may only be used with a single resource");
});

test("an object that a file names is labelled as the server has it", async () => {
  const stall = await shop.open(LABELLED);
  assert.equal((await stall.run("label -f - x=1", { stdin: WEB_SERVICE })).stdout, "service/web labeled\n");
  assert.equal(await stall.read(LABELS), '{"a":"one","b":"two","x":"1"}');
});

test("--local labels the object of the file, and asks no cluster", async () => {
  const { stdout, error } = await runLine(["label", "--local", "-f", "-", "x=1", "-o", "jsonpath={.metadata}"], {
    stdin: WEB_SERVICE,
  });
  assert.equal(error, undefined);
  assert.equal(stdout, '{"labels":{"x":"1"},"name":"web"}');
});

test("several objects are listed under their names", async () => {
  const stall = await shop.open(LABELLED, WEB_SERVICE.replace("{name: web}", "{name: two, labels: {z: 'y'}}"));
  const { stdout } = await stall.run("label svc web two --list");
  assert.equal(stdout, "Listing labels for Service./web:\n a=one\n b=two\nListing labels for Service./two:\n z=y\n");
});

// kubectl 1.36.4: label --local -f examples/nginx/deployment.yaml --list
test("the one object of a file is listed without its name", async () => {
  const { stdout } = await runLine(["label", "--local", "-f", "examples/nginx/deployment.yaml", "--list"]);
  assert.equal(stdout, "app=nginx\n");
});

// kubectl 1.36.4: label -f - --list
test("an object on standard input is listed under its name", async () => {
  const stall = await shop.open(LABELLED);
  const { stdout } = await stall.run("label -f - --list", { stdin: WEB_SERVICE });
  assert.equal(stdout, "Listing labels for Service./web:\n a=one\n b=two\n");
});

test("an annotation is set, changed only with --overwrite, and removed", async () => {
  const stall = await shop.open(WEB_SERVICE);
  assert.equal((await stall.run("annotate svc web note=a=b")).stdout, "service/web annotated\n");
  const { error } = await stall.run("annotate svc web note=c");
  assert.equal(
    error?.message,
    "--overwrite is false but found the following declared annotation(s): 'note' already has a value (a=b)",
  );
  await stall.read("annotate svc web note=c --overwrite");
  assert.equal(await stall.read("get svc web -o jsonpath={.metadata.annotations}"), '{"note":"c"}');
  await stall.read("annotate svc web note-");
  assert.equal(await stall.read("get svc web -o jsonpath={.metadata.annotations}"), "");
});

test("set selector replaces the whole selector of a Service", async () => {
  const stall = await shop.open(WEB_SERVICE);
  assert.equal((await stall.run("set selector svc web tier=x,v=1")).stdout, "service/web selector updated\n");
  assert.equal(await stall.read("get svc web -o jsonpath={.spec.selector}"), '{"tier":"x","v":"1"}');
});

for (const [line, message] of [
  [["set", "selector", "svc", "web", "a in (b)"], "match expression [{a In [b]}] not supported on this object"],
  [["set", "selector", "svc", "web", "a!=b"], '"!=" is not a valid label selector operator'],
  [["set", "selector", "deploy", "web", "a=b"], 'deployments.apps "web" not found'],
  [["set", "image", "deploy/web"], "svcctl sets no image"],
  [["label", "svc", "web"], "at least one label update is required"],
  [["label", "a=b"], "one or more resources must be specified as <resource> <name> or <resource>/<name>"],
  [["annotate", "svc", "web", "--list", "-o", "yaml"], "--list and --output may not be specified together"],
] as const) {
  test(`${line.join(" ")} is refused`, async () => {
    const stall = await shop.open(WEB_SERVICE);
    assert.equal((await stall.run(line)).error?.message, message);
  });
}
