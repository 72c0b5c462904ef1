import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { parseSelector } from "../../src/model/parse-selector.ts";
import { matchesSelector, type Operator, printSelector, type Requirement } from "../../src/model/selector.ts";
import { viewServices } from "../../src/model/service-view.ts";
import type { EndpointSlice, Pod, Service } from "../../src/model/snapshot.ts";
import { endpointOf, NOT_READY, pod, READY, service, slice, snapshot } from "../support/objects.ts";

const now = new Date("2026-01-01T00:00:00Z");
const web = service("web", { selector: { app: "web" } });
const pods = Array.from({ length: 6 }, (_, at) => pod(`web-${at}`, { ip: `10.0.0.${at}` }));

test("however endpoints are spread and repeated over slices, each Pod has one row, in its best state", () => {
  const endpoint = fc.record({ at: fc.nat(pods.length - 1), ready: fc.boolean() });
  fc.assert(
    fc.property(fc.array(fc.array(endpoint, { maxLength: 8 }), { maxLength: 4 }), (lists) => {
      const endpointSlices = lists.map((list, number) => {
        const endpoints = list.flatMap(({ at, ready }) => {
          const target = pods[at];
          return target ? [endpointOf(target, ready ? READY : NOT_READY)] : [];
        });
        return slice(`s${number}`, "web", { endpoints });
      });
      const [view] = viewServices(snapshot({ services: [web], pods, endpointSlices }), now);
      const readyIn = new Set(lists.flat().flatMap(({ at, ready }) => (ready ? [`web-${at}`] : [])));
      const names = view?.rows.map(({ podName }) => podName);
      assert.deepEqual(
        names,
        pods.map(({ metadata }) => metadata?.name),
      );
      for (const { podName, state } of view?.rows ?? []) {
        assert.equal(state === "ready", readyIn.has(podName ?? ""));
      }
    }),
  );
});

const key = fc.constantFrom("app", "tier", "example.com/zone", "in", "notin");
const value = fc.constantFrom("", "web", "v1.2", "a_b-c", "in");
const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({ key, operator: fc.constantFrom<Operator>("=", "==", "!="), values: fc.tuple(value) }),
  fc.record({
    key,
    operator: fc.constantFrom<Operator>("in", "notin"),
    values: fc.uniqueArray(value, { minLength: 1 }),
  }),
  fc.record({ key, operator: fc.constantFrom<Operator>("exists", "!"), values: fc.constant([]) }),
  fc.record({ key, operator: fc.constantFrom<Operator>("gt", "lt"), values: fc.tuple(fc.nat().map(String)) }),
);

test("a printed selector is read back with the same meaning", () => {
  const labels = fc.dictionary(key, value);
  fc.assert(
    fc.property(fc.array(requirement, { maxLength: 5 }), labels, (selector, carried) => {
      const read = parseSelector(printSelector(selector));
      assert.equal(matchesSelector(read, carried), matchesSelector(selector, carried));
    }),
  );
});

test("objects with hardly anything in them are viewed all the same", () => {
  const bare = (kind: string) => ({ kind, metadata: { name: "x", namespace: "default" } });
  const view = viewServices(
    snapshot({
      services: [bare("Service"), { kind: "Service" }] as Service[],
      pods: [bare("Pod"), { kind: "Pod" }] as Pod[],
      endpointSlices: [
        {
          metadata: { labels: { "kubernetes.io/service-name": "x" }, namespace: "default" },
          endpoints: null,
          ports: null,
        },
        { metadata: { labels: { "kubernetes.io/service-name": "x" }, namespace: "default" }, endpoints: [{}] },
      ] as unknown as EndpointSlice[],
    }),
    now,
  );
  assert.deepEqual(
    view.map(({ rows }) => rows),
    [[], []],
  );
});
