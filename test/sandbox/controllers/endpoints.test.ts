import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import type { Endpoints, Service } from "../../../src/model/snapshot.ts";
import {
  barePod,
  serviceFor,
  startTestCluster,
  steady,
  template,
  type TestCluster,
} from "../../support/live-cluster.ts";

const recorded = JSON.parse(readFileSync(new URL("../../recordings/shop.json", import.meta.url), "utf8")) as {
  endpoints: Endpoints[];
  headless: Service;
};

const subsetsOf = ({ objects }: TestCluster, name: string) => objects.endpoints.get(`default/${name}`)?.subsets;

test("the Endpoints of a headless Service are those of a real cluster", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  objects.namespaces.create({ metadata: { name: "rec" } });
  objects.statefulSets.create({
    metadata: { name: "db", namespace: "rec" },
    spec: { replicas: 2, serviceName: "db", selector: { matchLabels: { app: "db" } }, template: template("db") },
  });
  objects.services.create({ ...recorded.headless, metadata: { ...recorded.headless.metadata, namespace: "rec" } });
  await whenIdle();
  const { apiVersion: _, kind: __, ...found } = objects.endpoints.get("rec/headless")!;
  const byName = (endpoints: object) => {
    const { subsets = [], ...rest } = steady(endpoints) as Endpoints;
    return { ...rest, subsets: subsets.map((subset) => ({ ...subset, addresses: subset.addresses?.length })) };
  };
  assert.deepEqual(byName(found), byName(recorded.endpoints[0]!));
});

test("Pods that are not ready stand apart, and Pods on their way out are left out", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  objects.services.create(serviceFor("web"));
  for (const name of ["a", "b"]) objects.pods.create(barePod(name, { app: "web" }));
  objects.pods.create(
    barePod(
      "c",
      { app: "web" },
      template("web", undefined, { readinessProbe: { exec: { command: ["false"] } } }).spec!,
    ),
  );
  await whenIdle();
  objects.pods.delete(objects.pods.get("default/b")!);
  await whenIdle();
  const [subset] = subsetsOf(cluster, "web") ?? [];
  assert.deepEqual(
    subset?.addresses?.map(({ targetRef }) => targetRef?.name),
    ["a"],
  );
  assert.deepEqual(
    subset?.notReadyAddresses?.map(({ targetRef }) => targetRef?.name),
    ["c"],
  );
  assert.deepEqual(subset?.ports, [{ port: 80, protocol: "TCP" }]);
});

test("a headless Service without ports has addresses alone; any other without a port on its Pods has nothing", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  objects.pods.create(barePod("web", { app: "web" }));
  objects.services.create({ ...serviceFor("bare"), spec: { clusterIP: "None", selector: { app: "web" } } });
  objects.services.create(serviceFor("named", { selector: { app: "web" }, ports: [{ port: 80, targetPort: "nope" }] }));
  await whenIdle();
  assert.deepEqual(Object.keys(subsetsOf(cluster, "bare")?.[0] ?? {}), ["addresses"]);
  assert.equal(subsetsOf(cluster, "named"), undefined);
});

test("more than 1000 addresses are cut, which an annotation says", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  objects.services.create(serviceFor("web"));
  objects.replicaSets.create({
    metadata: { name: "web", namespace: "default" },
    spec: { replicas: 1001, selector: { matchLabels: { app: "web" } }, template: template("web") },
  });
  await whenIdle();
  const found = objects.endpoints.get("default/web");
  assert.equal(found?.subsets?.[0]?.addresses?.length, 1000);
  assert.equal(found?.metadata?.annotations?.["endpoints.kubernetes.io/over-capacity"], "truncated");
});

const byHand = (labels: Record<string, string> = {}): Endpoints => ({
  metadata: { name: "far", namespace: "default", labels },
  subsets: [
    {
      addresses: [{ ip: "198.51.100.7" }, { ip: "2001:db8::7" }],
      notReadyAddresses: [{ ip: "198.51.100.8" }],
      ports: [{ name: "web", port: 8080, protocol: "TCP" }],
    },
  ],
});

test("Endpoints written by hand for a Service without selector are mirrored, one slice for each family", async (t) => {
  const cluster = await startTestCluster(t);
  const { objects, whenIdle } = cluster;
  objects.services.create({
    metadata: { name: "far", namespace: "default" },
    spec: { ports: [{ name: "web", port: 80 }] },
  });
  const made = objects.endpoints.create(byHand({ team: "a" }));
  await whenIdle();
  const mirrors = () =>
    objects.endpointSlices.list("default").filter(({ metadata }) => metadata?.generateName === "far-");
  const found = mirrors().map(({ addressType, endpoints, ports }) => ({ addressType, endpoints, ports }));
  assert.deepEqual(
    found.toSorted((a, b) => (a.addressType < b.addressType ? -1 : 1)),
    [
      {
        addressType: "IPv4",
        endpoints: [
          { addresses: ["198.51.100.7"], conditions: { ready: true } },
          { addresses: ["198.51.100.8"], conditions: { ready: false } },
        ],
        ports: [{ name: "web", protocol: "TCP", port: 8080 }],
      },
      {
        addressType: "IPv6",
        endpoints: [{ addresses: ["2001:db8::7"], conditions: { ready: true } }],
        ports: [{ name: "web", protocol: "TCP", port: 8080 }],
      },
    ],
  );
  assert.deepEqual(mirrors()[0]?.metadata?.labels, {
    team: "a",
    "endpointslice.kubernetes.io/managed-by": "endpointslicemirroring-controller.k8s.io",
    "kubernetes.io/service-name": "far",
  });

  objects.endpoints.update({ ...made, subsets: [] });
  await whenIdle();
  assert.deepEqual(mirrors(), []);
});

test("Endpoints that ask not to be mirrored, and those without a Service, are not", async (t) => {
  const { objects, whenIdle } = await startTestCluster(t);
  objects.endpoints.create({ ...byHand(), metadata: { name: "lonely", namespace: "default" } });
  objects.services.create({ metadata: { name: "far", namespace: "default" }, spec: { ports: [{ port: 80 }] } });
  objects.endpoints.create(byHand({ "endpointslice.kubernetes.io/skip-mirror": "true" }));
  await whenIdle();
  const names = objects.endpointSlices.list("default").map(({ metadata }) => metadata?.name);
  assert.deepEqual(names, ["kubernetes"]);
});
