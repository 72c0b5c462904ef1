import assert from "node:assert/strict";
import { test } from "node:test";

import { ExitCode, SilentExit } from "../../src/errors.ts";
import { runProgram } from "../../src/program.ts";
import type { SandboxControl, SandboxOptions, SandboxStatus } from "../../src/sandbox/control.ts";
import { testContext } from "../support/context.ts";

const OPTIONS: SandboxOptions = { nodes: 3, port: 0, loadBalancer: false };
const RUNNING: SandboxStatus = {
  running: true,
  pid: 4711,
  server: "https://127.0.0.1:6443",
  kubeconfig: "/home/me/.local/state/svcctl/kubeconfig",
  startedAt: "2025-12-31T23:55:00Z",
  options: OPTIONS,
};
const NONE: SandboxStatus = { running: false, kubeconfig: RUNNING.kubeconfig };

/** Runs a command line with a sandbox that answers as `parts` say, and returns what was shown and what was asked for. */
async function run(line: string, parts: Partial<SandboxControl>) {
  const refuse = (): never => assert.fail("not asked for");
  const control: SandboxControl = {
    start: refuse,
    serve: refuse,
    stop: refuse,
    status: refuse,
    reset: refuse,
    kubeconfig: refuse,
    ...parts,
  };
  const context = testContext({ sandbox: () => Promise.resolve(control) });
  const thrown = await runProgram(line.split(" "), context).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { stdout: context.stdout, stderr: context.stderr, thrown };
}

const FACTS = `
  Server         https://127.0.0.1:6443
  Nodes          3
  Load balancer  none: such Services stay pending (see --load-balancer)
  Data           in memory, gone when it stops
  Kubeconfig     /home/me/.local/state/svcctl/kubeconfig
  Process        4711, started 5m ago
`;

test("start says where the cluster is and what to type next", async () => {
  const { stdout, stderr } = await run("sandbox start", { start: () => Promise.resolve(RUNNING) });
  assert.equal(
    stdout,
    `The sandbox is ready.
${FACTS}
svcctl uses it while no kubeconfig names a cluster: try 'svcctl get nodes'.
For kubectl: export KUBECONFIG=/home/me/.local/state/svcctl/kubeconfig
`,
  );
  assert.equal(stderr, "");
});

test("start hands its flags over", async () => {
  const asked: SandboxOptions[] = [];
  const start = (options: SandboxOptions) => {
    asked.push(options);
    return Promise.resolve(RUNNING);
  };
  await run("sandbox start", { start });
  await run("sandbox start --nodes 5 --port=6443 --load-balancer --data state.json", { start });
  assert.deepEqual(asked, [OPTIONS, { nodes: 5, port: 6443, loadBalancer: true, data: "state.json" }]);
});

test("start --foreground serves until the signal aborts", async () => {
  const serve: SandboxControl["serve"] = (_options, _signal, onReady) => {
    onReady({ ...RUNNING, options: { ...OPTIONS, loadBalancer: true, data: "/tmp/state.json" } });
    return Promise.resolve();
  };
  const { stdout } = await run("sandbox start --foreground", { serve });
  assert.match(stdout, /^The sandbox is ready. Ctrl-C ends it.\n/);
  assert.match(stdout, /^ {2}Load balancer {2}gives out addresses$/m);
  assert.match(stdout, /^ {2}Data {11}\/tmp\/state.json$/m);
});

test("status tells of a sandbox that runs, and with exit code 3 of none", async () => {
  const running = await run("sandbox status", { status: () => Promise.resolve(RUNNING) });
  assert.deepEqual([running.stdout, running.thrown], [`The sandbox is running.\n${FACTS}`, undefined]);
  const none = await run("sandbox status", { status: () => Promise.resolve(NONE) });
  assert.equal(none.stdout, "No sandbox is running. Start one with 'svcctl sandbox start'.\n");
  assert.ok(none.thrown instanceof SilentExit);
  assert.equal(none.thrown.exitCode, ExitCode.notFound);
});

test("status -o json is the whole status, whether one runs or not", async () => {
  for (const status of [RUNNING, NONE]) {
    const { stdout } = await run("sandbox status -o json", { status: () => Promise.resolve(status) });
    assert.deepEqual(JSON.parse(stdout), status);
  }
});

test("stop is content when nothing runs", async () => {
  const stopped = await run("sandbox stop", { stop: () => Promise.resolve({ ...RUNNING, running: false }) });
  assert.deepEqual([stopped.stdout, stopped.stderr], ["The sandbox has stopped.\n", ""]);
  const none = await run("sandbox stop", { stop: () => Promise.resolve(NONE) });
  assert.deepEqual([none.stdout, none.stderr, none.thrown], ["", "No sandbox is running.\n", undefined]);
});

test("reset says that the sandbox is empty", async () => {
  const { stdout } = await run("sandbox reset", { reset: () => Promise.resolve(RUNNING) });
  assert.match(stdout, /^The sandbox is empty again.\n/);
});

test("kubeconfig prints the file, or with --path where it is", async () => {
  const parts = { kubeconfig: () => Promise.resolve("apiVersion: v1\n"), status: () => Promise.resolve(RUNNING) };
  assert.equal((await run("sandbox kubeconfig", parts)).stdout, "apiVersion: v1\n");
  assert.equal((await run("sandbox kubeconfig --path", parts)).stdout, `${RUNNING.kubeconfig}\n`);
});

test("the kubeconfig of a sandbox that does not run is printed, with a note", async () => {
  const parts = { kubeconfig: () => Promise.resolve("apiVersion: v1\n"), status: () => Promise.resolve(NONE) };
  const { stdout, stderr } = await run("sandbox kubeconfig", parts);
  assert.equal(stdout, "apiVersion: v1\n");
  assert.equal(stderr, "No sandbox is running. Start one with 'svcctl sandbox start'.\n");
});

test("status and stop tell of a sandbox that ended unexpectedly", async () => {
  const lost = () => Promise.resolve({ ...NONE, lost: { pid: 4711, log: "/state/sandbox.log" } });
  const line = "The sandbox (process 4711) ended unexpectedly; its log is /state/sandbox.log.";
  const status = await run("sandbox status", { status: lost });
  assert.equal(status.stdout, `${line} Start one with 'svcctl sandbox start'.\n`);
  assert.equal((await run("sandbox stop", { stop: lost })).stderr, `${line}\n`);
});
