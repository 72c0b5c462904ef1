import assert from "node:assert/strict";
import { test } from "node:test";

import { type ServiceView, viewServices } from "../../src/model/service-view.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import {
  endpointOf,
  makeNode,
  NOT_READY,
  pod,
  READY,
  service,
  slice,
  snapshot,
  TERMINATING,
} from "../support/objects.ts";

const now = new Date("2026-01-01T00:00:00Z");

function viewOf(parts: Partial<Snapshot>): ServiceView {
  const [view] = viewServices(snapshot(parts), now);
  assert.ok(view);
  return view;
}

/** A row in few words, so that a test reads at a glance. */
const brief = ({ rows }: ServiceView) =>
  rows.map(({ port, target, podName, addresses, state, reasons }) =>
    [
      port?.name ?? port?.port ?? "-",
      target ?? "?",
      podName ?? "-",
      addresses.join("+") || "-",
      state,
      ...reasons.map(({ kind }) => kind),
    ].join(" "),
  );

const web = service("web", { selector: { app: "web" } });
const [a, b] = [pod("web-a", { ip: "10.0.0.1" }), pod("web-b", { ip: "10.0.0.2", node: "node-2" })];

test("an empty selector has no Pods behind it", () => {
  const view = viewOf({ services: [service("none", { selector: {} })], pods: [a, b] });
  assert.deepEqual(view.rows, []);
  assert.deepEqual(view.remarks, [{ kind: "no-selector-no-slices" }]);
});

test("absent endpoint conditions mean ready", () => {
  const endpointSlices = [slice("s", "web", { endpoints: [endpointOf(a), endpointOf(b, {})] })];
  const view = viewOf({ services: [web], pods: [a, b], endpointSlices });
  assert.deepEqual(brief(view), ["80 80 web-a 10.0.0.1 ready", "80 80 web-b 10.0.0.2 ready"]);
});

test("several slices make one answer, and an address in two of them counts once, in its better state", () => {
  const endpointSlices = [
    slice("s1", "web", { endpoints: [endpointOf(a, READY), endpointOf(b, NOT_READY)] }),
    slice("s2", "web", { endpoints: [endpointOf(b, READY)] }),
  ];
  const view = viewOf({ services: [web], pods: [a, b], endpointSlices });
  assert.deepEqual(brief(view), ["80 80 web-a 10.0.0.1 ready", "80 80 web-b 10.0.0.2 ready"]);
  assert.deepEqual(view.rows[1]?.slices, ["s1", "s2"]);
  assert.deepEqual(view.remarks, [{ kind: "duplicates", addresses: ["10.0.0.2"] }]);
});

test("node and zone come from the slice, else from the Pod and its Node", () => {
  const placed = { ...endpointOf(a, READY), zone: "zone-of-slice" };
  const { nodeName: _, ...bare } = endpointOf(b, READY);
  const nodes = [makeNode("node-1", "z1"), makeNode("node-2", "z2")];
  const view = viewOf({
    services: [web],
    pods: [a, b],
    nodes,
    endpointSlices: [slice("s", "web", { endpoints: [placed, bare] })],
  });
  assert.deepEqual(
    view.rows.map(({ node, zone }) => [node, zone]),
    [
      ["node-1", "zone-of-slice"],
      ["node-2", "z2"],
    ],
  );
});

test("an endpoint that ends and still serves is told from one that is not ready", () => {
  const ending = pod("web-a", { deletionTimestamp: "2026-01-01T00:00:20Z" });
  const sick = pod("web-b", { ip: "10.0.0.2", ready: false, message: "probe failed" });
  const endpointSlices = [
    slice("s", "web", { endpoints: [endpointOf(ending, TERMINATING), endpointOf(sick, NOT_READY)] }),
  ];
  const view = viewOf({ services: [web], pods: [ending, sick], endpointSlices });
  assert.deepEqual(brief(view), [
    "80 80 web-a 10.0.0.1 terminating deleting",
    "80 80 web-b 10.0.0.2 not-ready not-ready",
  ]);
  assert.deepEqual(view.remarks, [{ kind: "none-ready", notReady: 1, terminating: 1, excluded: 0 }]);
});

test("a named target is a number on each Pod, and may differ", () => {
  const named = service("web", { selector: { app: "web" }, ports: [{ name: "http", port: 80, targetPort: "http" }] });
  const other = pod("web-b", { ip: "10.0.0.2", ports: [{ name: "http", containerPort: 8080 }] });
  const endpointSlices = [
    slice("s1", "web", { endpoints: [endpointOf(a, READY)], ports: [{ name: "http", port: 80, protocol: "TCP" }] }),
    slice("s2", "web", {
      endpoints: [endpointOf(other, READY)],
      ports: [{ name: "http", port: 8080, protocol: "TCP" }],
    }),
  ];
  const view = viewOf({ services: [named], pods: [a, other], endpointSlices });
  assert.deepEqual(brief(view), ["http 80 web-a 10.0.0.1 ready", "http 8080 web-b 10.0.0.2 ready"]);
  assert.deepEqual(view.ports[0]?.targets, [80, 8080]);
});

test("a Pod without the named port stands in a slice without ports, and is left out with the reason", () => {
  const named = service("web", { selector: { app: "web" }, ports: [{ name: "x", port: 80, targetPort: "x" }] });
  const endpointSlices = [slice("s", "web", { endpoints: [endpointOf(a, READY)], ports: [] })];
  const view = viewOf({ services: [named], pods: [a], endpointSlices });
  assert.deepEqual(brief(view), ["x ? web-a 10.0.0.1 excluded no-container-port"]);
});

test("a typo in the selector shows the Pods that were probably meant", () => {
  const typo = service("payments", { selector: { app: "paymnets" } });
  const meant = pod("payments-a", { labels: { app: "payments", hash: "1" } });
  const view = viewOf({ services: [typo], pods: [meant, b] });
  assert.deepEqual(brief(view), ["80 80 payments-a 10.0.0.1 excluded label-differs"]);
  assert.deepEqual(view.remarks, [
    {
      kind: "no-pod-matches",
      selector: "app=paymnets",
      near: [{ key: "app", wanted: "paymnets", found: "payments", under: undefined, pods: 1 }],
      elsewhere: [],
    },
  ]);
});

test("a selector that only matches in another namespace says so", () => {
  const view = viewOf({ services: [web], pods: [pod("x", { namespace: "prod" })] });
  assert.deepEqual(view.rows, []);
  assert.deepEqual(view.remarks, [{ kind: "no-pod-matches", selector: "app=web", near: [], elsewhere: ["prod"] }]);
});

test("beside Pods that match, a near miss counts only when no Service wants it", () => {
  const lost = pod("wbe-a", { labels: { app: "wbe" }, ip: "10.0.0.9" });
  const endpointSlices = [slice("s", "web", { endpoints: [endpointOf(a, READY)] })];
  const wanted = service("wbe", { selector: { app: "wbe" } });
  assert.deepEqual(brief(viewOf({ services: [web], pods: [a, lost], endpointSlices })), [
    "80 80 web-a 10.0.0.1 ready",
    "80 80 wbe-a 10.0.0.9 excluded label-differs",
  ]);
  assert.deepEqual(brief(viewOf({ services: [web, wanted], pods: [a, lost], endpointSlices })), [
    "80 80 web-a 10.0.0.1 ready",
  ]);
});

test("a slice kept by hand lists addresses that no Pod has", () => {
  const mainframe = service("mainframe", { ports: [{ name: "tn", port: 23, targetPort: 2323 }] });
  const endpoints = [
    { addresses: ["192.0.2.50"] },
    { addresses: ["192.0.2.51"], conditions: { ready: false }, zone: "dc" },
  ];
  const ports = [{ name: "tn", port: 2323, protocol: "TCP" }];
  const view = viewOf({
    services: [mainframe],
    endpointSlices: [slice("m-1", "mainframe", { endpoints, ports, byHand: true })],
  });
  assert.deepEqual(brief(view), ["tn 2323 - 192.0.2.50 ready", "tn 2323 - 192.0.2.51 not-ready said-by-hand"]);
  assert.deepEqual(view.remarks, [{ kind: "slices-by-hand", slices: ["m-1"] }]);
});

test("an address without targetRef finds its Pod, but never one on the node's network", () => {
  const shared = pod("host", { ip: "10.0.0.7", labels: {}, spec: { hostNetwork: true } });
  const endpoints = [{ addresses: ["10.0.0.1"] }, { addresses: ["10.0.0.7"] }];
  const by = service("by-hand");
  const view = viewOf({
    services: [by],
    pods: [a, shared],
    endpointSlices: [slice("s", "by-hand", { endpoints, byHand: true })],
  });
  assert.deepEqual(brief(view), ["80 80 web-a 10.0.0.1 ready", "80 80 - 10.0.0.7 ready"]);
});

test("a slice port without a number means all ports, and a slice of host names is said to be useless", () => {
  const by = service("by-hand");
  const endpointSlices = [
    slice("all", "by-hand", { endpoints: [{ addresses: ["192.0.2.1"] }], ports: [{ name: "" }], byHand: true }),
    slice("names", "by-hand", { endpoints: [{ addresses: ["db.example"] }], addressType: "FQDN", byHand: true }),
  ];
  assert.deepEqual(brief(viewOf({ services: [by], endpointSlices })), [
    "80 all - 192.0.2.1 ready",
    "80 80 - db.example ready host-name",
  ]);
});

test("slice ports are joined by name and protocol", () => {
  const dns = service("dns", {
    ports: [
      { name: "dns", port: 53, protocol: "UDP" },
      { name: "dns-tcp", port: 53, protocol: "TCP" },
    ],
  });
  const ports = [
    { name: "dns", port: 5353, protocol: "UDP" },
    { name: "dns-tcp", port: 53, protocol: "UDP" },
  ];
  const endpointSlices = [slice("s", "dns", { endpoints: [{ addresses: ["192.0.2.1"] }], ports, byHand: true })];
  assert.deepEqual(brief(viewOf({ services: [dns], endpointSlices })), ["dns 5353 - 192.0.2.1 ready"]);
});

test("a slice that names a Pod which is gone, or an address that its Pod has no more, is contradicted", () => {
  const moved = { ...endpointOf(a, READY), addresses: ["10.0.0.99"] };
  const gone = endpointOf(pod("web-gone", { ip: "10.0.0.98" }), READY);
  const view = viewOf({
    services: [web],
    pods: [a],
    endpointSlices: [slice("s", "web", { endpoints: [moved, gone] })],
  });
  assert.deepEqual(brief(view), [
    "80 80 web-a 10.0.0.99 ready stale-address",
    "80 80 web-gone 10.0.0.98 ready no-such-pod",
  ]);
});

test("a ready Pod that stands in no slice is left out, and said to be forgotten", () => {
  const view = viewOf({
    services: [web],
    pods: [a, b],
    endpointSlices: [slice("s", "web", { endpoints: [endpointOf(a, READY)] })],
  });
  assert.deepEqual(brief(view), ["80 80 web-a 10.0.0.1 ready", "80 80 web-b 10.0.0.2 excluded not-in-slices"]);
});

test("a slice of the controller that lists a Pod which the selector leaves out is contradicted", () => {
  const other = pod("other", { labels: { app: "other" }, ip: "10.0.0.5" });
  const endpointSlices = [slice("s", "web", { endpoints: [endpointOf(a, READY), endpointOf(other, READY)] })];
  assert.deepEqual(brief(viewOf({ services: [web], pods: [a, other], endpointSlices })), [
    "80 80 other 10.0.0.5 ready not-selected",
    "80 80 web-a 10.0.0.1 ready",
  ]);
});

test("a slice that lags behind its Pod says what each of them says", () => {
  const sick = pod("web-a", { ready: false });
  const endpointSlices = [slice("s", "web", { endpoints: [endpointOf(sick, READY)] })];
  const view = viewOf({ services: [web], pods: [sick], endpointSlices });
  assert.deepEqual(view.rows[0]?.reasons, [
    { kind: "slice-behind", slice: "s", sliceSays: "ready", podSays: "not-ready" },
  ]);
});

test("a dual-stack Pod is one row with both addresses", () => {
  const both = service("web", { selector: { app: "web" }, ipFamilies: ["IPv4", "IPv6"] });
  const dual = pod("web-a", { ips: ["10.0.0.1", "fd00::1"] });
  const endpointSlices = [
    slice("s4", "web", { endpoints: [endpointOf(dual, READY)] }),
    slice("s6", "web", { endpoints: [{ ...endpointOf(dual, READY), addresses: ["fd00::1"] }], addressType: "IPv6" }),
  ];
  const view = viewOf({ services: [both], pods: [dual], endpointSlices });
  assert.deepEqual(brief(view), ["80 80 web-a 10.0.0.1+fd00::1 ready"]);
  assert.deepEqual(view.remarks, []);
});

test("two Pods on one node's network and one port clash", () => {
  const spec = { hostNetwork: true };
  const [x, y] = [pod("x", { ip: "10.0.0.1", spec }), pod("y", { ip: "10.0.0.1", spec })];
  const endpointSlices = [slice("s", "web", { endpoints: [endpointOf(x, READY), endpointOf(y, READY)] })];
  assert.deepEqual(brief(viewOf({ services: [web], pods: [x, y], endpointSlices })), [
    "80 80 x 10.0.0.1 ready",
    "80 80 y 10.0.0.1 ready host-network-clash",
  ]);
});

test("a headless Service without ports has a row for each Pod", () => {
  const headless = service("h", { clusterIP: "None", selector: { app: "web" }, ports: [] });
  const endpointSlices = [slice("s", "h", { endpoints: [endpointOf(a, READY)], ports: [] })];
  assert.deepEqual(brief(viewOf({ services: [headless], pods: [a], endpointSlices })), ["- ? web-a 10.0.0.1 ready"]);
});

test("an ExternalName Service has no endpoints, whatever its selector", () => {
  const external = service("ext", {
    type: "ExternalName",
    externalName: "db.example",
    selector: { app: "web" },
    ports: [],
  });
  const view = viewOf({ services: [external], pods: [a] });
  assert.deepEqual(view.rows, []);
  assert.deepEqual(view.remarks, [{ kind: "external-name", name: "db.example" }]);
});

test("where EndpointSlices are forbidden, the Pods' own state is shown, and said to be a guess", () => {
  const unreadable = [{ kind: "EndpointSlice", reason: "forbidden" }];
  const view = viewOf({ services: [web], pods: [a, pod("web-b", { ip: "10.0.0.2", ready: false })], unreadable });
  assert.deepEqual(brief(view), ["80 80 web-a 10.0.0.1 ready", "80 80 web-b 10.0.0.2 not-ready not-ready"]);
  assert.deepEqual(view.remarks, [{ kind: "unreadable", what: "EndpointSlice", reason: "forbidden" }]);
});

test("where Pods are forbidden, slices are shown and no Pod is said to be missing", () => {
  const unreadable = [{ kind: "Pod", reason: "forbidden" }];
  const view = viewOf({
    services: [web],
    unreadable,
    endpointSlices: [slice("s", "web", { endpoints: [endpointOf(a, READY)] })],
  });
  assert.deepEqual(brief(view), ["80 80 web-a 10.0.0.1 ready"]);
});

test("rows are ordered by port, then by Pod with numbers as numbers", () => {
  const pods = [10, 9, 1].map((n) => pod(`web-${n}`, { ip: `10.0.0.${n}` }));
  const two = service("web", {
    selector: { app: "web" },
    ports: [
      { name: "b", port: 81, targetPort: 81 },
      { name: "a", port: 80, targetPort: 80 },
    ],
  });
  const ports = [
    { name: "a", port: 80, protocol: "TCP" },
    { name: "b", port: 81, protocol: "TCP" },
  ];
  const endpointSlices = [slice("s", "web", { endpoints: pods.map((each) => endpointOf(each, READY)), ports })];
  assert.deepEqual(
    viewOf({ services: [two], pods, endpointSlices }).rows.map(({ port, podName }) => `${port?.name} ${podName}`),
    ["b web-1", "b web-9", "b web-10", "a web-1", "a web-9", "a web-10"],
  );
});
