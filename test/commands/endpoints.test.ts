import assert from "node:assert/strict";
import { test } from "node:test";

import type { Context } from "../../src/context.ts";
import type { CliError } from "../../src/errors.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";
import { runProgram } from "../../src/program.ts";
import { clusterOf, type FakeCluster } from "../support/cluster.ts";
import { testContext } from "../support/context.ts";
import { endpointOf, makeNode, NOT_READY, pod, READY, service, slice, TERMINATING } from "../support/objects.ts";

const now = () => new Date("2026-01-01T00:00:00Z");
const contextOf = (cluster: FakeCluster, parts: Partial<Context> = {}) =>
  testContext({ connect: async () => cluster, now, ...parts });

async function run(argv: string, cluster: FakeCluster) {
  const context = contextOf(cluster);
  let error: CliError | undefined;
  await runProgram(["endpoints", ...argv.split(" ").filter(Boolean)], context).catch(
    (thrown: CliError) => (error = thrown),
  );
  return { stdout: context.stdout, stderr: context.stderr, error };
}

/** A small shop: healthy, on its way, broken, by hand, elsewhere. */
const shop = (): KubeObject[] => {
  const http = [{ name: "http", port: 80, protocol: "TCP", targetPort: "http" }];
  const a = pod("web-a", { ports: [{ name: "http", containerPort: 8080 }] });
  const b = pod("web-b", { ip: "10.0.0.2", node: "node-2", ready: false, message: "probe failed" });
  const c = pod("web-c", { ip: "10.0.0.3", deletionTimestamp: "2026-01-01T00:00:20Z" });
  const ports = [{ name: "http", port: 8080, protocol: "TCP" }];
  const endpoints = [endpointOf(a, READY), endpointOf(b, NOT_READY), endpointOf(c, TERMINATING)];
  return [
    service("docs", { type: "ExternalName", externalName: "docs.example.com", ports: [] }),
    service("mainframe", { ports: [{ name: "tn", port: 23, protocol: "TCP", targetPort: 2323 }] }),
    service("payments", { selector: { app: "paymnets" } }),
    service("web", { selector: { app: "web" }, ports: http }),
    { ...service("web", { selector: { app: "web" } }, "other") },
    a,
    b,
    c,
    pod("payments-a", { labels: { app: "payments" }, ip: "10.0.0.9" }),
    makeNode("node-1", "zone-a"),
    slice("web-1", "web", { endpoints, ports }),
    slice("mainframe-1", "mainframe", {
      endpoints: [{ addresses: ["192.0.2.50"], zone: "dc-1" }],
      ports: [{ name: "tn", port: 2323, protocol: "TCP" }],
      byHand: true,
    }),
  ] as unknown as KubeObject[];
};

test("each Pod and port has a row: its state, and a reason where there is one", async () => {
  const { stdout, stderr } = await run("", clusterOf(shop()));
  assert.equal(stderr, "");
  assert.equal(
    stdout,
    `SERVICE     PORT          TARGET   POD          IP           NODE     STATE                       REASON
docs        <none>        <none>   <none>       <none>       <none>   external                    DNS answers with a CNAME to docs.example.com
mainframe   tn 23/TCP     2323     <none>       192.0.2.50   <none>   ready
payments    80/TCP        80       payments-a   10.0.0.9     node-1   excluded                    selector wants app=paymnets, Pod has app=payments
web         http 80/TCP   8080     web-a        10.0.0.1     node-1   ready
web         http 80/TCP   8080     web-b        10.0.0.2     node-2   not ready                   probe failed
web         http 80/TCP   8080     web-c        10.0.0.3     node-1   serving while terminating   being deleted, 20s left
`,
  );
});

test("REASON is no column when there is nothing to say", async () => {
  const { stdout } = await run("mainframe", clusterOf(shop()));
  assert.equal(
    stdout,
    `SERVICE     PORT        TARGET   POD      IP           NODE     STATE
mainframe   tn 23/TCP   2323     <none>   192.0.2.50   <none>   ready
`,
  );
});

test("wide adds zones and EndpointSlices", async () => {
  const { stdout } = await run("svc/web -o wide --no-headers", clusterOf(shop()));
  assert.equal(stdout.split("\n")[0], "web   http 80/TCP   8080   web-a   10.0.0.1   node-1   zone-a   web-1   ready");
});

test("with -A the namespace comes first, and a Service of another one has its own rows", async () => {
  const { stdout } = await run("-A", clusterOf(shop()));
  assert.match(stdout, /^NAMESPACE +SERVICE/);
  assert.match(
    stdout,
    /^other +web +80\/TCP +80 +<none> +<none> +<none> +no endpoints +no Pod matches app=web; Pods in namespace default do$/m,
  );
});

test("a Service with no endpoints says why", async () => {
  const lonely = service("lonely", { selector: { app: "lonely" } });
  const empty = service("empty");
  const misnamed = service("misnamed", { ports: [{ name: "http", port: 80, protocol: "TCP" }] });
  const other = slice("s", "misnamed", {
    endpoints: [{ addresses: ["192.0.2.1"] }],
    ports: [{ name: "web", port: 80 }],
    byHand: true,
  });
  const { stdout } = await run("", clusterOf([empty, lonely, misnamed, other]));
  assert.match(stdout, /^lonely .* no endpoints +no Pod matches app=lonely$/m);
  assert.match(stdout, /^empty .* no endpoints +no selector, and no EndpointSlice names this Service$/m);
  assert.match(stdout, /^misnamed .* no EndpointSlice serves the port http\/TCP \(they serve web\/TCP\)$/m);
});

test("-o name prints the ready Pods", async () => {
  assert.equal((await run("-o name", clusterOf(shop()))).stdout, "pod/web-a\n");
});

test("-o json has facts, and words for people", async () => {
  const { stdout } = await run("web -o json", clusterOf(shop()));
  const { services } = JSON.parse(stdout) as { services: { ports: unknown[]; endpoints: unknown[] }[] };
  assert.deepEqual(services[0]?.ports, [
    { name: "http", port: 80, protocol: "TCP", targetPort: "http", targets: [8080] },
  ]);
  assert.deepEqual(services[0]?.endpoints[1], {
    addresses: ["10.0.0.2"],
    node: "node-2",
    pod: "web-b",
    port: { name: "http", port: 80, protocol: "TCP" },
    reasons: [{ kind: "not-ready", message: "probe failed", text: "probe failed", waiting: [] }],
    slices: ["web-1"],
    state: "not ready",
    target: 8080,
  });
});

test("-o yaml says the same", async () => {
  const { stdout } = await run("mainframe -o yaml", clusterOf(shop()));
  assert.match(stdout, /^services:\n- endpoints:\n {2}- addresses:\n {4}- 192\.0\.2\.50\n/);
  assert.match(stdout, /^ {4}text: 'kept by hand: EndpointSlice mainframe-1'$/m);
});

test("a Service that is not there is the server's NotFound; the others are shown", async () => {
  const { stdout, error } = await run("ghost mainframe", clusterOf(shop()));
  assert.match(stdout, /^mainframe/m);
  assert.equal(error?.text, 'Error from server (NotFound): services "ghost" not found');
  assert.equal(error?.exitCode, 3);
});

test("no Services are a note, not a failure", async () => {
  const { stdout, stderr, error } = await run("", clusterOf([]));
  assert.deepEqual([stdout, stderr, error], ["", "No resources found in default namespace.\n", undefined]);
});

test("what may not be read is told, and the rest is shown", async () => {
  const withoutSlices = await run("web", clusterOf(shop(), { forbidden: ["endpointslices", "nodes"] }));
  assert.match(
    withoutSlices.stderr,
    /^Warning: EndpointSlices cannot be read, so what the Pods' own state implies is shown: /,
  );
  assert.match(withoutSlices.stdout, /^web .* web-b .* not ready +probe failed$/m);
  const withoutPods = await run("web", clusterOf(shop(), { forbidden: ["pods"] }));
  assert.match(withoutPods.stderr, /^Warning: Pods cannot be read, so those that get no traffic are not shown: /);
  assert.match(withoutPods.stdout, /^web .* web-a .* ready$/m);
});

for (const [argv, message] of [
  ["web -l a=b", "name cannot be provided when a selector is specified"],
  ["web -A", "a resource cannot be retrieved by name across all namespaces"],
  ["-w -o json", "--watch shows a table and cannot be used with -o json"],
  ["deploy/web", '"deploy/web" is no Service'],
] as const) {
  test(`endpoints ${argv} is refused`, async () => {
    const { error } = await run(argv, clusterOf(shop()));
    assert.equal(error?.message, message);
    assert.equal(error?.exitCode, 2);
  });
}

/** Collects what is written, and lets a test wait for it. */
function collector() {
  let text = "";
  let wake = () => {};
  const until = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(text)) await new Promise<void>((resolve) => (wake = resolve));
    return text;
  };
  const out = (more: string) => {
    text += more;
    wake();
  };
  return { until, out };
}

test("-w appends the rows that change, and says which are gone", async () => {
  const cluster = clusterOf(shop());
  const { until, out } = collector();
  const over = new AbortController();
  const context = contextOf(cluster, { signal: over.signal });
  context.io.out = out;
  const watching = runProgram(["endpoints", "web", "-w"], context);
  const first = await until(/web-c/);
  const better = pod("web-b", { ip: "10.0.0.2", node: "node-2" });
  cluster.change("MODIFIED", better as unknown as KubeObject);
  const [a, b] = [endpointOf(pod("web-a"), READY), endpointOf(better, READY)];
  const ports = [{ name: "http", port: 8080, protocol: "TCP" }];
  cluster.change("MODIFIED", slice("web-1", "web", { endpoints: [a, b], ports }) as unknown as KubeObject);
  cluster.change("DELETED", pod("web-c") as unknown as KubeObject);
  const all = await until(/gone/);
  over.abort();
  await watching;
  assert.equal(
    all.slice(first.length),
    `web       http 80/TCP   8080     web-b   10.0.0.2   node-2   ready
web       http 80/TCP   8080     web-c   10.0.0.3   node-1   gone
`,
  );
});

test("-w has no header for reasons that nothing has yet, and leaves out the Service on a narrow terminal", async () => {
  const endpoints = (conditions: object) =>
    slice("web-1", "web", { endpoints: [endpointOf(pod("web-a"), conditions)] });
  const cluster = clusterOf([service("web", { selector: { app: "web" } }), pod("web-a"), endpoints(READY)]);
  const { until, out } = collector();
  const over = new AbortController();
  const io = { ...testContext().io, out, width: 40 };
  const watching = runProgram(["endpoints", "web", "-w"], contextOf(cluster, { signal: over.signal, io }));
  await until(/web-a/);
  cluster.change("MODIFIED", pod("web-a", { ready: false }) as unknown as KubeObject);
  cluster.change("MODIFIED", endpoints(NOT_READY) as unknown as KubeObject);
  const text = await until(/not ready/);
  over.abort();
  await watching;
  assert.equal(
    text,
    `PORT     TARGET   POD     IP         NODE     STATE
80/TCP   80       web-a   10.0.0.1   node-1   ready
80/TCP   80       web-a   10.0.0.1   node-1   not ready   its Ready condition is not True
`,
  );
});

test("-w ends with the server's refusal when a named Service is not there", async () => {
  const { error } = await run("ghost -w", clusterOf(shop()));
  assert.equal(error?.exitCode, 3);
});

/** What a terminal of this width shows. */
async function runOnTerminal(argv: string, cluster: FakeCluster, width: number): Promise<string> {
  let stdout = "";
  const io = { ...testContext().io, isTTY: true, width, out: (text: string) => void (stdout += text) };
  await runProgram(argv.split(" "), contextOf(cluster, { io }));
  return stdout;
}

test("on a narrow terminal long values stand below their rows, and a pipe gets the table all the same", async () => {
  const shown = await runOnTerminal("endpoints web payments", clusterOf(shop()), 60);
  assert.equal(
    shown,
    `SERVICE   PORT         TARGET  POD         IP        NODE
  STATE
web       http 80/TCP  8080    web-a       10.0.0.1  node-1
  ready
web       http 80/TCP  8080    web-b       10.0.0.2  node-2
  not ready
  probe failed
web       http 80/TCP  8080    web-c       10.0.0.3  node-1
  serving while terminating
  being deleted, 20s left
payments  80/TCP       80      payments-a  10.0.0.9  node-1
  excluded
  selector wants app=paymnets, Pod has app=payments
`,
  );
});

const crowd = () => {
  const pods = Array.from({ length: 1000 }, (_, at) => pod(`web-${at}`, { ip: `10.1.${at >> 8}.${at & 255}` }));
  const listed = pods.map((one, at) => endpointOf(one, at === 998 ? NOT_READY : READY));
  const slices = Array.from({ length: 100 }, (_, at) =>
    slice(`web-${at}`, "web", { endpoints: listed.slice(at * 10, at * 10 + 10) }),
  );
  return clusterOf([service("web", { selector: { app: "web" } }), ...pods, ...slices]);
};

test("a terminal shows 20 of 1,000 endpoints, what is wrong among them, and counts the others; --all shows all", async () => {
  const short = (await runOnTerminal("endpoints web", crowd(), 200)).trimEnd().split("\n");
  assert.equal(short.length, 22);
  assert.match(short[20] ?? "", /web-998 .*not ready/);
  assert.match(short[21] ?? "", /^web +80\/TCP +… and 980 more +980 ready +--all shows them$/);
  const all = await runOnTerminal("endpoints web --all", crowd(), 200);
  assert.equal(all.trimEnd().split("\n").length, 1001);
  const { stdout } = await run("web", crowd());
  assert.equal(stdout.trimEnd().split("\n").length, 1001);
});

test("describe keeps kubectl's lines, and counts what a terminal has no room for", async () => {
  const short = await runOnTerminal("describe svc web", crowd(), 200);
  assert.match(short, /^Endpoints: {16}10\.1\.0\.0:80,10\.1\.0\.1:80,10\.1\.0\.2:80 \+ 996 more\.\.\.$/m);
  assert.match(short, /^ {2}… and 980 more, 980 ready: --all shows them$/m);
  const all = await runOnTerminal("describe svc web --all", crowd(), 200);
  assert.equal(all.match(/^ {2}80\/TCP/gm)?.length, 1000);
});
