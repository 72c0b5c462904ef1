import assert from "node:assert/strict";
import { test } from "node:test";

import type { Reason } from "../../src/model/membership.ts";
import type { Remark } from "../../src/model/remarks.ts";
import { reasonText } from "../../src/print/reason-words.ts";
import { remarkText } from "../../src/print/remark-words.ts";

const label = { kind: "label-differs", key: "app", wanted: "web", found: undefined, under: undefined } as const;

// one entry at least for each kind: the compiler asks for the words, this table for their reading
const REASONS: [reason: Reason, text: string][] = [
  [{ ...label, found: "wbe" }, "selector wants app=web, Pod has app=wbe"],
  [{ ...label, under: "name" }, "selector wants app=web, Pod has name=web"],
  [label, "selector wants app=web, Pod has no label app"],
  [{ kind: "phase", phase: "Pending", message: "0/3 nodes are available" }, "phase Pending: 0/3 nodes are available"],
  [{ kind: "phase", phase: "Succeeded", message: undefined }, "phase Succeeded"],
  [{ kind: "no-pod-ip" }, "Pod has no IP"],
  [{ kind: "not-ready", message: undefined, waiting: [] }, "its Ready condition is not True"],
  [
    { kind: "not-ready", message: "unready: [c]", waiting: [{ name: "c", reason: "CrashLoopBackOff" }] },
    "unready: [c], c: CrashLoopBackOff",
  ],
  [
    { kind: "readiness-gate", condition: "lb/ok", status: "missing", message: undefined },
    "readiness gate lb/ok is missing",
  ],
  [{ kind: "published-unready" }, "published although not ready (publishNotReadyAddresses)"],
  [{ kind: "said-by-hand", slice: "s" }, "EndpointSlice s, kept by hand, says so"],
  [
    { kind: "no-container-port", name: "web", protocol: "TCP", declared: ["http", "admin"] },
    "no container port named web for TCP (there is http, admin)",
  ],
  [
    { kind: "no-container-port", name: "web", protocol: "UDP", declared: [] },
    "no container port named web for UDP (none has a name)",
  ],
  [{ kind: "protocol-differs", name: "dns", wanted: "TCP", found: "UDP" }, "container port dns is UDP, not TCP"],
  [{ kind: "deleting", secondsLeft: 25 }, "being deleted, 25s left"],
  [{ kind: "deleting", secondsLeft: -400 }, "being deleted, 6m40s overdue"],
  [{ kind: "wrong-family", wanted: ["IPv6"], found: ["IPv4"] }, "address is IPv4, Service wants IPv6"],
  [
    { kind: "host-network-clash", pod: "a", address: "10.0.0.1", port: 80 },
    "shares 10.0.0.1:80 on the node's network with Pod a",
  ],
  [{ kind: "not-in-slices" }, "in no EndpointSlice"],
  [{ kind: "no-such-pod", pod: "a" }, "there is no Pod a"],
  [{ kind: "stale-address", pod: "a", addresses: ["10.0.0.2"] }, "Pod's address is 10.0.0.2 now"],
  [{ kind: "stale-address", pod: "a", addresses: [] }, "Pod has no IP"],
  [{ kind: "not-selected", slice: "s" }, "selector leaves it out, EndpointSlice s lists it"],
  [
    { kind: "slice-behind", slice: "s", sliceSays: "ready", podSays: "not-ready" },
    "EndpointSlice s says ready, the Pod's state is not ready",
  ],
  [{ kind: "host-name" }, "address type FQDN: kube-proxy ignores host names"],
];

const near = { key: "app", wanted: "paymnets", found: "payments", under: undefined, pods: 2 };

const REMARKS: [remark: Remark, text: string][] = [
  [{ kind: "external-name", name: "db.example" }, "DNS answers with a CNAME to db.example"],
  [{ kind: "no-selector-no-slices" }, "no selector, and no EndpointSlice names this Service"],
  [
    { kind: "no-pod-matches", selector: "app=paymnets", near: [near], elsewhere: ["prod", "test"] },
    "no Pod matches app=paymnets; nearest: app=payments (2 Pods); Pods in namespace prod, test do",
  ],
  [
    { kind: "port-not-served", port: "http/TCP", offered: [] },
    "no EndpointSlice serves the port http/TCP (they name no port)",
  ],
  [{ kind: "none-ready", notReady: 2, terminating: 0, excluded: 1 }, "no endpoint is ready: 2 not ready, 1 excluded"],
  [{ kind: "slices-by-hand", slices: ["a", "b"] }, "kept by hand: EndpointSlice a, b"],
  [{ kind: "duplicates", addresses: ["10.0.0.1"] }, "listed in several EndpointSlices: 10.0.0.1"],
  [{ kind: "unreadable", what: "Event", reason: "forbidden" }, "Events cannot be read: forbidden"],
];

for (const [reason, text] of REASONS) test(`"${text}"`, () => assert.equal(reasonText(reason), text));
for (const [remark, text] of REMARKS) test(`"${text}"`, () => assert.equal(remarkText(remark), text));
