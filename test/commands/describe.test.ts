import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Failures } from "../../src/errors.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";
import { runProgram } from "../../src/program.ts";
import { clusterOf, type FakeCluster } from "../support/cluster.ts";
import { testContext } from "../support/context.ts";
import { endpointOf, pod, READY, service, slice } from "../support/objects.ts";

interface Recording {
  now: string;
  objects: KubeObject[];
  cases: { argv: string; code: number; stdout: string; stderr: string }[];
}

const recorded = JSON.parse(readFileSync(new URL("../recordings/describe.json", import.meta.url), "utf8")) as Recording;

/** Runs a command line; what it throws becomes the text that main would show. */
async function run(argv: readonly string[], cluster: FakeCluster) {
  const context = testContext({ connect: async () => cluster, now: () => new Date(recorded.now) });
  let error = "";
  try {
    await runProgram(argv, context);
  } catch (thrown) {
    error = thrown instanceof Failures ? thrown.text : (thrown as { text: string }).text;
  }
  return { stdout: context.stdout, stderr: context.stderr + (error === "" ? "" : `${error}\n`) };
}

/** Where kubectl 1.36 miscounts, and what is right. */
const CORRECTIONS: Record<string, string> = {
  "10.1.0.1:8080,10.1.0.2:8080,10.1.0.3:8080 + 4 more...": "10.1.0.1:8080,10.1.0.2:8080,10.1.0.3:8080 + 1 more...",
  "10.1.0.1:8081,10.1.0.2:8081,10.1.0.3:8081 + 0 more...": "10.1.0.1:8081,10.1.0.2:8081,10.1.0.3:8081",
  "10.1.1.1:80,10.1.1.2:80,10.1.1.3:80 + 0 more...": "10.1.1.1:80,10.1.1.2:80,10.1.1.3:80",
};

function corrected(line: string): string {
  const wrong = Object.keys(CORRECTIONS).find((text) => line.endsWith(text));
  return wrong === undefined ? line : line.replace(wrong, CORRECTIONS[wrong] ?? "");
}

/** The first of kubectl's lines that is missing, or stands in another place; undefined when all are there. */
function missingLine(kubectl: string, svcctl: string): string | undefined {
  const lines = svcctl.split("\n");
  let at = 0;
  return kubectl.split("\n").find((line) => {
    const found = lines.indexOf(corrected(line), at);
    at = found + 1;
    return found < 0;
  });
}

for (const { argv, stdout, stderr } of recorded.cases) {
  test(`describe ${argv || "without words"} says all that kubectl says, aligned as kubectl aligns it`, async () => {
    const answer = await run(["describe", ...argv.split(" ").filter(Boolean)], clusterOf(recorded.objects));
    assert.equal(missingLine(stdout, answer.stdout), undefined, answer.stdout);
    assert.equal(answer.stderr, stderr.replaceAll("kubectl", "svcctl"));
  });
}

test("descriptions of several objects are as far apart as kubectl's, after a prefix closer", async () => {
  const { stdout } = await run(["describe", "svc", "pre-1", "pre-2"], clusterOf(recorded.objects));
  assert.match(stdout, /\n\n\nName: +pre-2\n/);
  const prefixed = await run(["describe", "svc", "pre"], clusterOf(recorded.objects));
  assert.match(prefixed.stdout, /[^\n]\n\nName: +pre-2\n[\s\S]*[^\n]\n\n$/);
});

test("a Service with Pods is described with four requests", async () => {
  const cluster = clusterOf([service("web", { selector: { app: "web" } }), pod("web-a")]);
  await run(["describe", "svc", "web"], cluster);
  assert.deepEqual(cluster.requests.toSorted(), [
    "get services web",
    "list endpointslices",
    "list events",
    "list pods",
  ]);
});

test("the whole of a description: what kubectl hides, every endpoint, and what is wrong", async () => {
  const web = service("web", {
    selector: { app: "web" },
    type: "LoadBalancer",
    loadBalancerClass: "example.com/fast",
    allocateLoadBalancerNodePorts: false,
    publishNotReadyAddresses: true,
    sessionAffinity: "ClientIP",
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
    ports: [{ name: "http", port: 80, protocol: "TCP", targetPort: "http" }],
  });
  web.metadata = {
    ...web.metadata,
    finalizers: ["service.kubernetes.io/load-balancer-cleanup"],
    deletionTimestamp: "2026-01-01T00:00:00Z",
    ownerReferences: [{ apiVersion: "v1", kind: "Shop", name: "main", uid: "1", controller: true }],
  };
  web.status = {
    loadBalancer: {
      ingress: [
        { ip: "203.0.113.7", ipMode: "VIP", ports: [{ port: 80, protocol: "TCP", error: "example.com/NoQuota" }] },
      ],
    },
    conditions: [
      { type: "Ready", status: "False", reason: "NoQuota", message: "quota is used up", lastTransitionTime: "" },
    ],
  };
  const [a, b] = [pod("web-a"), pod("web-b", { ip: "10.0.0.2", ready: false, message: "probe failed" })];
  const ports = [{ name: "http", port: 80, protocol: "TCP" }];
  const slices = [slice("web-1", "web", { endpoints: [endpointOf(a, READY), endpointOf(b, READY)], ports })];
  const { stdout } = await run(["describe", "svc", "web"], clusterOf([web, a, b, ...slices]));
  assert.equal(
    stdout,
    `Name:                     web
Namespace:                default
Labels:                   <none>
Annotations:              <none>
Controlled By:            Shop/main
Deleting:                 since 2026-01-01T00:00:00Z
Finalizers:               service.kubernetes.io/load-balancer-cleanup
Selector:                 app=web
Type:                     LoadBalancer
IP Family Policy:         SingleStack
IP Families:              IPv4
IP:                       10.96.0.1
IPs:                      10.96.0.1
LoadBalancer Class:       example.com/fast
LoadBalancer Ingress:     203.0.113.7 (VIP)
Ingress Error:            203.0.113.7 80/TCP: example.com/NoQuota
Publish Not Ready:        true
Node Ports:               not allocated
Port:                     http  80/TCP
TargetPort:               http/TCP
Endpoints:                10.0.0.1:80,10.0.0.2:80
Session Affinity:         ClientIP
Affinity Timeout:         60s
Internal Traffic Policy:  Cluster
Condition:                Ready=False (NoQuota): quota is used up
Endpoint Details:
  Port         Target  Pod    IP        Node    State  Reason
  ----         ------  ---    --        ----    -----  ------
  http 80/TCP  80      web-a  10.0.0.1  node-1  ready
  http 80/TCP  80      web-b  10.0.0.2  node-1  ready  published although not ready (publishNotReadyAddresses); probe failed
Events:                   <none>
`,
  );
});

test("forbidden EndpointSlices are said to be unknown, and the Pods' own state is shown", async () => {
  const web = service("web", { selector: { app: "web" } });
  const { stdout } = await run(
    ["describe", "svc", "web"],
    clusterOf([web, pod("web-a")], { forbidden: ["endpointslices"] }),
  );
  assert.match(stdout, /^Endpoints: +<unknown>$/m);
  assert.match(stdout, /^ {2}80\/TCP +80 +web-a +10\.0\.0\.1 +node-1 +ready$/m);
  assert.match(
    stdout,
    /^Note: +EndpointSlices cannot be read, so what the Pods' own state implies is shown: endpointslices/m,
  );
});

test("forbidden Events are left out, as kubectl leaves them out", async () => {
  const { stdout } = await run(["describe", "svc", "web"], clusterOf([service("web")], { forbidden: ["events"] }));
  assert.doesNotMatch(stdout, /^Events:/m);
  assert.match(stdout, /^Note: +Events cannot be read: /m);
});

test("a slice port without a number shows the address alone", async () => {
  const endpoints = [{ addresses: ["192.0.2.1"] }];
  const by = slice("s", "web", { endpoints, ports: [{ name: "" }], byHand: true });
  const { stdout } = await run(["describe", "svc", "web"], clusterOf([service("web"), by]));
  assert.match(stdout, /^Endpoints: +192\.0\.2\.1$/m);
  assert.match(stdout, /^ {2}80\/TCP +all +<none> +192\.0\.2\.1 +<none> +ready$/m);
});

test("an EndpointSlice shows the conditions and hints that kubectl leaves out", async () => {
  const { stdout } = await run(["describe", "endpointslice", "rich"], clusterOf(recorded.objects));
  assert.match(stdout, /Ready: {4}true\n {6}Serving: {2}true\n {6}Terminating: {2}false\n {4}Hostname: {3}h1\n/);
  assert.match(stdout, /Zone: {7}z1\n {4}For Zones: {2}z1\n {4}For Nodes: {2}n1\n/);
});

test("other kinds are kubectl's", async () => {
  await assert.rejects(
    runProgram(["describe", "deployment", "web"], testContext({ connect: async () => clusterOf([]) })),
    {
      message: "svcctl describes Services, Endpoints and EndpointSlices, not deployments",
      hint: "Use kubectl for it: kubectl describe deployment web",
      exitCode: 2,
    },
  );
});

test("beside other kinds, what can be described is described", async () => {
  const { stdout, stderr } = await run(["describe", "svc/web", "deploy/web"], clusterOf([service("web")]));
  assert.match(stdout, /^Name: +web$/m);
  assert.equal(stderr, "error: svcctl describes Services, Endpoints and EndpointSlices, not deployments\n");
});

test("text from the cluster cannot steer the terminal", async () => {
  const evil = service("web");
  evil.metadata = { ...evil.metadata, annotations: { note: "a\u001b[2Jb\u202e" } };
  const { stdout } = await run(["describe", "svc", "web"], clusterOf([evil]));
  assert.match(stdout, /^Annotations: +note: a\^\[\[2Jb\\u\{202e\}$/m);
});
