import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";

import { CliError, ExitCode } from "../../src/errors.ts";
import type { SandboxControl, SandboxOptions, SandboxStatus } from "../../src/sandbox/control.ts";
import { sandboxControl, type SandboxWorld } from "../../src/sandbox/daemon.ts";
import { isListening, makePrivateFolder, sandboxFiles } from "../../src/sandbox/files.ts";
import { runningSandbox } from "../../src/sandbox/running.ts";
import { apiClient } from "../support/api-client.ts";

const OPTIONS: SandboxOptions = { nodes: 1, port: 0, loadBalancer: false };

interface Home {
  control: SandboxControl;
  world: SandboxWorld;
  env: Record<string, string | undefined>;
  files: ReturnType<typeof sandboxFiles>;
  /** Serves in this process; the function ends it and resolves when nothing is left. */
  serve(options?: Partial<SandboxOptions>): Promise<{ status: SandboxStatus; end(): Promise<void> }>;
}

/** A folder for state of its own, and the control of the sandbox in it. */
async function home(t: TestContext): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), "svcctl-daemon-"));
  const env = { ...process.env, XDG_STATE_HOME: folder };
  const world: SandboxWorld = {
    env,
    now: () => new Date(),
    signal: new AbortController().signal,
    note: () => {},
    pid: process.pid,
    kill: (pid, signal) => void process.kill(pid, signal),
    node: process.execPath,
    shell: () => 4711,
    nodeFlags: [],
    program: fileURLToPath(new URL("../../bin/svcctl.js", import.meta.url)),
  };
  const control = sandboxControl(world);
  const files = sandboxFiles(env);
  t.after(async () => {
    const { pid } = await control.status();
    if (pid !== undefined && pid !== process.pid) await control.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const serve = async (options: Partial<SandboxOptions> = {}) => {
    const ending = new AbortController();
    let served: Promise<void> | undefined;
    const status = await new Promise<SandboxStatus>((resolve, reject) => {
      served = control.serve({ ...OPTIONS, ...options }, ending.signal, resolve);
      served.catch(reject);
    });
    const end = async () => {
      ending.abort();
      await served;
    };
    t.after(end);
    return { status, end };
  };
  return { control, world, env, files, serve };
}

const portOf = ({ server = "" }: SandboxStatus): number => Number(new URL(server).port);

async function clientOf(t: TestContext, { files }: Home, status: SandboxStatus) {
  const credentials = JSON.parse(await readFile(files.credentials, "utf8")) as Parameters<
    typeof apiClient
  >[0]["credentials"];
  const client = apiClient({ url: status.server ?? "", credentials });
  t.after(() => client.close());
  return client;
}

const failsWith = (exitCode: number, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof CliError);
  assert.match(error.message, message);
  assert.equal(error.exitCode, exitCode);
  return true;
};

test("a background sandbox answers, is known, and leaves nothing behind when it is stopped", async (t) => {
  const place = await home(t);
  const { control, env, files } = place;
  const started = await control.start(OPTIONS);
  assert.equal(started.running, true);
  assert.notEqual(started.pid, process.pid);
  assert.deepEqual(await control.status(), started);
  assert.equal((await runningSandbox(env, undefined, new Date()))?.kubeconfig, files.kubeconfig);
  const isNewsTo = async (shell: number) => (await runningSandbox(env, shell, new Date()))?.isNews;
  assert.deepEqual([await isNewsTo(4711), await isNewsTo(4712)], [false, true], "who started it knows of it");
  const client = await clientOf(t, place, started);
  assert.equal((await client.call({ path: "/readyz" })).status, 200);

  await assert.rejects(control.start(OPTIONS), failsWith(ExitCode.conflict, /a sandbox is already running at https:/));
  const stopped = await control.stop();
  assert.deepEqual([stopped.running, stopped.pid], [false, started.pid]);
  assert.equal(await isListening(portOf(started)), false);
  assert.equal(await runningSandbox(env, undefined, new Date()), undefined);
  assert.deepEqual((await readdir(files.folder)).toSorted(), [
    "credentials.json",
    "kubeconfig",
    "sandbox.log",
    "told.json",
  ]);
  assert.equal((await control.stop()).pid, undefined);
});

test("one that hangs is ended by force", { skip: process.platform === "win32" }, async (t) => {
  const { control, files } = await home(t);
  const started = await control.start(OPTIONS);
  assert.ok(started.pid);
  process.kill(started.pid, "SIGSTOP");
  assert.equal((await control.stop()).pid, started.pid);
  assert.equal(existsSync(files.running), false);
  assert.equal((await control.status()).running, false);
});

test("of two that start at once, one runs and the other is told so", async (t) => {
  const { control } = await home(t);
  const outcomes = await Promise.allSettled([control.start(OPTIONS), control.start(OPTIONS)]);
  const [lost] = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  failsWith(ExitCode.conflict, /already running/)(lost);
});

test("reset forgets every object and keeps port and options", async (t) => {
  const place = await home(t);
  const started = await place.control.start({ ...OPTIONS, nodes: 2 });
  const client = await clientOf(t, place, started);
  const path = "/api/v1/namespaces/default/configmaps";
  const body = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "mine" } };
  assert.equal((await client.call({ method: "POST", path, body })).status, 201);
  const again = await place.control.reset();
  assert.deepEqual([again.server, again.options?.nodes], [started.server, 2]);
  assert.equal((await client.call({ path: `${path}/mine` })).status, 404);
});

test("a port that is taken is said clearly, and nothing is left running", async (t) => {
  const { control, files } = await home(t);
  const squatter = createServer().listen(0, "127.0.0.1");
  await once(squatter, "listening");
  t.after(() => squatter.close());
  const { port } = squatter.address() as { port: number };
  await assert.rejects(
    control.start({ ...OPTIONS, port }),
    failsWith(ExitCode.failed, /port \d+ of 127.0.0.1 is taken/),
  );
  assert.equal(existsSync(files.running), false);
  assert.equal(existsSync(files.lock), false);
});

test("keys and kubeconfig are for their user alone, and are used again by the next run", async (t) => {
  const { files, serve, control } = await home(t);
  const first = await serve();
  for (const path of [files.credentials, files.kubeconfig, files.running]) {
    assert.equal((await stat(path)).mode & 0o777, 0o600, path);
  }
  assert.equal((await stat(files.folder)).mode & 0o777, 0o700);
  const credentials = await readFile(files.credentials, "utf8");
  const text = await control.kubeconfig();
  assert.match(text, /^current-context: svcctl-sandbox$/m);
  for (const line of text.split("\n")) assert.ok(/^\S|^ {2}\S|^ {4}\S|^- |^$/.test(line), line);
  await first.end();
  await (await serve()).end();
  assert.equal(await readFile(files.credentials, "utf8"), credentials);
});

test("certificates that are about to end, and damaged ones, are replaced", async (t) => {
  const { files, serve } = await home(t);
  await (await serve()).end();
  const before = JSON.parse(await readFile(files.credentials, "utf8")) as { token: string; notAfter: string };
  const soon = new Date(Date.now() + 86_400_000).toISOString();
  for (const text of [JSON.stringify({ ...before, notAfter: soon }), "{", JSON.stringify({ ...before, ca: "x" })]) {
    await writeFile(files.credentials, text);
    await (await serve()).end();
    const { token } = JSON.parse(await readFile(files.credentials, "utf8")) as { token: string };
    assert.notEqual(token, before.token);
  }
});

test("a damaged record of a run counts as none", async (t) => {
  const { files, control } = await home(t);
  await mkdir(files.folder);
  for (const text of ["3", "[]", "null", '{"pid":1,"port":"x"}']) {
    await writeFile(files.running, text);
    assert.equal((await control.status()).running, false);
  }
});

test("a folder that is open to others is closed to them", async (t) => {
  const { files } = await home(t);
  await mkdir(files.folder);
  await chmod(files.folder, 0o777);
  await makePrivateFolder(files.folder);
  assert.equal((await stat(files.folder)).mode & 0o777, 0o700);
});

test("a folder that cannot be made is said in one line", async () => {
  for (const path of ["/dev/null/svcctl", "/proc/x/svcctl"]) {
    await assert.rejects(makePrivateFolder(path), failsWith(ExitCode.failed, /^cannot use \/.*: E[A-Z]+: .*$/));
  }
});

test("what a sandbox left behind that was killed counts for nothing", async (t) => {
  const { files, serve, control, env } = await home(t);
  const first = await serve();
  const record = await readFile(files.running, "utf8");
  await first.end();
  // the process id is one that is in use, and another program listens on the port by now
  const other = createServer((client) => client.end("hello\n")).listen(portOf(first.status), "127.0.0.1");
  await once(other, "listening");
  t.after(() => other.close());
  await writeFile(files.running, record);
  assert.equal((await control.status()).running, false);
  assert.equal((await control.stop()).pid, undefined);
  assert.equal(await runningSandbox(env, undefined, new Date()), undefined);
  const second = await serve();
  assert.notEqual(second.status.server, first.status.server);
  assert.equal((await runningSandbox(env, undefined, new Date()))?.kubeconfig, files.kubeconfig);
});

test("a sandbox whose process was killed is told of until stop is asked for", async (t) => {
  const { control, files } = await home(t);
  const { pid = 0, server = "" } = await control.start(OPTIONS);
  process.kill(pid, "SIGKILL");
  while (await isListening(Number(new URL(server).port)));
  const lost = { running: false, kubeconfig: files.kubeconfig, lost: { pid, log: files.log } };
  assert.deepEqual(await control.status(), lost);
  assert.deepEqual(await control.stop(), lost);
  assert.deepEqual(await control.status(), { running: false, kubeconfig: files.kubeconfig });
});

test(
  "a killed sandbox whose process nobody has taken leave of is told of, too",
  { skip: process.platform !== "linux" },
  async (t) => {
    const { serve, control, files } = await home(t);
    const first = await serve();
    const record = JSON.parse(await readFile(files.running, "utf8"));
    await first.end();
    // the shell becomes a program that waits for no children: its child stays as a zombie
    const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
    t.after(() => parent.kill());
    const pid = Number(String((await once(parent.stdout, "data"))[0]));
    while (!/\) Z /.test(await readFile(`/proc/${pid}/stat`, "utf8")))
      await new Promise((resolve) => setTimeout(resolve, 10));
    await writeFile(files.running, JSON.stringify({ ...record, pid }));
    assert.deepEqual((await control.status()).lost, { pid, log: files.log });
  },
);

test("without a wish, a sandbox listens where the last one did", async (t) => {
  const { serve } = await home(t);
  const first = await serve();
  await first.end();
  const second = await serve();
  assert.equal(second.status.server, first.status.server);
});

test("when a reset cannot start anew, the data file stays as it was", async (t) => {
  const { control, world, files } = await home(t);
  const data = join(files.folder, "..", "data.json");
  await control.start({ ...OPTIONS, data });
  await assert.rejects(sandboxControl({ ...world, node: join(files.folder, "no-node") }).reset());
  assert.match(await readFile(data, "utf8"), /^\{"format":1,/);
  assert.deepEqual(
    (await readdir(join(data, ".."))).filter((name) => name.startsWith("data")),
    ["data.json"],
  );
});

test("with a data file, objects are there again after a restart, with their addresses and ports", async (t) => {
  const place = await home(t);
  const data = join(place.files.folder, "..", "data.json");
  const first = await place.serve({ data });
  const client = await clientOf(t, place, first.status);
  const services = "/api/v1/namespaces/default/services";
  const pods = "/api/v1/namespaces/default/pods";
  const metadata = { name: "web", labels: { app: "web" } };
  const pod = { apiVersion: "v1", kind: "Pod", metadata, spec: { containers: [{ name: "c", image: "nginx" }] } };
  const service = (name: string) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { type: "NodePort", selector: { app: "web" }, ports: [{ port: 80 }] },
  });
  await client.call({ method: "POST", path: pods, body: pod });
  const { body: made } = await client.call({ method: "POST", path: services, body: service("web") });
  await first.end();
  assert.equal((await stat(data)).mode & 0o777, 0o600);

  const second = await place.serve({ data });
  const again = await clientOf(t, place, second.status);
  const { body: found } = await again.call({ path: `${services}/web` });
  assert.deepEqual(found, made);
  type Made = { spec: { clusterIP: string; ports: { nodePort: number }[] } };
  const taken = { ...service("other"), spec: { ...service("other").spec, clusterIP: (made as Made).spec.clusterIP } };
  assert.equal((await again.call({ method: "POST", path: services, body: taken })).status, 422);
  const slices = (await again.call({ path: "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices" })).body;
  assert.equal((slices as { items: unknown[] }).items.length, 2);
});

test("a data file that holds something else is refused and left as it is", async (t) => {
  const { files, serve } = await home(t);
  const data = join(files.folder, "..", "data.json");
  const states = [
    { revision: 1, objects: [null] },
    { revision: 1, objects: [{ apiVersion: "v1", kind: "Service", metadata: 3 }] },
    { revision: 1, objects: [{ apiVersion: "v1", kind: "Service", metadata: { name: "a" }, spec: [] }] },
    { revision: 1e300, objects: [] },
    { revision: -1, objects: [] },
  ].map((state) => JSON.stringify({ format: 1, ...state }));
  for (const text of ["", "{", '{"format":2}', "[]", ...states]) {
    await writeFile(data, text);
    await assert.rejects(
      serve({ data }),
      failsWith(ExitCode.failed, /data\.json does not hold the state of a sandbox/),
    );
    assert.equal(await readFile(data, "utf8"), text);
  }
});

test("a data file that cannot be written or read is refused, and nothing is left running", async (t) => {
  const { files, serve } = await home(t);
  const nowhere = join(files.folder, "missing", "data.json");
  await assert.rejects(
    serve({ data: nowhere }),
    failsWith(ExitCode.failed, /cannot write .*data\.json: ENOENT: no such file or directory$/),
  );
  await assert.rejects(serve({ data: files.folder }), failsWith(ExitCode.failed, /cannot read .*svcctl: EISDIR/));
  assert.equal(existsSync(files.running), false);
});

test("without a sandbox, kubeconfig, reset and status say so", async (t) => {
  const { control } = await home(t);
  await assert.rejects(control.kubeconfig(), failsWith(ExitCode.notFound, /no sandbox has been started yet/));
  await assert.rejects(control.reset(), failsWith(ExitCode.notFound, /no sandbox is running/));
  assert.deepEqual(Object.keys(await control.status()).toSorted(), ["kubeconfig", "running"]);
});

test("node counts and ports that cannot be are refused before anything starts", async (t) => {
  const { control, files } = await home(t);
  for (const wrong of [{ nodes: 0 }, { nodes: 65 }, { port: 65_536 }, { port: -1 }]) {
    await assert.rejects(control.start({ ...OPTIONS, ...wrong }), failsWith(ExitCode.usage, /from [01] to/));
  }
  assert.equal(existsSync(files.folder), false);
});
