import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { startShop, WEB_SERVICE } from "../support/shop.ts";
import { runLine } from "../support/run.ts";

const shop = await startShop();

test("each object of a file is tried; what failed is told with its file, and the exit code is the common one", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const stdin = `${WEB_SERVICE}---\n${WEB_SERVICE.replace("name: web", "name: two")}`;
  const { stdout, error } = await stall.run("create -f -", { stdin });
  assert.equal(stdout, "service/two created\n");
  assert.equal(
    error?.text,
    'Error from server (AlreadyExists): error when creating "STDIN": services "web" already exists',
  );
  assert.equal(error?.exitCode, 5);
});

test("several failures stand below each other", async () => {
  const stall = await shop.open();
  const kinds = ["Servise", "Bogus"].map((kind) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: x}\n`);
  const { error } = await stall.run("create -f -", { stdin: kinds.join("---\n") });
  assert.equal(
    error?.text,
    ["Servise", "Bogus"]
      .map(
        (kind) =>
          `resource mapping not found for name: "x" namespace: "" from "STDIN": no matches for kind "${kind}" in version "v1"\n` +
          "ensure CRDs are installed first",
      )
      .join("\n"),
  );
});

test("-l creates only what it takes in; nothing at all is an error", async () => {
  const stall = await shop.open();
  const stdin = WEB_SERVICE.replace("{name: web}", "{name: web, labels: {tier: front}}");
  assert.equal(
    (await stall.run("create -f - -l tier=back", { stdin })).error?.text,
    "error: no objects passed to create",
  );
  assert.equal((await stall.run("create -f - -l tier=front", { stdin })).stdout, "service/web created\n");
});

test("an object of another namespace than -n is refused", async () => {
  const stall = await shop.open();
  const stdin = WEB_SERVICE.replace("{name: web}", "{name: web, namespace: elsewhere}");
  const { error } = await stall.run("create -f -", { stdin });
  assert.equal(
    error?.text,
    `error: the namespace from the provided object "elsewhere" does not match the namespace "${stall.namespace}". ` +
      "You must pass '--namespace=elsewhere' to perform this operation.",
  );
});

test("--dry-run=server asks the server and keeps nothing", async () => {
  const stall = await shop.open();
  const { stdout } = await stall.run("create -f - --dry-run=server", { stdin: WEB_SERVICE });
  assert.equal(stdout, "service/web created (server dry run)\n");
  assert.equal(await stall.read("get svc -o name"), "");
});

test("--dry-run=client tells an unknown kind when there is a cluster to ask", async () => {
  const stall = await shop.open();
  const stdin = "apiVersion: v1\nkind: Servise\nmetadata: {name: x}\n";
  const { error } = await stall.run("create -f - --dry-run=client", { stdin });
  assert.match(error?.text ?? "", /no matches for kind "Servise" in version "v1"/);
});

test("--dry-run=client needs no cluster", async () => {
  const { stdout, error } = await runLine(["-n", "shop", "create", "-f", "-", "--dry-run=client", "-o", "json"], {
    stdin: WEB_SERVICE,
  });
  assert.equal(error, undefined);
  assert.deepEqual((JSON.parse(stdout) as { metadata: unknown }).metadata, { name: "web", namespace: "shop" });
});

test("without --dry-run=client a missing cluster is an error", async () => {
  const { error } = await runLine(["create", "-f", "-"], { stdin: WEB_SERVICE });
  assert.equal(error?.exitCode, 7);
});

test("--validate=ignore drops an unknown field, --validate=strict refuses it", async () => {
  const stall = await shop.open();
  const stdin = WEB_SERVICE.replace("port: 80,", "port: 80, prot: 1,");
  const strict = await stall.run("create -f -", { stdin });
  assert.match(strict.error?.text ?? "", /strict decoding error: unknown field "spec\.ports\[0\]\.prot"/);
  const ignore = await stall.run("create -f - --validate=ignore", { stdin });
  assert.equal(ignore.stdout, "service/web created\n");
});

test("--save-config keeps the configuration for a later apply, as sorted JSON", async () => {
  const stall = await shop.open();
  await stall.run("create -f - --save-config", { stdin: WEB_SERVICE });
  const kept = await stall.read("apply view-last-applied svc web -o json");
  assert.deepEqual(JSON.parse(kept), {
    apiVersion: "v1",
    kind: "Service",
    metadata: { annotations: {}, name: "web", namespace: stall.namespace },
    spec: { ports: [{ port: 80, targetPort: 80 }], selector: { app: "web" }, type: "NodePort" },
  });
});

test("several objects as YAML are parted by three dashes", async () => {
  const stall = await shop.open();
  const stdin = `${WEB_SERVICE}---\n${WEB_SERVICE.replace("name: web", "name: two")}`;
  const { stdout } = await stall.run("create -f - -o yaml --dry-run=client", { stdin });
  assert.equal(stdout.split("---\n").length, 2);
});

test("a folder's files are created, those below it with -R", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "svcctl-test-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "a.yaml"), WEB_SERVICE);
  const stall = await shop.open();
  assert.equal((await stall.run(["create", "-f", folder])).stdout, "service/web created\n");
});

test("a failure of create service names the type of Service", async () => {
  const stall = await shop.open(WEB_SERVICE);
  const { error } = await stall.run("create service clusterip web --tcp=80");
  assert.equal(error?.text, 'error: failed to create ClusterIP service: services "web" already exists');
  assert.equal(error?.exitCode, 5);
});

test("flags before the name of what is created count, too", async () => {
  const { stdout } = await runLine("create -n shop --dry-run=client service clusterip web --tcp=80 -o json".split(" "));
  assert.equal((JSON.parse(stdout) as { metadata: { namespace: string } }).metadata.namespace, "shop");
});

test("kinds that svcctl does not create are left to kubectl", async () => {
  const { error } = await runLine(["create", "configmap", "x"]);
  assert.equal(error?.text, "error: svcctl creates no configmap from flags");
  assert.match(error?.hint ?? "", /kubectl create configmap x/);
  assert.equal(error?.exitCode, 2);
});

for (const [flags, message] of [
  ["--edit", "error: svcctl opens no editor"],
  ["--raw /api", "error: svcctl posts no raw requests"],
  ["-k .", "error: svcctl builds no kustomizations"],
] as const) {
  test(`create ${flags} is left to kubectl`, async () => {
    const { error } = await runLine(["create", "-f", "x.yaml", ...flags.split(" ")]);
    assert.equal(error?.text, message);
    assert.match(error?.hint ?? "", /kubectl/);
  });
}

test("-o json of what is made from flags stands in the order of kubectl's types, of files it is sorted", async () => {
  const stall = await shop.open();
  const keys = (json: string) => Object.keys(JSON.parse(json) as object).slice(0, 3);
  for (const line of ["create svc nodeport a --tcp=80", "create deploy a --image=x", "create ns a"]) {
    for (const dryRun of ["client", "server"]) {
      const { stdout } = await stall.run(`${line} -o json --dry-run=${dryRun}`);
      assert.deepEqual(keys(stdout), ["kind", "apiVersion", "metadata"], `${line} ${dryRun}`);
      assert.match(stdout, /"metadata": \{\n {8}"name": "a"/);
    }
  }
  const { stdout } = await stall.run("create -f - -o json --dry-run=client", { stdin: WEB_SERVICE });
  assert.deepEqual(keys(stdout), ["apiVersion", "kind", "metadata"]);
});
