import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { exposeObject, exposeSelector } from "../../src/model/expose.ts";
import type { WrittenPort } from "../../src/model/generate.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";

const template = (labels: Record<string, string>, ports: object[] = [{ containerPort: 80 }]) => ({
  metadata: { labels },
  spec: { containers: [{ name: "c", image: "x", ports }] },
});

const workload = (apiVersion: string, kind: string, spec: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: "db" },
  spec,
});

const specOf = (service: KubeObject) =>
  service["spec"] as { ports: WrittenPort[]; selector: Record<string, string>; type?: string };

const named = [{ name: "sql", containerPort: 5432 }];
const selector = { matchLabels: { app: "db" } };

for (const kind of ["StatefulSet", "DaemonSet"]) {
  test(`a ${kind} is exposed by its selector; the names of its ports are kept and aimed at`, () => {
    const source = workload("apps/v1", kind, { selector, template: template({ app: "db", v: "1" }, named) });
    assert.deepEqual(specOf(exposeObject(source, {})), {
      ports: [{ name: "sql", protocol: "TCP", port: 5432, targetPort: "sql" }],
      selector: { app: "db" },
    });
  });
}

test("a Job that is not created yet has no selector: its template's labels serve", () => {
  const source = workload("batch/v1", "Job", { template: template({ job: "a" }) });
  assert.deepEqual(specOf(exposeObject(source, {})).selector, { job: "a" });
});

test("a CronJob is exposed by the labels of its Jobs' Pods", () => {
  const spec = { jobTemplate: { spec: { template: template({ job: "nightly" }, named) } } };
  const service = specOf(exposeObject(workload("batch/v1", "CronJob", spec), {}));
  assert.deepEqual(service.selector, { job: "nightly" });
  assert.deepEqual(service.ports, [{ name: "sql", protocol: "TCP", port: 5432, targetPort: "sql" }]);
});

test("a custom resource with a Pod template is exposed", () => {
  const source = workload("example.com/v1", "Rollout", { selector, template: template({ app: "db" }) });
  assert.deepEqual(specOf(exposeObject(source, {})).selector, { app: "db" });
});

test("an expression that says the same as a label is taken into the selector", () => {
  const matchExpressions = [{ key: "tier", operator: "In", values: ["web"] }];
  const source = workload("apps/v1", "Deployment", {
    selector: { ...selector, matchExpressions },
    template: template({ app: "db", tier: "web" }),
  });
  assert.deepEqual(specOf(exposeObject(source, {})).selector, { app: "db", tier: "web" });
});

const service = (ports: object[]): KubeObject => workload("v1", "Service", { selector: { app: "db" }, ports });

test("a Service's ports are copied with their names, protocols and target ports, where kubectl aims at the wrong ones", () => {
  const ports = [
    { name: "http", port: 80, targetPort: 8080, appProtocol: "http" },
    { name: "dns", port: 53, protocol: "UDP", targetPort: "dns", nodePort: 30_053 },
  ];
  assert.deepEqual(specOf(exposeObject(service(ports), {})).ports, [
    { name: "http", protocol: "TCP", appProtocol: "http", port: 80, targetPort: 8080 },
    { name: "dns", protocol: "UDP", port: 53, targetPort: "dns" },
  ]);
});

test("a port that a Service has keeps its target port when --port names it", () => {
  const source = service([{ port: 80, targetPort: 8080 }]);
  const port80 = { protocol: "TCP", port: 80, targetPort: 8080 };
  assert.deepEqual(specOf(exposeObject(source, { port: ["80"] })).ports, [port80]);
  assert.deepEqual(specOf(exposeObject(source, { port: ["81"] })).ports, [{ ...port80, port: 81, targetPort: 81 }]);
});

test("--keep-port-names keeps the names of a Deployment's ports, too", () => {
  const ports = [{ name: "http", containerPort: 8080 }, { containerPort: 9113 }];
  const source = workload("apps/v1", "Deployment", { selector, template: template({ app: "db" }, ports) });
  assert.deepEqual(specOf(exposeObject(source, { keepPortNames: true })).ports, [
    { name: "http", protocol: "TCP", port: 8080, targetPort: "http" },
    { name: "port-2", protocol: "TCP", port: 9113, targetPort: 9113 },
  ]);
});

test("each --port has its own name, target port and protocol; node ports go to the ports in their order", () => {
  const source = workload("apps/v1", "Deployment", { selector, template: template({ app: "db" }) });
  const port = ["web=80:http", "dns=53:5353/udp", "9113"];
  const exposed = specOf(exposeObject(source, { port, targetPort: "metrics", nodePort: [30_080, 30_053] }));
  assert.deepEqual(exposed.ports, [
    { name: "web", protocol: "TCP", port: 80, targetPort: "http", nodePort: 30_080 },
    { name: "dns", protocol: "UDP", port: 53, targetPort: 5353, nodePort: 30_053 },
    { name: "port-3", protocol: "TCP", port: 9113, targetPort: "metrics" },
  ]);
  assert.equal(exposed.type, "NodePort");
});

test("more node ports than ports are refused", () => {
  const source = service([{ port: 80 }]);
  assert.throws(() => exposeObject(source, { nodePort: [30_080, 30_081] }), /2 node ports for 1 port/);
});

test("a selector alone makes a Service when name and port are given", () => {
  const made = exposeSelector({ selector: "app=db", name: "db", port: ["sql=5432"] });
  assert.deepEqual(made, {
    kind: "Service",
    apiVersion: "v1",
    metadata: { name: "db" },
    spec: { ports: [{ name: "sql", protocol: "TCP", port: 5432, targetPort: 5432 }], selector: { app: "db" } },
    status: { loadBalancer: {} },
  });
});

test("a selector alone needs a name, and a port unless the Service is headless", () => {
  assert.throws(() => exposeSelector({ selector: "app=db", port: ["80"] }), /name must be specified/);
  assert.throws(() => exposeSelector({ selector: "app=db", name: "db" }), /couldn't find port via --port flag/);
  const headless = exposeSelector({ selector: "app=db", name: "db", clusterIp: "None" });
  assert.deepEqual(headless["spec"], { selector: { app: "db" }, clusterIP: "None" });
});

test("several objects each get a selector and ports of their own", () => {
  const web = workload("apps/v1", "Deployment", { selector, template: template({ app: "db" }) });
  const other = workload("apps/v1", "Deployment", {
    selector: { matchLabels: { app: "other" } },
    template: template({ app: "other" }, [{ containerPort: 81 }]),
  });
  const [first, second] = [web, other].map((source) => specOf(exposeObject(source, {})));
  assert.deepEqual([first?.selector, first?.ports[0]?.port], [{ app: "db" }, 80]);
  assert.deepEqual([second?.selector, second?.ports[0]?.port], [{ app: "other" }, 81]);
});

const odd = fc.oneof(
  { depthSize: "small" },
  fc.constantFrom<unknown>(null, "text", 7, true, [], {}, [null], ["a"], [{}], [{ ports: 1 }], [{ ports: [{}] }]),
  fc.dictionary(
    fc.constantFrom("ports", "containerPort", "name", "matchLabels", "matchExpressions", "a"),
    fc.jsonValue(),
  ),
);
const oddSpec = fc.record(
  {
    selector: odd,
    ports: odd,
    containers: odd,
    template: fc.oneof(odd, fc.record({ metadata: odd, spec: fc.oneof(odd, fc.record({ containers: odd })) })),
    jobTemplate: odd,
  },
  { requiredKeys: [], noNullPrototype: true },
);

test("whatever a file holds, it is exposed or refused, and never anything else", () => {
  const kinds = fc.constantFrom(
    ["v1", "Pod"],
    ["v1", "Service"],
    ["apps/v1", "Deployment"],
    ["batch/v1", "CronJob"],
    ["v1", "Secret"],
  );
  fc.assert(
    fc.property(kinds, fc.oneof(odd, oddSpec), ([apiVersion, kind], spec) => {
      const source = { apiVersion, kind, metadata: { name: "x" }, spec } as KubeObject;
      try {
        assert.equal(exposeObject(source, {}).kind, "Service");
      } catch (refusal) {
        assert.equal((refusal as Error).name, "Refusal");
      }
    }),
  );
});

test("a kind of another group that is called Service, too, is exposed by its Pod template", () => {
  const knative = workload("serving.knative.dev/v1", "Service", { template: template({ app: "fn" }, named) });
  assert.deepEqual(specOf(exposeObject(knative, {})).selector, { app: "fn" });
});

test("names that several ports have, or that are generated already, are given once", () => {
  const ports = [
    { name: "http", containerPort: 80 },
    { name: "http", containerPort: 81 },
    { name: "port-2", containerPort: 82 },
  ];
  const source = workload("apps/v1", "StatefulSet", { selector, template: template({ app: "db" }, ports) });
  assert.deepEqual(
    specOf(exposeObject(source, {})).ports.map(({ name }) => name),
    ["http", "port-5", "port-2"],
  );
});
