import assert from "node:assert/strict";
import { test } from "node:test";

import { judgePod } from "../../src/model/membership.ts";
import { pod, service } from "../support/objects.ts";

const now = new Date("2026-01-01T00:01:00Z");
const web = service("web", { selector: { app: "web" } });
const judge = (target: ReturnType<typeof pod>, of = web) => judgePod(of, target, of.spec?.ports?.[0], now);

test("a running, ready Pod is a ready endpoint without reasons", () => {
  assert.deepEqual(judge(pod("p")), { state: "ready", target: 80, addresses: ["10.0.0.1"], reasons: [] });
});

test("a Pod that has ended is left out, with its phase", () => {
  const { state, reasons } = judge(pod("p", { phase: "Failed", ready: false, status: { message: "evicted" } }));
  assert.equal(state, "excluded");
  assert.deepEqual(reasons, [{ kind: "phase", phase: "Failed", message: "evicted" }]);
});

test("a Pod that cannot be scheduled is left out, with the scheduler's message", () => {
  const conditions = [{ type: "PodScheduled", status: "False", message: "0/3 nodes are available" }];
  const { state, reasons } = judge(pod("p", { ip: "", phase: "Pending", status: { conditions } }));
  assert.equal(state, "excluded");
  assert.deepEqual(reasons, [{ kind: "phase", phase: "Pending", message: "0/3 nodes are available" }]);
});

test("a Pod whose image cannot be pulled is left out, with what its container waits for", () => {
  const containerStatuses = [
    {
      name: "main",
      state: { waiting: { reason: "ImagePullBackOff" } },
      image: "",
      imageID: "",
      ready: false,
      restartCount: 0,
    },
  ];
  const { reasons } = judge(pod("p", { ip: "", phase: "Pending", ready: false, status: { containerStatuses } }));
  assert.deepEqual(reasons, [{ kind: "phase", phase: "Pending", message: "main: ImagePullBackOff" }]);
});

test("a running Pod without an address is left out", () => {
  assert.deepEqual(judge(pod("p", { ip: "" })).reasons, [{ kind: "no-pod-ip" }]);
});

test("a Pod that is not ready says what its Ready condition says", () => {
  const message = "containers with unready status: [main]";
  const { state, reasons } = judge(pod("p", { ready: false, message }));
  assert.equal(state, "not-ready");
  assert.deepEqual(reasons, [{ kind: "not-ready", message, waiting: [] }]);
});

test("a readiness gate that is not true is named, and alone when the containers are ready", () => {
  const { state, reasons } = judge(
    pod("p", {
      ready: false,
      spec: { readinessGates: [{ conditionType: "lb.example/attached" }] },
      status: {
        conditions: [
          { type: "Ready", status: "False", message: "gate" },
          { type: "ContainersReady", status: "True" },
          { type: "lb.example/attached", status: "False", message: "target is in draining" },
        ],
      },
    }),
  );
  assert.equal(state, "not-ready");
  assert.deepEqual(reasons, [
    {
      kind: "readiness-gate",
      condition: "lb.example/attached",
      status: "False",
      message: "target is in draining",
    },
  ]);
});

test("a ready Pod that is being deleted still serves; one that is not ready does not", () => {
  const deletionTimestamp = "2026-01-01T00:01:30Z";
  const serving = judge(pod("p", { deletionTimestamp }));
  assert.equal(serving.state, "terminating");
  assert.deepEqual(serving.reasons, [{ kind: "deleting", secondsLeft: 30 }]);
  assert.equal(judge(pod("p", { deletionTimestamp, ready: false })).state, "not-ready");
});

test("publishNotReadyAddresses makes every Pod with an address ready, even one that ends", () => {
  const all = service("all", { selector: { app: "web" }, publishNotReadyAddresses: true });
  const { state, reasons } = judge(pod("p", { ready: false }), all);
  assert.equal(state, "ready");
  assert.deepEqual(
    reasons.map(({ kind }) => kind),
    ["published-unready", "not-ready"],
  );
  assert.equal(judge(pod("p", { deletionTimestamp: "2026-01-01T00:01:30Z" }), all).state, "ready");
  assert.equal(judge(pod("p", { phase: "Succeeded" }), all).state, "excluded");
});

test("a named target that no container has leaves the Pod out and lists the names that there are", () => {
  const named = service("named", { selector: { app: "web" }, ports: [{ port: 443, targetPort: "web" }] });
  const { state, target, reasons } = judge(pod("p"), named);
  assert.equal(state, "excluded");
  assert.equal(target, undefined);
  assert.deepEqual(reasons, [{ kind: "no-container-port", name: "web", protocol: "TCP", declared: ["http"] }]);
});

test("a container port of that name and another protocol is told apart", () => {
  const udp = service("udp", { selector: { app: "web" }, ports: [{ port: 80, targetPort: "http", protocol: "UDP" }] });
  assert.deepEqual(judge(pod("p"), udp).reasons, [
    { kind: "protocol-differs", name: "http", wanted: "UDP", found: "TCP" },
  ]);
});

test("a Pod without an address of the Service's family is left out", () => {
  const six = service("six", { selector: { app: "web" }, ipFamilies: ["IPv6"] });
  const { state, addresses, reasons } = judge(pod("p"), six);
  assert.equal(state, "excluded");
  assert.deepEqual(addresses, []);
  assert.deepEqual(reasons, [{ kind: "wrong-family", wanted: ["IPv6"], found: ["IPv4"] }]);
});

test("of a dual-stack Pod a Service takes the addresses of its families", () => {
  const dual = pod("p", { ips: ["10.0.0.1", "fd00::1"] });
  assert.deepEqual(judge(dual).addresses, ["10.0.0.1"]);
  const both = service("both", { ipFamilies: ["IPv6", "IPv4"] });
  assert.deepEqual(judge(dual, both).addresses, ["10.0.0.1", "fd00::1"]);
});

test("a Service without ports judges Pods all the same", () => {
  assert.equal(judgePod(service("h", { clusterIP: "None", ports: [] }), pod("p"), undefined, now).state, "ready");
});
