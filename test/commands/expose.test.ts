import assert from "node:assert/strict";
import { test } from "node:test";

import { deployment, startShop, WEB_SERVICE } from "../support/shop.ts";
import { runLine } from "../support/run.ts";

const shop = await startShop();

test("after expose a note tells how many Pods the Service selects", async () => {
  const stall = await shop.open(deployment("web"));
  const { stdout, stderr, error } = await stall.run("expose deployment web --port=80");
  assert.equal(error, undefined);
  assert.equal(stdout, "service/web exposed\n");
  assert.equal(stderr, "service/web selects 2 Pods\n");
});

test("the note tells the Pods that are not the workload's own", async () => {
  const stall = await shop.open(deployment("web", ", tier: front"), deployment("other", ", tier: front"));
  const { stderr } = await stall.run("expose deployment web --selector tier=front");
  assert.equal(stderr, "service/web selects 4 Pods, 2 of which are not of deployment.apps/web\n");
});

test("the note tells when no Pod has the port that is named", async () => {
  const stall = await shop.open(deployment("web"));
  const { stderr } = await stall.run("expose deployment web --port=80 --target-port=https");
  assert.equal(stderr, 'service/web selects 2 Pods\nno Pod has a TCP port named "https", which port 80 targets\n');
});

test("the note counts the Pods that have no port of the name", async () => {
  const named = deployment("named", ", tier: front").replace("ports: [{", "ports: [{name: https, ");
  const stall = await shop.open(deployment("web", ", tier: front"), named);
  const { stderr } = await stall.run("expose --selector tier=front --name all --port=80 --target-port=https");
  assert.equal(stderr, 'service/all selects 4 Pods\n2 Pods have no TCP port named "https", which port 80 targets\n');
});

test("a single Pod is its own", async () => {
  const stall = await shop.open(
    "apiVersion: v1\nkind: Pod\nmetadata: {name: solo, labels: {a: b}}\nspec: {containers: [{name: c, image: x}]}\n",
  );
  const { stderr } = await stall.run("expose pod solo --port=80");
  assert.equal(stderr, "service/solo selects 1 Pod\n");
});

test("several objects of one file each get their own selector, where kubectl gives all the first one's", async () => {
  const stall = await shop.open();
  const stdin = `${deployment("web")}---\n${deployment("db")}`;
  const { stdout } = await stall.run("expose -f -", { stdin });
  assert.equal(stdout, "service/web exposed\nservice/db exposed\n");
  assert.equal(await stall.read("get svc db -o jsonpath={.spec.selector}"), '{"app":"db"}');
});

test("a StatefulSet is exposed", async () => {
  const statefulSet = deployment("db").replace("kind: Deployment", "kind: StatefulSet");
  const stall = await shop.open(statefulSet.replace("spec:\n", "spec:\n  serviceName: db\n"));
  const { stdout, stderr } = await stall.run("expose sts db --cluster-ip=None");
  assert.equal(stdout, "service/db exposed\n");
  assert.equal(stderr, "service/db selects 2 Pods\n");
});

test("a selector alone is exposed, without a workload", async () => {
  const stall = await shop.open(deployment("web"));
  const { stdout, stderr } = await stall.run("expose --selector app=web --name web --port http=80:8080");
  assert.equal(stdout, "service/web exposed\n");
  assert.equal(stderr, "service/web selects 2 Pods\n");
  assert.equal(
    await stall.read("get svc web -o jsonpath={.spec.ports}"),
    '[{"name":"http","port":80,"protocol":"TCP","targetPort":8080}]',
  );
});

test("one object that cannot be exposed does not keep the others from it", async () => {
  const stall = await shop.open(deployment("web"));
  const { stdout, error } = await stall.run("expose deployment ghost web --port=80");
  assert.equal(stdout, "service/web exposed\n");
  assert.equal(error?.text, 'Error from server (NotFound): deployments.apps "ghost" not found');
  assert.equal(error?.exitCode, 3);
});

test("the Service goes into the namespace of the object that a file names", async () => {
  const stall = await shop.open();
  const stdin = deployment("web").replace("{name: web,", `{name: web, namespace: ${stall.namespace},`);
  const { error } = await runLine(["expose", "-f", "-"], { stdin, sandbox: shop.sandbox });
  assert.equal(error, undefined);
  assert.equal(await stall.read("get svc -o name"), "service/web\n");
});

test("--dry-run=server tells what the server would say, and keeps nothing", async () => {
  const stall = await shop.open(deployment("web"));
  const dry = await stall.run("expose deploy web --port=80 --dry-run=server");
  assert.equal(dry.stdout, "service/web exposed (server dry run)\n");
  const wrong = await stall.run("expose deploy web --port=99999 --dry-run=server");
  assert.match(wrong.error?.text ?? "", /spec\.ports\[0\]\.port: Invalid value: 99999/);
  assert.equal(await stall.read("get svc -o name"), "");
});

test("a Service is copied with its target port", async () => {
  const stall = await shop.open(WEB_SERVICE.replace("targetPort: 80", "targetPort: http"));
  await stall.read("expose svc web --name=second");
  assert.equal(
    await stall.read("get svc second -o jsonpath={.spec.ports}"),
    '[{"port":80,"protocol":"TCP","targetPort":"http"}]',
  );
});

test("files and words exclude each other", async () => {
  const stall = await shop.open();
  const { error } = await stall.run("expose svc -f -", { stdin: WEB_SERVICE });
  assert.equal(
    error?.text,
    "error: when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
  );
});

test("nothing to expose is refused with examples", async () => {
  const stall = await shop.open();
  const { error } = await stall.run("expose");
  assert.match(error?.text ?? "", /^error: You must provide one or more resources by argument or filename\.\n/);
});
