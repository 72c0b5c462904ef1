import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { PassThrough } from "node:stream";
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";

import { Chalk } from "chalk";

import { ExitCode } from "../../src/errors.ts";
import { connect } from "../../src/kube/connect.ts";
import type { Cluster } from "../../src/kube/client.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";
import { runProgram } from "../../src/program.ts";
import { clusterOf } from "../support/cluster.ts";
import { testContext } from "../support/context.ts";
import { runOn } from "../support/sandbox-context.ts";
import { startShop, WEB_SERVICE } from "../support/shop.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

let sandbox: TestSandbox;
let cluster: Cluster;

const service = (name: string, spec: Record<string, unknown>, labels?: Record<string, string>): KubeObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace: "shop", ...(labels && { labels }) },
  spec: { ports: [{ port: 80, protocol: "TCP" }], ...spec },
});

const OBJECTS: KubeObject[] = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
  service(
    "web",
    {
      type: "NodePort",
      clusterIP: "10.96.0.80",
      ports: [{ name: "http", port: 80, nodePort: 30080 }],
      selector: { app: "web" },
    },
    { app: "web", tier: "front" },
  ),
  service("db", { clusterIP: "None", selector: { app: "db" } }, { app: "db" }),
  service("legacy", { type: "ExternalName", externalName: "legacy.example.com", ports: undefined }),
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "settings", namespace: "shop" },
    data: { b: "yes", a: "0777" },
  },
];

const write = async (object: KubeObject) => {
  const resource = await cluster.resourceOf(object.apiVersion ?? "", object.kind ?? "");
  return cluster.create(resource, object);
};

before(async () => {
  sandbox = await startTestSandbox({ now: () => new Date("2026-01-01T00:00:00Z") });
  const world = {
    env: {},
    now: () => new Date(),
    signal: new AbortController().signal,
    note: () => {},
    warn: () => {},
  };
  cluster = await connect({ kubeconfig: sandbox.kubeconfigPath }, { ...world, runningSandbox: async () => undefined });
  for (const object of OBJECTS) await write(object);
});

after(() => sandbox.stop());

/** Runs `get`; quotes keep words together. */
const get = (line: string, parts = {}) =>
  runOn(sandbox, ["get", ...(line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ""))], parts);

const WEB = "web    NodePort   10.96.0.80   <none>        80:30080/TCP   0s\n";

test("a list is the server's table", async () => {
  assert.deepEqual(await get("svc -n shop"), {
    stdout:
      "NAME     TYPE           CLUSTER-IP   EXTERNAL-IP          PORT(S)        AGE\n" +
      "db       ClusterIP      None         <none>               80/TCP         0s\n" +
      "legacy   ExternalName   <none>       legacy.example.com   <none>         0s\n" +
      "web      NodePort       10.96.0.80   <none>               80:30080/TCP   0s\n",
    stderr: "",
    failure: undefined,
  });
});

test("columns are added for the namespace, labels and all labels", async () => {
  const { stdout } = await get("svc -A -l tier -L app -L none --show-labels");
  assert.equal(
    stdout,
    "NAMESPACE   NAME   TYPE       CLUSTER-IP   EXTERNAL-IP   PORT(S)        AGE   APP   NONE   LABELS\n" +
      "shop        web    NodePort   10.96.0.80   <none>        80:30080/TCP   0s    web          app=web,tier=front\n",
  );
});

test("several kinds make several tables, and names tell their kind", async () => {
  assert.equal(
    (await get("svc/web cm/settings -n shop")).stdout,
    `NAME          TYPE       CLUSTER-IP   EXTERNAL-IP   PORT(S)        AGE\nservice/${WEB}`.replace(
      "web    ",
      "web   ",
    ) + "\nNAME                 DATA   AGE\nconfigmap/settings   2      0s\n",
  );
});

test("without headers nothing parts the tables of several kinds", async () => {
  const { stdout } = await get("svc/web cm/settings -n shop --no-headers");
  assert.deepEqual(
    stdout.split("\n").map((line) => line.split(/ +/)[0]),
    ["service/web", "configmap/settings", ""],
  );
});

test("what is there is shown before what is not", async () => {
  const { stdout, failure } = await get("svc web ghost db -n shop --no-headers");
  assert.deepEqual(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ +/)[0]),
    ["web", "db"],
  );
  assert.equal(failure?.text, 'Error from server (NotFound): services "ghost" not found');
  assert.equal(failure?.exitCode, ExitCode.notFound);
});

test("--ignore-not-found is silent about what is not there", async () => {
  assert.deepEqual(await get("svc ghost -n shop --ignore-not-found"), { stdout: "", stderr: "", failure: undefined });
  assert.deepEqual(await get("svc ghost -n shop --ignore-not-found -o json"), {
    stdout: "",
    stderr: "",
    failure: undefined,
  });
});

test("an empty list is no failure: a note says where nothing was found", async () => {
  const empty = (stderr: string) => ({ stdout: "", stderr, failure: undefined });
  assert.deepEqual(await get("svc -n nowhere"), empty("No resources found in nowhere namespace.\n"));
  assert.deepEqual(await get("svc -A -l a=b"), empty("No resources found\n"));
  assert.deepEqual(await get("svc,nodes -n nowhere -l a=b"), empty("No resources found\n"));
});

test("one named object is printed as itself, several as a List, in kubectl's order of keys", async () => {
  const one = (await get("cm settings -n shop -o yaml")).stdout.replace(/(uid|resourceVersion): .*/g, "$1: x");
  assert.equal(
    one,
    'apiVersion: v1\ndata:\n  a: "0777"\n  b: "yes"\nkind: ConfigMap\nmetadata:\n  creationTimestamp: "2026-01-01T00:00:00Z"\n' +
      "  name: settings\n  namespace: shop\n  resourceVersion: x\n  uid: x\n",
  );
  const list = JSON.parse((await get("svc,cm -n shop -l !kubernetes -o json")).stdout);
  assert.deepEqual(Object.keys(list), ["apiVersion", "items", "kind", "metadata"]);
  assert.deepEqual([list.kind, list.metadata], ["List", { resourceVersion: "" }]);
  assert.deepEqual(new Set(list.items.map(({ kind }: KubeObject) => kind)), new Set(["Service", "ConfigMap"]));
});

test("managedFields are shown only when asked for", async () => {
  assert.equal((await get("svc web -n shop -o json")).stdout.includes("managedFields"), false);
  assert.equal((await get("svc web -n shop -o json --show-managed-fields")).stdout.includes("managedFields"), true);
});

test("names are printed with their group", async () => {
  assert.equal((await get("svc,ns shop -n shop -o name")).stdout, "namespace/shop\n");
  assert.equal((await get("svc -n shop -o name")).stdout, "service/db\nservice/legacy\nservice/web\n");
});

test("templates and columns see a List", async () => {
  assert.equal((await get("svc -n shop -o jsonpath={.items[*].metadata.name}")).stdout, "db legacy web");
  assert.equal(
    (await get("svc -n shop -o custom-columns=NAME:.metadata.name,PORT:.spec.ports[*].nodePort --sort-by=.spec.type"))
      .stdout,
    "NAME     PORT\ndb       <none>\nlegacy   <none>\nweb      30080\n",
  );
});

test("Services are selected by type here, whatever else is asked of the server", async () => {
  assert.equal((await get("svc -n shop --type NodePort -o name")).stdout, "service/web\n");
  assert.equal((await get("svc -n shop --type NodePort")).stdout.split("\n")[1], WEB.trimEnd());
  assert.equal(
    (await get("svc -n shop --field-selector spec.type!=NodePort -o name")).stdout,
    "service/db\nservice/legacy\n",
  );
  assert.equal((await get("svc -n shop --field-selector spec.type=NodePort,metadata.name=db -o name")).stdout, "");
  assert.equal(
    (await get("svc,cm -n shop --type NodePort")).failure?.text,
    "error: --type can only be used with services",
  );
});

test("a field that the server does not select by is told with the whole question", async () => {
  assert.equal(
    (await get("svc -n shop --field-selector spec.bogus=1")).failure?.text,
    'Error from server (BadRequest): Unable to find "/v1, Resource=services" that match label selector "", ' +
      'field selector "spec.bogus=1": field label not supported: spec.bogus',
  );
});

test("rows are sorted by the path of --sort-by", async () => {
  const names = async (path: string) =>
    (await get(`svc -n shop --no-headers --sort-by=${path}`)).stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ")[0]);
  assert.deepEqual(await names(".spec.type"), ["db", "legacy", "web"]);
  assert.deepEqual(await names(".spec.clusterIP"), ["legacy", "web", "db"]);
  assert.equal(
    (await get("svc -n shop --sort-by=.spec.nope")).failure?.text,
    `error: couldn't find any field with path "{.spec.nope}" in the list of objects`,
  );
});

test("with --server-print=false names and ages are all there is", async () => {
  const context = { now: () => new Date("2026-01-01T00:05:00Z") };
  assert.equal((await get("svc web -n shop --server-print=false", context)).stdout, "NAME   AGE\nweb    5m\n");
});

test("a subresource is shown of named objects alone", async () => {
  assert.match((await get("svc web -n shop --subresource=status")).stdout, /^NAME +TYPE/);
  assert.equal(
    (await get("svc -n shop --subresource=status")).failure?.text,
    "error: subresource cannot be used when bulk resources are specified",
  );
});

test("the objects of a file are shown as the server has them", async () => {
  const stdin = async () => Buffer.from(JSON.stringify(OBJECTS[1]));
  assert.equal((await get("-f - -o name", { stdin })).stdout, "service/web\n");
});

test("--raw shows what the server answers", async () => {
  assert.equal(JSON.parse((await get("--raw /version")).stdout).gitVersion, "v1.36.2");
});

test("many objects are asked for at once, without a warning of node's", async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error) => void warnings.push(warning);
  process.on("warning", listen);
  const names = Array.from({ length: 30 }, (_, at) => `ghost-${at}`).join(" ");
  const { failure } = await get(`svc ${names} -n shop`);
  process.off("warning", listen);
  assert.equal(failure?.text.split("\n").length, 30);
  assert.deepEqual(warnings, []);
});

for (const [line, text] of Object.entries({
  "svc web -n shop -l app=web": "error: name cannot be provided when a selector is specified",
  "svc web -A": "error: a resource cannot be retrieved by name across all namespaces",
  "svc -o json --show-labels": "error: --show-labels option cannot be used with json printer",
  "svc --output-watch-events": "error: --output-watch-events option can only be used with --watch or --watch-only",
  "--raw /version svc": "error: arguments may not be passed when --raw is specified",
  "--raw /version -o json": "error: --raw and --output are mutually exclusive",
  "--raw version": 'error: --raw must be a valid URL path: parse "version": invalid URI for request',
  "svc/web/x": "error: arguments in resource/name form may not have more than one slash",
  "svc,cm -w": "error: you may only specify a single resource type",
  "svc web db -w": "error: you may only watch a single resource or type of resource at a time",
  "svc -o jsonpath={.items[": "error: error parsing jsonpath {.items[, unterminated array",
  "svc -o jsonpath-file=/nope": "error: error reading --template /nope, open /nope: no such file or directory",
})) {
  test(`get ${line} is refused`, async () => {
    const { stdout, failure } = await get(line);
    assert.deepEqual([stdout, failure?.text], ["", text]);
  });
}

test("nothing named is wrong usage", async () => {
  const { stderr, failure } = await get("");
  assert.match(stderr, /^You must specify the type of resource to get\./);
  assert.deepEqual([failure?.text, failure?.exitCode], ["error: Required resource not specified.", ExitCode.usage]);
});

/** Runs a `get` that watches, and gives its lines as they come; `end` interrupts it. */
function watchLines(line: string) {
  const output = new PassThrough();
  const interruption = new AbortController();
  const lines = createInterface({ input: output })[Symbol.asyncIterator]();
  const io = {
    out: (text: string) => void output.write(text),
    note: () => {},
    width: undefined,
    isTTY: false,
    style: new Chalk({ level: 0 }),
  };
  const ended = get(line, { io, signal: interruption.signal });
  return {
    next: async () => (await lines.next()).value as string,
    end: async () => {
      interruption.abort();
      const { failure } = await ended;
      output.end();
      await once(output, "end").catch(() => {});
      return failure;
    },
  };
}

const settings = (name: string): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "shop" },
});
const remove = async (name: string) =>
  cluster.delete(await cluster.resource("configmaps"), { namespace: "shop", name });

test("a watch shows what is there, and then each change under the same header", async () => {
  const watch = watchLines("cm -n shop --field-selector metadata.name!=kube-root-ca.crt -w --output-watch-events");
  assert.equal(await watch.next(), "EVENT      NAME       DATA   AGE");
  assert.equal(await watch.next(), "ADDED      settings   2      0s");
  await write(settings("new"));
  assert.equal(await watch.next(), "ADDED      new        0      0s");
  await remove("new");
  assert.equal(await watch.next(), "DELETED    new        0      0s");
  assert.equal(await watch.end(), undefined);
});

test("a watch of data prints each object as it is then", async () => {
  const watch = watchLines("cm -n shop --field-selector metadata.name!=kube-root-ca.crt -w -o name");
  assert.equal(await watch.next(), "configmap/settings");
  await write(settings("other"));
  assert.equal(await watch.next(), "configmap/other");
  await remove("other");
  assert.equal(await watch.next(), "configmap/other");
  await watch.end();
});

test("--watch-only leaves out what is there", async () => {
  const interruption = new AbortController();
  const known = settings("known");
  const fake = clusterOf([known]);
  const context = testContext({ connect: async () => fake, signal: interruption.signal });
  const ended = runProgram(["get", "cm", "-n", "shop", "--watch-only", "-o", "name"], context);
  while (!fake.requests.includes("watch configmaps")) await setImmediate();
  fake.change("ADDED", settings("new"));
  while (context.stdout === "") await setImmediate();
  interruption.abort();
  await ended;
  assert.equal(context.stdout, "configmap/new\n");
});

test("a watch by type tells a Service that changes its type as deleted", async () => {
  const watch = watchLines("svc -n shop --type ClusterIP -w --output-watch-events --no-headers");
  assert.match(await watch.next(), /^ADDED +db /);
  await write(service("moving", {}));
  assert.match(await watch.next(), /^ADDED +moving /);
  const services = await cluster.resource("services");
  await cluster.patch(
    services,
    { namespace: "shop", name: "moving" },
    { spec: { type: "NodePort" } },
    { type: "merge" },
  );
  assert.match(await watch.next(), /^DELETED +moving /);
  await cluster.delete(services, { namespace: "shop", name: "moving" });
  await watch.end();
});

const shopped = startShop();
const MIXED = JSON.stringify({
  apiVersion: "v1",
  kind: "List",
  items: [
    { apiVersion: "v1", kind: "Service", metadata: { name: "web", labels: { a: "b" } } },
    { apiVersion: "v1", kind: "Nonsense", metadata: { name: "x", labels: { a: "b" } } },
    { apiVersion: "v1", kind: "Service", metadata: { name: "other" } },
  ],
});

test("get -f shows what of the files can be found, past a kind that the server does not know", async () => {
  const stall = await (await shopped).open();
  await stall.run("create -f -", { stdin: WEB_SERVICE });
  const { stdout, error } = await stall.run("get -o name -f -", { stdin: MIXED });
  assert.equal(stdout, "service/web\n");
  assert.match(error?.text ?? "", /^resource mapping not found for name: "x" .*\n.*\n.*services "other" not found$/);
});

test("get -f and describe -f take the selector to what is in the files", async () => {
  const stall = await (await shopped).open();
  await stall.run("create -f -", { stdin: WEB_SERVICE });
  const { stdout, error } = await stall.run("get -o name -l a=b -f -", { stdin: MIXED });
  assert.equal(stdout, "service/web\n");
  assert.doesNotMatch(error?.text ?? "", /other/);
  const described = await stall.run("describe -l no=such -f -", { stdin: MIXED });
  assert.deepEqual([described.stdout, described.error], ["", undefined]);
});

test("get -f refuses an object of another namespace than -n", async () => {
  const stall = await (await shopped).open();
  await stall.run("create -f -", { stdin: WEB_SERVICE });
  const { error } = await stall.run("get -f -", {
    stdin: MIXED.replace('"name":"web"', '"name":"web","namespace":"other"'),
  });
  assert.match(error?.text ?? "", /namespace from the provided object "other" does not match the namespace "stall/);
});

// kubectl 1.36.4: get svc ghost -w --ignore-not-found
test("a watch of what is not there ends quietly with --ignore-not-found", async () => {
  const { stdout, stderr, failure } = await get("svc -n shop ghost -w --ignore-not-found");
  assert.deepEqual([stdout, stderr, failure], ["", "", undefined]);
});
