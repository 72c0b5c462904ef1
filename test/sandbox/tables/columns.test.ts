import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { columnsOf, rowConditionsOf } from "../../../src/sandbox/tables/columns.ts";

interface RecordedTable {
  group: string;
  plural: string;
  now: string | null;
  columns: { name: string; type: string; format: string; priority: number }[];
  rows: { cells: unknown[]; object: KubeObject }[];
}

// tables of a kube-apiserver v1.36.2, each row with the object that it shows
const recorded = JSON.parse(
  readFileSync(new URL("../../recordings/tables.json", import.meta.url), "utf8"),
) as RecordedTable[];

function cellsOf(group: string, plural: string, object: unknown, now = "2026-01-02T00:00:00Z"): unknown[] {
  return columnsOf(group, plural).map((column) => column.cell(object as KubeObject, new Date(now)));
}

function cellOf(group: string, plural: string, name: string, object: unknown, now?: string): unknown {
  const index = columnsOf(group, plural).findIndex((column) => column.name === name);
  return cellsOf(group, plural, object, now)[index];
}

for (const { group, plural, columns, rows, now } of recorded) {
  test(`${plural}${group && `.${group}`} have the API server's columns`, () => {
    assert.deepEqual(
      columnsOf(group, plural).map(({ name, type, format, priority }) => ({ name, type, format, priority })),
      columns,
    );
  });
  for (const { cells, object } of rows) {
    test(`${plural} ${object.metadata?.name} has the API server's cells`, () => {
      assert.deepEqual(cellsOf(group, plural, object, now ?? undefined), cells);
    });
  }
}

test("a kind without columns of its own shows its name and when it was created", () => {
  const object = { metadata: { name: "a", creationTimestamp: "2026-01-01T00:00:00Z" } };
  assert.deepEqual(cellsOf("example.com", "widgets", object), ["a", "2026-01-01T00:00:00Z"]);
});

const LOAD_BALANCERS: [string, object, string][] = [
  ["without an address", {}, "<pending>"],
  ["with a host name", { ingress: [{ hostname: "lb.example.com" }] }, "lb.example.com"],
  ["with several addresses", { ingress: [{ ip: "203.0.113.9" }, { ip: "203.0.113.10" }] }, "203.0.113.10,203.0.113.9"],
];
for (const [situation, loadBalancer, expected] of LOAD_BALANCERS) {
  test(`a LoadBalancer ${situation} shows ${expected}`, () => {
    const service = { spec: { type: "LoadBalancer" }, status: { loadBalancer } };
    assert.equal(cellOf("", "services", "External-IP", service), expected);
  });
}

test("a LoadBalancer's external IPs follow its own address", () => {
  const service = {
    spec: { type: "LoadBalancer", externalIPs: ["198.51.100.1"] },
    status: { loadBalancer: { ingress: [{ ip: "203.0.113.9" }] } },
  };
  assert.equal(cellOf("", "services", "External-IP", service), "203.0.113.9,198.51.100.1");
});

test("more than three endpoints are counted", () => {
  const subsets = [
    { addresses: ["1", "2", "3", "4", "5"].map((last) => ({ ip: `10.0.0.${last}` })), ports: [{ port: 80 }] },
  ];
  assert.equal(cellOf("", "endpoints", "Endpoints", { subsets }), "10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 2 more...");
});

test("an EndpointSlice without endpoints and ports shows them unset", () => {
  const slice = { metadata: { name: "a" }, addressType: "IPv4", endpoints: null, ports: null };
  assert.deepEqual(cellsOf("discovery.k8s.io", "endpointslices", slice).slice(1, 4), ["IPv4", "<unset>", "<unset>"]);
});

test("a deployment's expressions stand in its selector as labels.Selector prints them", () => {
  const selector = {
    matchLabels: { app: "web" },
    matchExpressions: [
      { key: "tier", operator: "In", values: ["b", "a"] },
      { key: "old", operator: "DoesNotExist" },
    ],
  };
  assert.equal(cellOf("apps", "deployments", "Selector", { spec: { selector } }), "app=web,!old,tier in (a,b)");
});

test("a node that is cordoned says so, and shows its roles", () => {
  const node = {
    metadata: { name: "n", labels: { "node-role.kubernetes.io/control-plane": "", "kubernetes.io/role": "infra" } },
    spec: { unschedulable: true },
    status: { conditions: [{ type: "Ready", status: "Unknown" }] },
  };
  assert.deepEqual(cellsOf("", "nodes", node).slice(1, 3), ["NotReady,SchedulingDisabled", "control-plane,infra"]);
});

test("an ingress counts the rules after its third host", () => {
  const rules = ["a", "b", "c", "d", "e"].map((host) => ({ host }));
  const cells = cellsOf("networking.k8s.io", "ingresses", { spec: { rules, tls: [{}], ingressClassName: "nginx" } });
  assert.deepEqual(cells.slice(1, 5), ["nginx", "a,b,c + 2 more...", "", "80, 443"]);
});

test("an ingress whose rules name no host is for every host", () => {
  assert.equal(cellOf("networking.k8s.io", "ingresses", "Hosts", { spec: { rules: [{}] } }), "*");
});

const JOBS: [string, object, [status: string, completions: string, duration: string]][] = [
  ["that runs", { status: { startTime: "2026-01-01T23:59:00Z" } }, ["Running", "0/1", "60s"]],
  [
    "that is complete",
    {
      spec: { completions: 3 },
      status: {
        succeeded: 3,
        startTime: "2026-01-01T00:00:00Z",
        completionTime: "2026-01-01T00:00:05Z",
        conditions: [{ type: "Complete", status: "True" }],
      },
    },
    ["Complete", "3/3", "5s"],
  ],
  ["with a work queue", { spec: { parallelism: 2 } }, ["Running", "0/1 of 2", ""]],
  ["that is suspended", { status: { conditions: [{ type: "Suspended", status: "True" }] } }, ["Suspended", "0/1", ""]],
];
for (const [situation, job, expected] of JOBS) {
  test(`a job ${situation} is shown as ${expected.join(" ").trim()}`, () => {
    assert.deepEqual(cellsOf("batch", "jobs", job).slice(1, 4), expected);
  });
}

test("an event of the new API shows its series", () => {
  const event = {
    metadata: { name: "e" },
    regarding: { kind: "Pod", name: "p" },
    note: " text ",
    reportingController: "kubelet",
    reportingInstance: "node-1",
    eventTime: "2026-01-01T23:00:00.000000Z",
    series: { count: 7, lastObservedTime: "2026-01-01T23:59:50.000000Z" },
  };
  assert.deepEqual(cellsOf("events.k8s.io", "events", event), [
    "10s",
    "",
    "",
    "pod/p",
    "",
    "kubelet, node-1",
    "text",
    "60m",
    7,
    "e",
  ]);
});

test("a Pod that has ended says so in its row", () => {
  assert.equal(rowConditionsOf("", "pods", { status: { phase: "Succeeded" } })?.[0]?.type, "Completed");
  assert.equal(rowConditionsOf("", "pods", { status: { phase: "Running" } }), undefined);
  assert.equal(rowConditionsOf("", "namespaces", { status: { phase: "Failed" } }), undefined);
});
