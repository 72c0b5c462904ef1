import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { packetPaths } from "../../src/model/dataplane/paths.ts";
import { proxyPorts } from "../../src/model/dataplane/proxy-ports.ts";
import { DEFAULT_SETTINGS } from "../../src/model/dataplane/settings.ts";
import type { EndpointSlice, Service } from "../../src/model/snapshot.ts";
import { traceServices } from "../../src/model/trace-service.ts";
import { endpointOf, makeNode, pod, service, slice, snapshot } from "../support/objects.ts";

const now = new Date("2026-01-01T00:00:00Z");
const NODES = ["node-0", "node-1", "node-2"];
const nodes = NODES.map((name, at) => makeNode(name, `zone-${at}`));
const pods = Array.from({ length: 6 }, (_, at) => pod(`web-${at}`, { ip: `10.0.0.${at + 1}`, node: `node-${at % 3}` }));

const endpoint = fc.record({
  at: fc.nat(pods.length - 1),
  ready: fc.boolean(),
  serving: fc.boolean(),
  terminating: fc.boolean(),
  zone: fc.option(fc.constantFrom("zone-0", "zone-1"), { nil: undefined }),
});

const situation = fc.record({
  endpoints: fc.uniqueArray(endpoint, { selector: ({ at }) => at, maxLength: 6 }),
  internal: fc.constantFrom("Cluster", "Local"),
  external: fc.constantFrom("Cluster", "Local"),
  from: fc.constantFrom(...NODES),
});

function objectsOf({
  endpoints,
  internal,
  external,
}: { [Key in "internal" | "external"]: string } & {
  endpoints: readonly {
    at: number;
    ready: boolean;
    serving: boolean;
    terminating: boolean;
    zone: string | undefined;
  }[];
}) {
  const ports = [{ port: 80, protocol: "TCP", targetPort: 80, nodePort: 30080 }];
  const policies = { internalTrafficPolicy: internal, externalTrafficPolicy: external };
  const web: Service = service("web", { selector: { app: "web" }, type: "NodePort", ports, ...policies });
  const listed = endpoints.flatMap(({ at, zone, ...conditions }): EndpointSlice["endpoints"] => {
    const target = pods[at];
    return target
      ? [{ ...endpointOf(target, conditions), ...(zone && { hints: { forZones: [{ name: zone }] } }) }]
      : [];
  });
  return { services: [web], endpointSlices: [slice("web-1", "web", { endpoints: listed })] };
}

const traceOf = (objects: ReturnType<typeof objectsOf>, from: string | undefined) => {
  const input = { snapshot: snapshot({ ...objects, pods, nodes }), fromFiles: false, replicas: new Map() };
  const [trace] = traceServices(() => true, { input, settings: DEFAULT_SETTINGS, from, domain: "cluster.local", now });
  return trace?.ports[0]?.endpoints ?? [];
};

const partOf = (sharers: number | undefined) => (sharers ? 1 / sharers : 0);

test("from a node, endpoints share traffic as its packet paths say, and their shares add up to all or nothing", () => {
  fc.assert(
    fc.property(situation, ({ from, ...parts }) => {
      const objects = objectsOf(parts);
      const endpoints = traceOf(objects, from);
      const [port] = proxyPorts(objects, "IPv4", from);
      assert.ok(port);
      const settings = { ...DEFAULT_SETTINGS, node: from, zone: `zone-${NODES.indexOf(from)}` };
      const { entrances, pools } = packetPaths(port, settings);
      for (const [side, kind] of [
        ["inside", "cluster-ip"],
        ["outside", "node-port"],
      ] as const) {
        const policy = entrances.find((entrance) => entrance.kind === kind)?.routes.at(-1)?.pool;
        const choices = pools.find((pool) => pool.policy === policy)?.choices ?? [];
        const expected = choices.map((choice) => choice.endpoint.address).toSorted();
        const taking = endpoints.filter((one) => one[side]?.most).map((one) => one.address ?? "");
        assert.deepEqual(taking.toSorted(), expected);
        const sum = endpoints.reduce((total, one) => total + partOf(one[side]?.most), 0);
        assert.equal(Math.round(sum * 1e6) / 1e6, expected.length > 0 ? 1 : 0);
      }
    }),
  );
});

test("from anywhere, an endpoint's share lies between its least and its most from any one node", () => {
  fc.assert(
    fc.property(situation, (parts) => {
      const objects = objectsOf({ ...parts, internal: "Cluster" });
      const each = NODES.map((from) => traceOf(objects, from));
      for (const [at, { inside }] of traceOf(objects, undefined).entries()) {
        const known = each.map((endpoints) => partOf(endpoints[at]?.inside?.most));
        assert.equal(partOf(inside?.most), Math.max(...known));
        assert.equal(partOf(inside?.least), Math.min(...known));
      }
    }),
  );
});
