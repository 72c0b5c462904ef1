import assert from "node:assert/strict";
import { test } from "node:test";

import type { Context, Screen } from "../../src/context.ts";
import type { CliError } from "../../src/errors.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";
import { runProgram } from "../../src/program.ts";
import { clusterOf, type FakeCluster } from "../support/cluster.ts";
import { testContext } from "../support/context.ts";
import { endpointOf, makeNode, pod, READY, service, slice } from "../support/objects.ts";
import { runLine } from "../support/run.ts";

const a = pod("web-a", { ip: "10.0.0.1", node: "node-1" });
const b = pod("web-b", { ip: "10.0.0.2", node: "node-2" });
const ports = [
  { name: "http", port: 80, protocol: "TCP", targetPort: 80 },
  { name: "dns", port: 53, protocol: "UDP", targetPort: 53 },
  { name: "dns-tcp", port: 53, protocol: "TCP", targetPort: 53 },
];
const slicePorts = [
  { name: "http", port: 80, protocol: "TCP" },
  { name: "dns", port: 53, protocol: "UDP" },
  { name: "dns-tcp", port: 53, protocol: "TCP" },
];
const sliceWith = (...pods: (typeof a)[]) =>
  slice("web-1", "web", {
    endpoints: pods.map((one) => endpointOf(one, READY)),
    ports: slicePorts,
  }) as unknown as KubeObject;

const objects = (): KubeObject[] =>
  [
    service("web", { selector: { app: "web" }, ports }),
    service("lost", { selector: { app: "nobody" } }),
    a,
    b,
    makeNode("node-1", "zone-a"),
    makeNode("node-2", "zone-b"),
    sliceWith(a, b),
  ] as unknown as KubeObject[];

async function run(argv: string, cluster: FakeCluster = clusterOf(objects()), parts: Partial<Context> = {}) {
  const context = testContext({ connect: async () => cluster, parseText: async () => ({}), ...parts });
  let error: CliError | undefined;
  await runProgram(["trace", ...argv.split(" ")], context).catch((thrown: CliError) => (error = thrown));
  return { stdout: context.stdout, stderr: context.stderr, error };
}

const portsIn = (text: string) => [...text.matchAll(/^Port (.*?):/gm)].map(([, port]) => port);

test("the way is told step by step, down to each container", async () => {
  const { stdout, error } = await run("web --port http");
  assert.equal(error, undefined);
  assert.equal(
    stdout,
    `default/web (ClusterIP)
✓ DNS name        web.default.svc.cluster.local → 10.96.0.1

Port http 80/TCP: traffic arrives
✓ cluster IP      10.96.0.1:80
✓ port            http 80/TCP
✓ target port     80
✓ endpoints       2 of 2 ready

  SHARE   ENDPOINT      POD     NODE     CONTAINER
✓ 1/2     10.0.0.1:80   web-a   node-1   main:http
✓ 1/2     10.0.0.2:80   web-b   node-2   main:http
`,
  );
});

for (const [argv, expected] of [
  ["web", ["http 80/TCP", "dns 53/UDP", "dns-tcp 53/TCP"]],
  ["svc/web:http", ["http 80/TCP"]],
  ["web --port=53", ["dns 53/UDP", "dns-tcp 53/TCP"]],
  ["web:53/udp", ["dns 53/UDP"]],
  ["svc web:http", ["http 80/TCP"]],
  ["services/web --port dns-tcp", ["dns-tcp 53/TCP"]],
] as const) {
  test(`trace ${argv}: ${expected.join(", ")}`, async () => {
    assert.deepEqual(portsIn((await run(argv)).stdout), expected);
  });
}

for (const [argv, exitCode, message] of [
  ["web:81", 3, /services "web" has no port 81/],
  ["missing", 3, /services "missing" not found/],
  ["web --from node-9", 3, /nodes "node-9" not found/],
  ["web:80 --port 81", 2, /only one port/],
  ["pod/web", 2, /is no Service/],
  ["web -w -o yaml", 2, /--watch cannot be used with -o yaml/],
  ["web -f x.yaml -w", 2, /files do not change/],
  ["-A", 2, /unknown (flag|shorthand flag)/],
] as const) {
  test(`trace ${argv} ends with exit code ${exitCode}`, async () => {
    const { error, stdout } = await run(argv);
    assert.match(error?.message ?? "", message);
    assert.equal(error?.exitCode, exitCode);
    assert.equal(stdout, "");
  });
}

test("traffic that does not arrive ends in exit code 9; --fail-on decides otherwise", async () => {
  const silent = await run("lost");
  assert.match(silent.stdout, /^✗ endpoints {7}none$/m);
  assert.equal(silent.error?.exitCode, 9);
  assert.equal((await run("lost --fail-on never")).error, undefined);
  assert.equal((await run("web --fail-on warning")).error?.exitCode, 9, "no container declares port 53");
});

test("what may not be read is said, and the rest is traced", async () => {
  const cluster = clusterOf(objects(), { forbidden: ["endpointslices", "nodes", "networkpolicies"] });
  const { stdout, stderr } = await run("web:http", cluster);
  assert.match(stderr, /Warning: EndpointSlices cannot be read/);
  assert.match(stderr, /Warning: NetworkPolicies cannot be read/);
  assert.match(stdout, /^✓ 1\/2 {5}10\.0\.0\.2:80/m);
  const blind = await run("web:http", clusterOf(objects(), { forbidden: ["endpointslices", "pods"] }));
  assert.match(blind.stdout, /^\? endpoints/m);
  assert.equal(blind.error, undefined);
});

test("JSON has the steps, the shares as numbers, and a text for people", async () => {
  const { stdout } = await run("web:http --from node-1 -o json");
  const [trace] = (JSON.parse(stdout) as { traces: Record<string, unknown>[] }).traces;
  const [port] = (trace?.["ports"] ?? []) as {
    endpoints: Record<string, unknown>[];
    steps: Record<string, unknown>[];
  }[];
  assert.equal(trace?.["from"], "node-1");
  assert.deepEqual(port?.endpoints[0]?.["inside"], { share: 0.5 });
  assert.deepEqual(port?.steps[0], {
    address: "10.96.0.1:80",
    policy: "Cluster",
    state: "ok",
    step: "cluster-ip",
    text: "10.96.0.1:80",
  });
});

test("text from the cluster is shown, not obeyed", async () => {
  const evil = pod("web-a", { ready: false, message: "\u001b[2Jgone \u202e" });
  const listed = slice("web-1", "web", { endpoints: [endpointOf(evil, { ready: false })] });
  const cluster = clusterOf([service("web", { selector: { app: "web" } }), evil, listed]);
  const { stdout } = await run("web", cluster);
  assert.match(stdout, /\^\[\[2Jgone \\u\{202e\}/);
});

test("a terminal shows ten endpoints, what is wrong among them, and how many more there are", async () => {
  const pods = Array.from({ length: 100 }, (_, at) => pod(`web-${at}`, { ip: `10.0.1.${at}`, ready: at !== 99 }));
  const endpoints = pods.map((one, at) => endpointOf(one, { ready: at !== 99 }));
  const cluster = () =>
    clusterOf([service("web", { selector: { app: "web" } }), ...pods, slice("s", "web", { endpoints })]);
  const { io } = testContext();
  const shownOn = async (argv: string, isTTY: boolean) => {
    let stdout = "";
    await run(argv, cluster(), { io: { ...io, isTTY, out: (text) => void (stdout += text) } });
    return stdout;
  };
  const short = await shownOn("web", true);
  assert.equal(short.match(/^[✓✗] (1\/99|-) /gm)?.length, 10);
  assert.match(short, /^✗ - .*web-99 /m);
  assert.match(short, /^… and 90 more, all well: --all shows them$/m);
  assert.equal((await shownOn("web --all", true)).match(/^[✓✗] (1\/99|-) /gm)?.length, 100);
  assert.equal((await shownOn("web", false)).match(/^[✓✗] (1\/99|-) /gm)?.length, 100, "a pipe gets all");
});

/** Runs a view that goes on, makes changes one after the other, and ends it. */
async function follow(
  argv: string,
  changes: readonly ((cluster: FakeCluster) => void)[],
  parts: Partial<Context> = {},
) {
  const cluster = clusterOf(objects());
  const over = new AbortController();
  const running = run(argv, cluster, { ...parts, signal: over.signal });
  const pause = () => new Promise((resolve) => setTimeout(resolve, 250));
  for (const change of changes) {
    await pause();
    change(cluster);
  }
  await pause();
  over.abort();
  return running;
}

const lose = (cluster: FakeCluster) => cluster.change("MODIFIED", sliceWith(a));
const remove = (cluster: FakeCluster) =>
  cluster.change("DELETED", service("web", { selector: { app: "web" } }) as unknown as KubeObject);

interface TimelineEvent extends Record<"time" | "event" | "namespace" | "service", string> {
  before?: Record<"step" | "pod" | "state", string>;
  after?: Record<"step" | "pod" | "state", string>;
}

test("-o jsonl is a timeline: the beginning, then a line for each change", async () => {
  const { stdout } = await follow("web:http -o jsonl", [lose, remove]);
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as TimelineEvent);
  assert.deepEqual(
    events.map(({ event, after, before }) => [
      event,
      after?.step ?? after?.pod ?? after ?? "",
      before?.state ?? before ?? "",
    ]),
    [
      ["start", "", ""],
      ["step", "endpoints", "ok"],
      ["endpoint", "web-b", "ready"],
      ["state", "warning", "ok"],
      ["gone", "", ""],
    ],
  );
  for (const { time, namespace, service: name } of events)
    assert.deepEqual([time, namespace, name], ["2026-01-01T00:00:00.000Z", "default", "web"]);
});

test("-w without a terminal prints the ways, then a line for each change", async () => {
  const { stdout } = await follow("web:http -w", [lose]);
  assert.match(stdout, /^✓ endpoints {7}2 of 2 ready$/m);
  assert.match(stdout, /^2026-01-01T00:00:00\.000Z {2}default\/web port http 80\/TCP: endpoints 1 of 2 ready/m);
  assert.match(stdout, /endpoint 10\.0\.0\.2:80 \(web-b\) ready → excluded, in no EndpointSlice$/m);
});

test("-w on a terminal paints on a screen of its own, anew for changes and sizes, and leaves the last view and all changes behind", async () => {
  let columns = 100;
  let resize = () => {};
  const screen: Screen = {
    size: () => ({ columns, rows: 30 }),
    onResize: (listener) => {
      resize = listener;
      return () => void (resize = () => {});
    },
  };
  const widen = () => {
    columns = 40;
    resize();
  };
  const { stdout } = await follow("web:http -w", [lose, widen], { screen });
  const frames = stdout.split("\u001b[?2026h").slice(1);
  assert.ok(stdout.startsWith("\u001b[?1049h"));
  assert.equal(frames.length, 3, "the beginning, the change, the size");
  assert.match(frames[0] ?? "", /2 of 2 ready/);
  assert.match(frames[1] ?? "", /1 of 2 ready/);
  const last = stdout.slice(stdout.lastIndexOf("\u001b[?1049l") + 8);
  assert.match(last, /^default\/web \(ClusterIP\)\n/);
  assert.match(last, /1 of 2 ready/);
  assert.match(last, /\n\nChanges since \d\d:\d\d:\d\d:\n\d\d:\d\d:\d\d {2}port/);
});

for (const argv of ["-w", "-o jsonl"]) {
  test(`trace ${argv} that ends by itself ends in exit code 9 when traffic does not arrive, as --fail-on says`, async () => {
    const ending = async (line: string, last: (cluster: FakeCluster) => void = () => {}) => {
      const cluster = clusterOf(objects());
      const running = run(line, cluster);
      await new Promise((resolve) => setTimeout(resolve, 100));
      last(cluster);
      cluster.endWatches();
      return (await running).error?.exitCode;
    };
    assert.equal(await ending(`lost ${argv}`), 9);
    assert.equal(await ending(`lost ${argv} --fail-on never`), undefined);
    assert.equal(await ending(`web:http ${argv}`), undefined);
    assert.equal(await ending(`web:http ${argv} --fail-on warning`, lose), 9, "the last state counts");
  });
}

test("trace -w that is interrupted judges nothing", async () => {
  assert.equal((await follow("lost -w", [])).error, undefined);
});

test("a change that comes right before the watches end is told, too", async () => {
  const cluster = clusterOf(objects());
  const running = run("web:http -o jsonl", cluster);
  await new Promise((resolve) => setTimeout(resolve, 100));
  lose(cluster);
  cluster.endWatches();
  assert.match((await running).stdout, /"pod":"web-b".*"event":"endpoint"/);
});

test("a first view that cannot be painted leaves the screen as it was", async () => {
  let isFirst = true;
  const size = () => {
    if (!isFirst) return { columns: 80, rows: 30 };
    isFirst = false;
    throw new Error("no size");
  };
  const context = testContext({
    connect: async () => clusterOf(objects()),
    screen: { size, onResize: () => () => {} },
  });
  await assert.rejects(runProgram(["trace", "web:http", "-w"], context), /no size/);
  assert.ok(context.stdout.startsWith("\u001b[?1049h"));
  assert.match(context.stdout.split("\u001b[?1049l")[1] ?? "", /^default\/web/);
});

test("a port that no Service in files has is not found", async () => {
  const object = service("web", { ports }) as unknown as KubeObject;
  const manifests = async () => [{ object, source: "s.yaml" }] as unknown as Awaited<ReturnType<Context["manifests"]>>;
  const { error, stdout, stderr } = await run("-f s.yaml --port nosuch", undefined, { manifests });
  assert.equal(error?.message, "no Service in these files has a port nosuch");
  assert.equal(error?.hint, "There are: dns 53/UDP, dns-tcp 53/TCP, http 80/TCP");
  assert.deepEqual([error?.exitCode, stdout, stderr], [3, "", ""]);
});

test("an ExternalName, which has every port, hides no port that is not found", async () => {
  const { error, stdout } = await runLine(["trace", "-f", "examples/a-shop-with-every-kind-of-service", "--port", "x"]);
  assert.deepEqual(stdout.match(/^default\/.*$/gm)?.length, 1);
  assert.deepEqual([error?.message, error?.exitCode], ["no Service in these files has a port x", 3]);
});

test("files are traced without a cluster: examples stand for addresses, templates for Pods", async () => {
  const file = "examples/a-shop-with-every-kind-of-service";
  const { stdout, stderr, error } = await runLine(["trace", "-f", file, "frontend:http", "payments-named"]);
  assert.match(stderr, /^These manifests are not in a cluster yet/);
  assert.match(stdout, /^✓ 1\/3 {5}10\.244\.0\.1:8080 {3}frontend-1 {3}node-1 {3}nginx:http$/m);
  assert.equal(error?.exitCode, 3, "payments-named has no port http");
  const all = await runLine(["trace", "-f", file]);
  assert.equal(all.stdout.match(/^default\/\S+ \(/gm)?.length, 10);
  assert.equal(all.error?.exitCode, 9);
});
