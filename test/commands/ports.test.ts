import assert from "node:assert/strict";
import { test } from "node:test";

import type { CliError } from "../../src/errors.ts";
import { runProgram } from "../../src/program.ts";
import { clusterOf, type FakeCluster } from "../support/cluster.ts";
import { testContext } from "../support/context.ts";
import { service } from "../support/objects.ts";

async function run(argv: string, cluster: FakeCluster) {
  const context = testContext({ connect: async () => cluster });
  let error: CliError | undefined;
  await runProgram(["ports", ...argv.split(" ").filter(Boolean)], context).catch(
    (thrown: CliError) => (error = thrown),
  );
  return { stdout: context.stdout, stderr: context.stderr, error };
}

const web = service("web", {
  type: "NodePort",
  selector: { app: "web" },
  ports: [{ name: "http", port: 80, protocol: "TCP", nodePort: 30_080 }],
});
const other = service("api", { type: "NodePort", ports: [{ port: 81, protocol: "TCP", nodePort: 30_081 }] }, "other");

test("a namespace's own ports are shown, and the whole cluster's are counted, from one list", async () => {
  const cluster = clusterOf([web, other]);
  assert.equal(
    (await run("", cluster)).stdout,
    `KIND        ADDRESS      PORT        SERVICE   SERVICE PORT
node port   every node   30080/TCP   web       http 80/TCP

Node ports 30000-32767 in the whole cluster: 2 in use, 2766 free.
84 of these are in 30000-30085, best for numbers chosen by hand: given out last.
`,
  );
  assert.deepEqual(cluster.requests, ["list services"]);
});

test("-A shows every namespace", async () => {
  const { stdout } = await run("-A", clusterOf([web, other]));
  assert.match(stdout, /^other +node port +every node +30081\/TCP +api +81\/TCP$/m);
});

test("-o wide adds what kind of Service it is, and whom it selects", async () => {
  const { stdout } = await run("-o wide", clusterOf([web]));
  assert.match(stdout, /SERVICE PORT +TYPE +SELECTOR\nnode port .* http 80\/TCP +NodePort +app=web\n/);
});

test("another range is counted as the API server would", async () => {
  const { stdout } = await run("--range=30000-30080", clusterOf([web, other]));
  assert.match(stdout, /30000-30080 in the whole cluster: 1 in use, 80 free/);
  assert.match(stdout, /Outside this range: 30081\./);
});

test("a range that is none is refused", async () => {
  const { error } = await run("--range=5", clusterOf([]));
  assert.equal(error?.exitCode, 2);
});

test("who may read one namespace only sees its ports, and is told that nothing was counted", async () => {
  const cluster = clusterOf([web, other]);
  const { list } = cluster;
  cluster.list = (resource, query) =>
    query?.namespace === undefined
      ? clusterOf([], { forbidden: ["services"] }).list(resource, query)
      : list(resource, query);
  const { stdout, stderr, error } = await run("", cluster);
  assert.equal(error, undefined);
  assert.match(stdout, /30080\/TCP/);
  assert.doesNotMatch(stdout, /free/);
  assert.equal(stderr, "Warning: Services of other namespaces cannot be read, so free node ports are not counted\n");
});

test("-o json has the ports and the count", async () => {
  const { stdout } = await run("-o json", clusterOf([web]));
  const { ports, nodePorts } = JSON.parse(stdout) as { ports: unknown[]; nodePorts: { free: number } };
  assert.deepEqual(ports, [
    {
      kind: "node-port",
      port: 30_080,
      protocol: "TCP",
      service: { namespace: "default", name: "web" },
      servicePort: { name: "http", port: 80, protocol: "TCP" },
    },
  ]);
  assert.equal(nodePorts.free, 2767);
});

test("where nothing is in use, that is said, and all is free", async () => {
  const { stdout, stderr } = await run("", clusterOf([service("web")]));
  assert.equal(stderr, "No resources found in default namespace.\n");
  assert.match(stdout, /0 in use, 2768 free/);
});
