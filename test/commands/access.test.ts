import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { CliError } from "../../src/errors.ts";
import { connect } from "../../src/kube/connect.ts";
import { runProgram } from "../../src/program.ts";
import { VERSION } from "../../src/version.ts";
import { startCannedApi } from "../support/canned-api.ts";
import { testContext } from "../support/context.ts";
import {
  answer,
  type FaultyServer,
  kubeconfigFor,
  startFaultyServer,
  testFolder,
  testWorld,
} from "../support/faulty-server.ts";

/** Runs a command line against a server. stderr comes as a whole: notes, then what main would report. */
async function run(t: TestContext, words: readonly string[], { url, certificate }: FaultyServer) {
  const ca = Buffer.from(certificate.ca).toString("base64");
  const config = kubeconfigFor(url, { cluster: { "certificate-authority-data": ca }, user: { token: "t" } });
  const folder = await testFolder(t, { config });
  const context = testContext({
    connect: (options) => connect({ ...options, kubeconfig: join(folder, "config") }, testWorld()),
  });
  const thrown = await runProgram(words, context).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown !== undefined && !(thrown instanceof CliError)) throw thrown;
  const told = thrown && thrown.name !== "SilentExit" ? `${thrown.text}\n` : "";
  return { out: context.stdout, err: context.stderr + told, exitCode: thrown?.exitCode ?? 0 };
}

interface Recorded {
  line: string;
  out: string;
  err: string;
  code: number;
}

// kubectl v1.36.4, each line against the server of startCannedApi
const recorded = JSON.parse(readFileSync("test/recordings/kubectl-access.json", "utf8")) as Recorded[];

for (const { line, out, err, code } of recorded) {
  test(`${line} answers as kubectl does`, async (t) => {
    const done = await run(t, line.split(" "), await startCannedApi(t));
    // the fields of JSON come in another order
    if (line.endsWith("-o json")) assert.deepEqual(JSON.parse(done.out), JSON.parse(out));
    else assert.equal(done.out, out);
    // kubectl parts its warnings by empty lines, and ends usage errors with a hint
    const said = (text: string) => text.split("\n").filter((one) => one !== "" && !one.startsWith("See "));
    assert.deepEqual(said(done.err), said(err));
    assert.equal(done.exitCode !== 0, code !== 0);
  });
}

test("api-resources is the same from a server that knows no aggregated discovery", async (t) => {
  const byGroup = await startCannedApi(t, "by group");
  const { out } = await run(t, ["api-resources", "--api-group=apps", "-o", "wide"], byGroup);
  const aggregated = await run(t, ["api-resources", "--api-group=apps", "-o", "wide"], await startCannedApi(t));
  assert.equal(out, aggregated.out);
});

test("auth can-i asks the API what kubectl asks", async (t) => {
  const server = await startCannedApi(t);
  const specs = async (line: string) => {
    await run(t, line.split(" "), server);
    return (JSON.parse(server.requests.at(-1)?.body ?? "") as { spec: unknown }).spec;
  };
  // k8s.io/kubectl/pkg/cmd/auth/cani.go
  assert.deepEqual(await specs("auth can-i get deploy/web --subresource=scale -n x"), {
    resourceAttributes: {
      verb: "get",
      group: "apps",
      version: "v1",
      resource: "deployments",
      subresource: "scale",
      name: "web",
      namespace: "x",
    },
  });
  assert.deepEqual(await specs("auth can-i list pods -A"), {
    resourceAttributes: { verb: "list", version: "v1", resource: "pods" },
  });
  assert.deepEqual(await specs("auth can-i get /healthz"), {
    nonResourceAttributes: { verb: "get", path: "/healthz" },
  });
  assert.deepEqual(await specs("auth can-i --list -n x"), { namespace: "x" });
});

test("version tells svcctl's and the server's", async (t) => {
  const { out } = await run(t, ["version"], await startCannedApi(t));
  assert.equal(out, `Client Version: v${VERSION}\nServer Version: v1.36.2\n`);
});

test("version -o json and yaml tell the same as data", async (t) => {
  const server = await startCannedApi(t);
  const [major, minor] = VERSION.split(".");
  const client = { major, minor, gitVersion: `v${VERSION}` };
  const { out } = await run(t, ["version", "-o", "json"], server);
  assert.deepEqual(JSON.parse(out), {
    clientVersion: client,
    serverVersion: { major: "1", minor: "36", gitVersion: "v1.36.2" },
  });
  const yaml = await run(t, ["version", "--client", "-o=yaml"], server);
  assert.equal(yaml.out, `clientVersion:\n  gitVersion: v${VERSION}\n  major: "${major}"\n  minor: "${minor}"\n`);
});

test("version --client asks no server", async () => {
  const context = testContext();
  await runProgram(["version", "--client"], context);
  assert.equal(context.stdout, `Client Version: v${VERSION}\n`);
});

// kubectl v1.36.4 version, with no server
test("version tells svcctl's own even when the server's cannot be had", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, {}));
  await server.close();
  const { out, err, exitCode } = await run(t, ["version"], server);
  assert.equal(out, `Client Version: v${VERSION}\n`);
  assert.match(err, /^The connection to the server 127\.0\.0\.1:\d+ was refused/);
  assert.equal(exitCode, 7);
});

test("version of a server that is none says so", async (t) => {
  const server = await startFaultyServer(t, (_, response) => response.end("<html>"));
  const { err, exitCode } = await run(t, ["version"], server);
  assert.match(err, /^error: the answer to GET https:\/\/127\.0\.0\.1:\d+\/version is not a JSON object\n$/);
  assert.equal(exitCode, 7);
});

// kubectl v1.36.4 version -o foo
test("version -o takes json and yaml alone", async (t) => {
  const { err, exitCode } = await run(t, ["version", "-o", "foo"], await startCannedApi(t));
  assert.equal(err, "error: --output must be 'yaml' or 'json'\n");
  assert.equal(exitCode, 2);
});

test("the version that svcctl tells is its package's", () => {
  assert.equal(VERSION, (JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version);
});
