import assert from "node:assert/strict";
import { test } from "node:test";

import type { Pod } from "../../../src/model/snapshot.ts";
import { summarizePod } from "../../../src/sandbox/tables/pod-summary.ts";
import { columnsOf } from "../../../src/sandbox/tables/columns.ts";

const running = { running: {} };
const waiting = (reason: string) => ({ waiting: { reason } });
const ended = (exitCode: number, reason?: string, signal?: number) => ({ terminated: { exitCode, reason, signal } });

const container = (name: string, state: object, more: object = {}) => {
  return { name, ready: "running" in state, restartCount: 0, state, image: "", imageID: "", ...more };
};

interface Situation {
  containers?: object[];
  init?: object[];
  initSpecs?: object[];
  status?: object;
  metadata?: object;
}

function pod({ containers = [], init = [], initSpecs = [], status = {}, metadata = {} }: Situation): Pod {
  return {
    metadata,
    spec: { containers: containers.map((_, index) => ({ name: `c${index}` })), initContainers: initSpecs },
    status: { phase: "Pending", containerStatuses: containers, initContainerStatuses: init, ...status },
  } as unknown as Pod;
}

const deleted = { deletionTimestamp: "2026-01-01T00:00:00Z" };
const specs = (...names: string[]) => names.map((name) => ({ name }));

// the words of Kubernetes' pkg/printers, case by case
const STATUSES: [string, Situation, string, string][] = [
  ["runs", { containers: [container("c0", running)], status: { phase: "Running" } }, "Running", "1/1"],
  ["has not begun", { containers: [container("c0", waiting("ContainerCreating"))] }, "ContainerCreating", "0/1"],
  [
    "crashes",
    { containers: [container("c0", waiting("CrashLoopBackOff"))], status: { phase: "Running" } },
    "CrashLoopBackOff",
    "0/1",
  ],
  [
    "has ended well",
    { containers: [container("c0", ended(0, "Completed"))], status: { phase: "Succeeded" } },
    "Completed",
    "0/1",
  ],
  ["has failed", { containers: [container("c0", ended(1, "Error"))], status: { phase: "Failed" } }, "Error", "0/1"],
  ["ended without a reason", { containers: [container("c0", ended(3))] }, "ExitCode:3", "0/1"],
  ["was killed by a signal", { containers: [container("c0", ended(137, undefined, 9))] }, "Signal:9", "0/1"],
  [
    "has one container done and one running, and is ready",
    {
      containers: [container("c0", ended(0, "Completed")), container("c1", running)],
      status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
    },
    "Running",
    "1/2",
  ],
  [
    "has one container done and one running, and is not ready",
    { containers: [container("c0", ended(0, "Completed")), container("c1", running)], status: { phase: "Running" } },
    "NotReady",
    "1/2",
  ],
  [
    "waits for its first init container",
    {
      init: [container("i0", running)],
      initSpecs: specs("i0", "i1"),
      containers: [container("c0", waiting("PodInitializing"))],
    },
    "Init:0/2",
    "0/1",
  ],
  [
    "waits for its second init container",
    { init: [container("i0", ended(0)), container("i1", waiting("PodInitializing"))], initSpecs: specs("i0", "i1") },
    "Init:1/2",
    "0/0",
  ],
  [
    "has an init container that failed",
    { init: [container("i0", ended(1, "Error"))], initSpecs: specs("i0") },
    "Init:Error",
    "0/0",
  ],
  [
    "has an init container that ended without a reason",
    { init: [container("i0", ended(2))], initSpecs: specs("i0") },
    "Init:ExitCode:2",
    "0/0",
  ],
  [
    "has an init container that crashes",
    { init: [container("i0", waiting("CrashLoopBackOff"))], initSpecs: specs("i0") },
    "Init:CrashLoopBackOff",
    "0/0",
  ],
  [
    "has a sidecar that runs",
    {
      init: [container("i0", running, { started: true })],
      initSpecs: [{ name: "i0", restartPolicy: "Always" }],
      containers: [container("c0", running)],
      status: { phase: "Running" },
    },
    "Running",
    "2/2",
  ],
  ["is being deleted", { metadata: deleted, status: { phase: "Running" } }, "Terminating", "0/0"],
  ["is deleted after its end", { metadata: deleted, status: { phase: "Succeeded" } }, "Succeeded", "0/0"],
  [
    "is deleted from a lost node",
    { metadata: deleted, status: { phase: "Running", reason: "NodeLost" } },
    "Unknown",
    "0/0",
  ],
  ["was evicted", { status: { phase: "Failed", reason: "Evicted" } }, "Evicted", "0/0"],
  [
    "waits at a scheduling gate",
    { status: { conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated" }] } },
    "SchedulingGated",
    "0/0",
  ],
];

for (const [situation, parts, status, ready] of STATUSES) {
  test(`a Pod that ${situation} shows ${status}, ${ready} ready`, () => {
    const summary = summarizePod(pod(parts));
    assert.deepEqual([summary.status, `${summary.ready}/${summary.total}`], [status, ready]);
  });
}

test("restarts are summed, and say how long ago the last was", () => {
  const before = (finishedAt: string) => ({ lastState: { terminated: { exitCode: 1, finishedAt } } });
  const object = pod({
    containers: [
      container("c0", running, { restartCount: 2, ...before("2026-01-01T23:50:00Z") }),
      container("c1", running, { restartCount: 1, ...before("2026-01-01T23:55:00Z") }),
    ],
  });
  const column = columnsOf("", "pods").find(({ name }) => name === "Restarts");
  assert.equal(column?.cell(object as never, new Date("2026-01-02T00:00:00Z")), "3 (5m ago)");
});

test("an init container's restarts count only until the Pod is initialized", () => {
  const init = [container("i0", ended(0), { restartCount: 4 })];
  const counted = summarizePod(pod({ init, initSpecs: specs("i0"), containers: [container("c0", running)] }));
  assert.equal(counted.restarts, 0);
});

test("readiness gates count the conditions that hold", () => {
  const object = {
    spec: { readinessGates: [{ conditionType: "a" }, { conditionType: "b" }] },
    status: { conditions: [{ type: "a", status: "True" }] },
  };
  const column = columnsOf("", "pods").find(({ name }) => name === "Readiness Gates");
  assert.equal(column?.cell(object as never, new Date()), "1/2");
});
