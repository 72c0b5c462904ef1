import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import type { ConnectOptions } from "../../src/context.ts";
import { connect } from "../../src/kube/connect.ts";
import { builtInResources } from "../../src/kube/resources.ts";
import { answer, kubeconfigFor, startFaultyServer, testFolder, testWorld } from "../support/faulty-server.ts";

const services = builtInResources[0]!;

/** A home with kubeconfigs at the places where they are looked for; each names a server after its place. */
async function testHome(t: Parameters<typeof testFolder>[0], places: readonly string[]) {
  const home = await testFolder(t);
  await mkdir(join(home, ".kube"));
  await mkdir(join(home, "account"));
  const write = (path: string, name: string) => writeFile(join(home, path), kubeconfigFor(`https://${name}`));
  if (places.includes("flag")) await write("flag", "flag");
  if (places.includes("env")) await write("env", "env");
  if (places.includes("home")) await write(".kube/config", "home");
  if (places.includes("sandbox")) await write("sandbox", "sandbox");
  if (places.includes("pod")) await writeFile(join(home, "account", "token"), "pod-token");
  if (places.includes("pod")) await writeFile(join(home, "account", "namespace"), "pod-namespace\n");
  const env = {
    HOME: home,
    ...(places.includes("env") && { KUBECONFIG: join(home, "env") }),
    ...(places.includes("pod") && { KUBERNETES_SERVICE_HOST: "10.96.0.1", KUBERNETES_SERVICE_PORT: "443" }),
  };
  const runningSandbox = async () =>
    places.includes("sandbox") ? { kubeconfig: join(home, "sandbox"), isNews: !places.includes("told") } : undefined;
  const world = testWorld({ env, runningSandbox, serviceAccountDir: join(home, "account") });
  const options: ConnectOptions = places.includes("flag") ? { kubeconfig: join(home, "flag") } : {};
  return { world, options };
}

const CHOICES: [places: string[], server: string][] = [
  [["flag", "env", "home", "pod", "sandbox"], "https://flag"],
  [["env", "home", "pod", "sandbox"], "https://env"],
  [["home", "pod", "sandbox"], "https://home"],
  [["pod", "sandbox"], "https://10.96.0.1"],
  [["sandbox"], "https://sandbox"],
];

for (const [places, server] of CHOICES) {
  test(`of ${places.join(", ")} the first is the cluster that is meant`, async (t) => {
    const { world, options } = await testHome(t, places);
    assert.equal((await connect(options, world)).server, server);
    const said =
      server === "https://sandbox" ? ["No kubeconfig names a cluster: using the sandbox at https://sandbox."] : [];
    assert.deepEqual(world.notes, said);
  });
}

test("where the sandbox's use was told already, nothing is said", async (t) => {
  const { world, options } = await testHome(t, ["sandbox", "told"]);
  assert.equal((await connect(options, world)).server, "https://sandbox");
  assert.deepEqual(world.notes, []);
});

test("in a Pod the namespace is the service account's", async (t) => {
  const { world } = await testHome(t, ["pod"]);
  assert.equal((await connect({}, world)).namespace, "pod-namespace");
});

test("where there is no cluster at all, the error says how to start one", async (t) => {
  const { world } = await testHome(t, []);
  await assert.rejects(connect({}, world), {
    text: "error: no cluster to talk to: there is no kubeconfig, and no sandbox is running",
    hint: /svcctl sandbox start/,
    exitCode: 7,
  });
});

test("--server alone is enough, and wins over a sandbox", async (t) => {
  const { world } = await testHome(t, ["sandbox"]);
  assert.equal((await connect({ server: "https://a.example:6443/" }, world)).server, "https://a.example:6443");
});

// kubectl v1.36.4 --kubeconfig=/nope get svc
test("a --kubeconfig that is missing is an error, whatever else there is", async (t) => {
  const { world } = await testHome(t, ["env", "home", "sandbox"]);
  await assert.rejects(connect({ kubeconfig: "/nope" }, world), {
    text: "error: stat /nope: no such file or directory",
    exitCode: 3,
  });
});

test("a --kubeconfig that names no cluster is an error, even where a sandbox runs", async (t) => {
  const { world } = await testHome(t, ["sandbox"]);
  const folder = await testFolder(t, { empty: "" });
  await assert.rejects(connect({ kubeconfig: join(folder, "empty") }, world), { exitCode: 7 });
});

test("connecting sends nothing: the first request is a method's", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, { metadata: {}, items: [] }));
  const folder = await testFolder(t, {
    config: kubeconfigFor(server.url, { cluster: { "insecure-skip-tls-verify": true }, namespace: "team" }),
  });
  const cluster = await connect({ kubeconfig: join(folder, "config") }, testWorld());
  assert.equal(cluster.namespace, "team");
  assert.equal(server.requests.length, 0);
  await cluster.list(services);
  assert.equal(server.requests.length, 1);
});
