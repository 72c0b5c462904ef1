import assert from "node:assert/strict";
import { test } from "node:test";

import type { CliError } from "../../src/errors.ts";
import { runProgram } from "../../src/program.ts";
import { clusterOf, type FakeCluster } from "../support/cluster.ts";
import { testContext } from "../support/context.ts";
import { endpointOf, makeNode, NOT_READY, pod, READY, service, slice } from "../support/objects.ts";

async function run(argv: string, cluster: FakeCluster = clusterOf(shop)) {
  const context = testContext({ connect: async () => cluster });
  let error: CliError | undefined;
  await runProgram(["who", ...argv.split(" ")], context).catch((thrown: CliError) => (error = thrown));
  const [, ...lines] = context.stdout.split("\n").filter(Boolean);
  return { stdout: context.stdout, error, rows: lines.map((line) => line.split(/ {3,}/)) };
}

const httpPort = { name: "http", port: 80, protocol: "TCP", targetPort: 8080, nodePort: 30_080 };
const web = {
  ...service("web", {
    type: "LoadBalancer",
    clusterIP: "10.96.0.7",
    clusterIPs: ["10.96.0.7", "fd00::7"],
    externalIPs: ["203.0.113.7"],
    selector: { app: "web" },
    ports: [httpPort, { name: "admin", port: 81, protocol: "TCP", targetPort: 8081, nodePort: 30_081 }],
  }),
  status: { loadBalancer: { ingress: [{ hostname: "lb.example.com" }] } },
};
const a = pod("web-a", { ip: "10.0.0.1" });
const b = pod("web-b", { ip: "10.0.0.2", ready: false, message: "probe failed" });
const db0 = pod("db-0", { labels: { app: "db" }, ip: "10.0.0.5" });
const ports = [
  { name: "http", port: 8080, protocol: "TCP" },
  { name: "admin", port: 8081, protocol: "TCP" },
];
const shop = [
  web,
  service("db", { clusterIP: "None", selector: { app: "db" }, ports: [{ port: 5432, protocol: "TCP" }] }),
  service("docs", { type: "ExternalName", externalName: "docs.example.com", clusterIPs: [], ports: [] }),
  service("payments", { selector: { app: "paymnets" }, clusterIPs: ["10.96.0.9"] }),
  service("api", { clusterIPs: ["10.96.0.10"] }, "other"),
  a,
  b,
  db0,
  pod("payments-a", { labels: { app: "payments" }, ip: "10.0.0.9" }),
  pod("solo", { labels: { app: "solo" }, ip: "10.0.0.8" }),
  { ...makeNode("node-1", "zone-a"), status: { addresses: [{ type: "InternalIP", address: "192.0.2.11" }] } },
  slice("web-1", "web", { endpoints: [endpointOf(a, READY), endpointOf(b, NOT_READY)], ports }),
  slice("db-1", "db", {
    endpoints: [{ ...endpointOf(db0, READY), hostname: "db-0" }],
    ports: [{ name: "", port: 5432, protocol: "TCP" }],
  }),
];

for (const [question, rows] of [
  [
    "10.96.0.7",
    [
      ["default", "web", "http 80/TCP", "8080", "cluster IP 10.96.0.7", "1 of 2 ready"],
      ["default", "web", "admin 81/TCP", "8081", "cluster IP 10.96.0.7", "1 of 2 ready"],
    ],
  ],
  ["fd00:0::7", [["http 80/TCP"], ["admin 81/TCP"]]],
  ["10.96.0.7:81", [["default", "web", "admin 81/TCP", "8081", "cluster IP 10.96.0.7", "1 of 2 ready"]]],
  ["203.0.113.7:80", [["default", "web", "http 80/TCP", "8080", "external IP 203.0.113.7", "1 of 2 ready"]]],
  ["30081", [["default", "web", "admin 81/TCP", "8081", "node port 30081", "1 of 2 ready"]]],
  ["192.0.2.11:30080", [["default", "web", "http 80/TCP", "8080", "node port 30080 on node-1", "1 of 2 ready"]]],
  ["10.0.0.1:8081", [["default", "web", "admin 81/TCP", "8081", "Pod web-a 10.0.0.1", "ready"]]],
  ["db", [["default", "db", "5432/TCP", "5432", "DNS db.default.svc.cluster.local", "1 of 1 ready"]]],
  ["db-0.db", [["default", "db", "5432/TCP", "5432", "Pod db-0 10.0.0.5", "ready"]]],
  ["db-0", [["default", "db", "5432/TCP", "5432", "Pod db-0 10.0.0.5", "ready"]]],
  ["API.other", [["other", "api", "80/TCP", "80", "DNS api.other.svc.cluster.local", "0 of 0 ready"]]],
  ["docs.example.com", [["default", "docs", "<none>", "<none>", "alias of docs.example.com"]]],
  [
    "_admin._tcp.web",
    [["default", "web", "admin 81/TCP", "8081", "DNS _admin._tcp.web.default.svc.cluster.local", "1 of 2 ready"]],
  ],
] as const) {
  test(`${question} leads to ${rows.length === 1 ? "one port" : `${rows.length} ports`}`, async () => {
    const shown = (await run(question)).rows;
    assert.equal(shown.length, rows.length);
    for (const [at, row] of rows.entries()) assert.deepEqual(row.length === 1 ? [shown[at]?.[2]] : shown[at], row);
  });
}

test("a load balancer's host name leads to all ports of its Service", async () => {
  const { rows } = await run("lb.example.com");
  assert.deepEqual(
    rows.map((row) => row[4]),
    ["load balancer lb.example.com", "load balancer lb.example.com"],
  );
});

test("a Pod that a Service leaves out is shown with the reason", async () => {
  const { stdout } = await run("pod/payments-a");
  assert.match(stdout, /^default +payments .* excluded +selector wants app=paymnets, Pod has app=payments$/m);
  assert.match((await run("web-b")).stdout, /^default +web .* not ready +probe failed$/m);
});

test("-o wide adds the node of an endpoint, and the Service's type and selector", async () => {
  const { stdout } = await run("db-0 -o wide");
  assert.match(stdout, /STATE +NODE +TYPE +SELECTOR\n.* ready +node-1 +ClusterIP +app=db\n$/);
  assert.match((await run("docs.example.com -o wide")).stdout, /<none> +ExternalName +<none>\n$/);
});

test("on a narrow terminal the namespace that was asked about is left out", async () => {
  let stdout = "";
  const io = { ...testContext().io, width: 60, out: (text: string) => void (stdout += text) };
  await runProgram(["who", "db-0"], testContext({ io, connect: async () => clusterOf(shop) }));
  assert.match(stdout, /^SERVICE +PORT/);
});

test("a Pod that no Service wants is not found, with its labels", async () => {
  const { error } = await run("solo");
  assert.equal(error?.message, 'no Service in namespace default leads to "solo"');
  assert.equal(error?.hint, "Pod solo is in no Service: its labels are app=solo.");
  assert.equal(error?.exitCode, 3);
});

test("what nobody has is not found", async () => {
  assert.equal((await run("10.9.9.9")).error?.message, 'no Service leads to "10.9.9.9"');
  assert.equal((await run("31000")).error?.exitCode, 3);
  assert.equal((await run("-n other 10.96.0.7")).error?.message, 'no Service in namespace other leads to "10.96.0.7"');
});

test("what is no question is wrong usage", async () => {
  assert.equal((await run("svc/web")).error?.exitCode, 2);
});

test("one list of each kind is enough", async () => {
  const cluster = clusterOf(shop);
  await run("10.96.0.7", cluster);
  assert.deepEqual(cluster.requests.toSorted(), ["list endpointslices", "list nodes", "list pods", "list services"]);
});

test("-o json has facts", async () => {
  const { leads } = JSON.parse((await run("web-b -o json")).stdout) as { leads: Record<string, unknown>[] };
  assert.deepEqual(leads[0], {
    service: { namespace: "default", name: "web", type: "LoadBalancer" },
    port: { name: "http", port: 80, protocol: "TCP" },
    way: { kind: "endpoint" },
    endpoint: {
      pod: "web-b",
      addresses: ["10.0.0.2"],
      target: 8080,
      node: "node-1",
      zone: "zone-a",
      state: "not ready",
      reasons: [{ kind: "not-ready", message: "probe failed", waiting: [], text: "probe failed" }],
    },
  });
});

test("a port narrows a name and a URL to what answers there; a protocol, a node port", async () => {
  const servicePorts = async (argv: string) => (await run(argv)).rows.map(([, , port]) => port);
  assert.deepEqual(await servicePorts("-A web.default:81"), ["admin 81/TCP"]);
  assert.deepEqual(await servicePorts("-A http://web.default/status"), ["http 80/TCP"]);
  assert.deepEqual(await servicePorts("-A http://10.96.0.7:81/"), ["admin 81/TCP"]);
  assert.deepEqual(await servicePorts("-A 30080/tcp"), ["http 80/TCP"]);
  assert.deepEqual(await servicePorts("-A localhost:30081"), ["admin 81/TCP"]);
  assert.equal((await run("-A 30080/udp")).error?.exitCode, 3);
  assert.equal((await run("-A web.default:82")).error?.exitCode, 3);
});

test("what is said of a URL does not repeat its password", async () => {
  const { error } = await run("http://me:secret@nosuch.default/");
  assert.match(error?.message ?? "", /nosuch\.default/);
  assert.doesNotMatch(error?.message ?? "", /secret/);
});
