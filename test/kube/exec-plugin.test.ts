import assert from "node:assert/strict";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { TLSSocket } from "node:tls";

import { ConnectionError } from "../../src/kube/connection-error.ts";
import { connect, type World } from "../../src/kube/connect.ts";
import { builtInResources } from "../../src/kube/resources.ts";
import { clientCertificate } from "../support/certificates.ts";
import {
  answer,
  failure,
  type FaultyServer,
  kubeconfigFor,
  type Misbehave,
  startFaultyServer,
  testFolder,
  testWorld,
} from "../support/faulty-server.ts";

const services = builtInResources[0]!;
const ref = { namespace: "default", name: "web" };
const web = { apiVersion: "v1", kind: "Service", metadata: { name: "web" } };
const V1 = "client.authentication.k8s.io/v1";
const V1BETA1 = "client.authentication.k8s.io/v1beta1";

/** A plugin in a folder of its own that notes how it was called and prints what `script` says. */
async function connectWithPlugin(
  t: TestContext,
  script: string,
  parts: { exec?: Record<string, unknown>; cluster?: Record<string, unknown>; world?: World; answer?: Misbehave } = {},
) {
  const server = await startFaultyServer(t, parts.answer ?? ((_, response) => answer(response, 200, web)), {
    askForCertificate: true,
  });
  const folder = await testFolder(t);
  await mkdir(join(folder, "bin"));
  const plugin = join(folder, "bin", "plugin");
  await writeFile(plugin, `#!${process.execPath}\n${PRELUDE}\n${script}\n`);
  await chmod(plugin, 0o755);
  const config = kubeconfigFor(server.url, {
    cluster: { ...caOf(server), ...parts.cluster },
    // relative to the kubeconfig, not to where the program runs
    user: { exec: { apiVersion: V1, command: "./bin/plugin", interactiveMode: "Never", ...parts.exec } },
  });
  await writeFile(join(folder, "config"), config);
  const world = parts.world ?? testWorld();
  const cluster = await connect({ kubeconfig: join(folder, "config") }, world);
  const calls = async (): Promise<Call[]> =>
    (await readFile(join(folder, "bin", "calls"), "utf8").catch(() => ""))
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Call);
  return { cluster, server, calls };
}

interface Call {
  argv: string[];
  info: { kind: string; apiVersion: string; spec: { interactive: boolean; cluster?: Record<string, unknown> } };
  extra?: string;
}

const caOf = ({ certificate }: FaultyServer) => ({
  "certificate-authority-data": Buffer.from(certificate.ca).toString("base64"),
});

const PRELUDE = `
const { appendFileSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const log = join(__dirname, "calls");
const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
appendFileSync(log, JSON.stringify({ argv: process.argv.slice(2), info, extra: process.env.EXTRA }) + "\\n");
const times = readFileSync(log, "utf8").trim().split("\\n").length;
const give = (status, apiVersion = info.apiVersion) =>
  console.log(JSON.stringify({ kind: "ExecCredential", apiVersion, status }));
`;

test("a plugin is run once, and its token is sent", async (t) => {
  const exec = { args: ["get", "$(token)"], env: [{ name: "EXTRA", value: "1" }] };
  const { cluster, server, calls } = await connectWithPlugin(t, 'give({ token: "t" + times })', { exec });
  await Promise.all([cluster.get(services, ref), cluster.get(services, ref)]);
  await cluster.get(services, ref);
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.authorization),
    ["Bearer t1", "Bearer t1", "Bearer t1"],
  );
  assert.deepEqual(await calls(), [
    {
      argv: ["get", "$(token)"],
      info: { kind: "ExecCredential", apiVersion: V1, spec: { interactive: false } },
      extra: "1",
    },
  ]);
});

test("a plugin of the beta version may leave its interactive mode unsaid", async (t) => {
  const exec = { apiVersion: V1BETA1, interactiveMode: undefined };
  const { cluster, calls } = await connectWithPlugin(t, 'give({ token: "t" })', { exec });
  await cluster.get(services, ref);
  assert.equal((await calls())[0]?.info.apiVersion, V1BETA1);
});

test("a plugin that asks for it is told about the cluster", async (t) => {
  const cluster = {
    "tls-server-name": "127.0.0.1",
    extensions: [
      { name: "client.authentication.k8s.io/exec", extension: { audience: "a" } },
      { name: "other", extension: {} },
    ],
  };
  const exec = { provideClusterInfo: true };
  const { cluster: connected, server, calls } = await connectWithPlugin(t, 'give({ token: "t" })', { exec, cluster });
  await connected.get(services, ref);
  assert.deepEqual((await calls())[0]?.info.spec.cluster, {
    server: server.url,
    "tls-server-name": "127.0.0.1",
    ...caOf(server),
    config: { audience: "a" },
  });
});

test("an expired credential is renewed before it is used", async (t) => {
  let now = new Date("2026-01-01T00:00:00Z");
  const world = testWorld({ now: () => now });
  const script = 'give({ token: "t" + times, expirationTimestamp: "2026-01-01T0" + times + ":00:00Z" })';
  const { cluster, server } = await connectWithPlugin(t, script, { world });
  await cluster.get(services, ref);
  now = new Date("2026-01-01T00:59:59Z");
  await cluster.get(services, ref);
  now = new Date("2026-01-01T01:00:01Z");
  await cluster.get(services, ref);
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.authorization),
    ["Bearer t1", "Bearer t1", "Bearer t2"],
  );
});

test("a 401 runs the plugin once more and repeats the request, even a write", async (t) => {
  const { cluster, server } = await connectWithPlugin(t, 'give({ token: "t" + times })', {
    answer: ({ headers }, response) => {
      if (headers.authorization === "Bearer t2") answer(response, 200, web);
      else answer(response, 401, failure(401, "Unauthorized", "Unauthorized"));
    },
  });
  await cluster.create(services, web);
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.authorization),
    ["Bearer t1", "Bearer t2"],
  );
});

test("a second 401 is final", async (t) => {
  const { cluster, server } = await connectWithPlugin(t, 'give({ token: "t" + times })', {
    answer: (_, response) => answer(response, 401, failure(401, "Unauthorized", "Unauthorized")),
  });
  await assert.rejects(cluster.get(services, ref), {
    text: "error: You must be logged in to the server (Unauthorized)",
    exitCode: 4,
  });
  assert.equal(server.requests.length, 2);
});

test("a plugin may give a certificate; a new one is used on new connections", async (t) => {
  const pairs = [await clientCertificate("first"), await clientCertificate("second")];
  const script = `const pair = ${JSON.stringify(pairs)}[times - 1];
    give({ clientCertificateData: pair.cert, clientKeyData: pair.key })`;
  const names: unknown[] = [];
  const { cluster } = await connectWithPlugin(t, script, {
    answer: ({ socket }, response, count) => {
      names.push((socket as TLSSocket).getPeerCertificate().subject?.CN);
      if (count === 0) answer(response, 401, failure(401, "Unauthorized", "Unauthorized"));
      else answer(response, 200, web);
    },
  });
  await cluster.get(services, ref);
  assert.deepEqual(names, ["first", "second"]);
});

test("what a plugin says on stderr is shown line by line, escaped", async (t) => {
  const script = 'console.error("one\\n\\u001b[2Jtwo"); give({ token: "t" })';
  const world = testWorld();
  const { cluster } = await connectWithPlugin(t, script, { world });
  await cluster.get(services, ref);
  assert.deepEqual(world.notes, ["one", "^[[2Jtwo"]);
});

// kubectl v1.36.4 get svc, each with such a plugin in its kubeconfig
const FAILURES: [situation: string, script: string, message: RegExp][] = [
  ["fails", "process.exitCode = 3", /^exec: executable \S+\/bin\/plugin failed with exit code 3$/],
  ["prints no JSON", 'console.log("token=s3cr3t")', /^decoding stdout: /],
  [
    "speaks another version",
    `give({ token: "t" }, "${V1BETA1}")`,
    new RegExp(`^exec plugin is configured to use API version ${V1}, plugin returned version ${V1BETA1}$`),
  ],
  ["gives no status", "give(undefined)", /^exec plugin didn't return a status field$/],
  ["gives nothing", "give({})", /^exec plugin didn't return a token or cert\/key pair$/],
  [
    "gives half a pair",
    'give({ clientCertificateData: "c" })',
    /^exec plugin returned only certificate or key, not both$/,
  ],
];

for (const [situation, script, message] of FAILURES) {
  test(`a plugin that ${situation} is told as kubectl tells it, without what it printed`, async (t) => {
    const { cluster, server } = await connectWithPlugin(t, script, { exec: { installHint: "install it\nso" } });
    const error = await cluster.get(services, ref).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ConnectionError);
    const prefix = "Unable to connect to the server: getting credentials: ";
    assert.ok(error.text.startsWith(prefix), error.text);
    assert.match(error.text.slice(prefix.length), message);
    assert.doesNotMatch(error.text, /s3cr3t/);
    assert.equal(server.requests.length, 0);
  });
}

test("a plugin that is not installed is told with its install hint", async (t) => {
  const exec = { command: "no-such-plugin", installHint: "Get it from example.com" };
  const { cluster } = await connectWithPlugin(t, "", { exec });
  await assert.rejects(cluster.get(services, ref), {
    text: "Unable to connect to the server: getting credentials: exec: executable no-such-plugin not found",
    hint: "Get it from example.com",
  });
});

test("a plugin that must ask is not run where nobody can answer", async (t) => {
  const world = { ...testWorld(), interactive: false };
  const { cluster, calls } = await connectWithPlugin(t, "", { exec: { interactiveMode: "Always" }, world });
  await assert.rejects(cluster.get(services, ref), {
    text: /exec plugin cannot support interactive mode: standard input is not a terminal$/,
  });
  assert.deepEqual(await calls(), []);
});

test("a token that is not a string is refused, and not shown", async (t) => {
  const credential = { kind: "ExecCredential", apiVersion: V1, status: { token: ["secret"] } };
  const { cluster } = await connectWithPlugin(t, `console.log(${JSON.stringify(JSON.stringify(credential))})`);
  await assert.rejects(
    cluster.get(services, ref),
    (error) => error instanceof ConnectionError && /status\.token is not a string/.test(error.text),
  );
});

test("a plugin's stderr without line ends is shown in pieces", async (t) => {
  const world = testWorld();
  const { cluster } = await connectWithPlugin(t, `console.error("x".repeat(1_000_000)); process.exitCode = 1`, {
    world,
  });
  await assert.rejects(cluster.get(services, ref));
  assert.ok(world.notes.filter((text) => /^x+$/.test(text.trim())).length > 1);
});
