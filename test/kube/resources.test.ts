import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import type { Cluster } from "../../src/kube/client.ts";
import { builtInResources, findResource, resourcePath } from "../../src/kube/resources.ts";
import { recordedDiscovery, startCannedApi } from "../support/canned-api.ts";
import {
  answer,
  connectTo,
  failure,
  type FaultyServer,
  startFaultyServer,
  testWorld,
} from "../support/faulty-server.ts";

async function startDiscovery(t: TestContext, form: "aggregated" | "by group"): Promise<[Cluster, FaultyServer]> {
  const server = await startCannedApi(t, form);
  return [await connectTo(t, server), server];
}

interface ResourceRow {
  name: string;
  singularName: string;
  kind: string;
  namespaced: boolean;
  shortNames?: string[];
  categories?: string[];
  verbs: string[];
}

test("what svcctl knows of a kind without asking is what kube-apiserver 1.36 serves", () => {
  for (const { group, version, plural, singular, ...known } of builtInResources) {
    const path = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
    const { resources } = recordedDiscovery(path) as { resources: ResourceRow[] };
    const row = resources.find(({ name }) => name === plural);
    assert.ok(row, plural);
    assert.deepEqual(
      { singular, ...known },
      {
        singular: row.singularName,
        kind: row.kind,
        namespaced: row.namespaced,
        shortNames: row.shortNames ?? [],
        categories: row.categories ?? [],
        verbs: row.verbs,
      },
    );
  }
});

// kubectl v1.36.4 get WORD --v=6 on a kube-apiserver v1.36.2
const WORDS: [word: string, plural: string | undefined][] = [
  ["services", "services"],
  ["service", "services"],
  ["svc", "services"],
  ["Service", "services"],
  ["deployments.apps", "deployments"],
  ["deploy.apps", "deployments"],
  ["deployments.v1.apps", "deployments"],
  ["deployment.v1.apps", "deployments"],
  ["endpointslices.discovery.k8s.io", "endpointslices"],
  ["endpointslices.v1.discovery.k8s.io", "endpointslices"],
  ["events", "events"],
  ["deployments.v1beta1.apps", undefined],
  ["services.apps", undefined],
  ["widgets", undefined],
  ["", undefined],
];

for (const [word, plural] of WORDS) {
  test(`"${word}" names ${plural ?? "nothing that svcctl knows"}`, () =>
    assert.equal(findResource(builtInResources, word)?.plural, plural));
}

test("known kinds cost no request", async (t) => {
  const [cluster, server] = await startDiscovery(t, "aggregated");
  await cluster.resource("svc");
  await cluster.resourceOf("apps/v1", "Deployment");
  assert.equal(server.requests.length, 0);
});

for (const form of ["aggregated", "by group"] as const) {
  test(`other kinds are found by discovery (${form}), which is asked once`, async (t) => {
    const [cluster, server] = await startDiscovery(t, form);
    const [byShortName, byKind] = [
      await cluster.resource("netpol"),
      await cluster.resourceOf("apps/v1", "ControllerRevision"),
    ];
    assert.equal(byShortName.plural, "networkpolicies");
    assert.deepEqual(byKind, {
      group: "apps",
      version: "v1",
      plural: "controllerrevisions",
      singular: "controllerrevision",
      kind: "ControllerRevision",
      namespaced: true,
      shortNames: [],
      categories: [],
      verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
    });
    const asked = server.requests.length;
    const resources = await cluster.resources();
    assert.equal(server.requests.length, asked);
    assert.ok(resources.some(({ plural }) => plural === "limitranges"));
    assert.ok(resources.every(({ plural }) => !plural.includes("/")));
  });

  test(`what nothing is called by is refused in kubectl's words (${form})`, async (t) => {
    const [cluster] = await startDiscovery(t, form);
    await assert.rejects(cluster.resource("widgets"), {
      text: 'error: the server doesn\'t have a resource type "widgets"',
      exitCode: 3,
    });
    await assert.rejects(cluster.resourceOf("v1", "Servise"), {
      message: 'no matches for kind "Servise" in version "v1"',
    });
  });
}

test("an extension that is down does not hide the rest, and is told", async (t) => {
  const world = testWorld();
  const server = await startFaultyServer(t, ({ path }, response) => {
    if (path === "/api") return answer(response, 200, { kind: "APIVersions", versions: ["v1"] });
    if (path === "/api/v1") return answer(response, 200, recordedDiscovery("/api/v1"));
    if (path !== "/apis") return answer(response, 503, failure(503, "ServiceUnavailable", "metrics-server is away"));
    const version = { groupVersion: "metrics.k8s.io/v1beta1", version: "v1beta1" };
    answer(response, 200, { groups: [{ name: "metrics.k8s.io", versions: [version], preferredVersion: version }] });
  });
  const cluster = await connectTo(t, server, { world });
  assert.ok((await cluster.resources()).length > 10);
  assert.deepEqual(world.warnings, ["unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1"]);
});

test("the resource of the preferred version is found first, others by name", async (t) => {
  const [cluster] = await startDiscovery(t, "aggregated");
  assert.equal((await cluster.resource("hpa")).version, "v2");
  assert.equal((await cluster.resource("hpa.v1.autoscaling")).version, "v1");
  assert.equal((await cluster.resourceOf("autoscaling/v1", "HorizontalPodAutoscaler")).version, "v1");
});

const [services] = builtInResources;

test("names go into paths as they are, or not at all", () => {
  assert.equal(resourcePath(services!, "a", "b", "status"), "/api/v1/namespaces/a/services/b/status");
  assert.equal(resourcePath(services!, undefined), "/api/v1/services");
  assert.equal(resourcePath(services!, "a", "b c?d"), "/api/v1/namespaces/a/services/b%20c%3Fd");
  // k8s.io/apimachinery's IsValidPathSegmentName
  assert.throws(() => resourcePath(services!, "a", "b/c"), {
    message: "invalid resource name \"b/c\": [may not contain '/']",
  });
  assert.throws(() => resourcePath(services!, "a", ".."), {
    message: "invalid resource name \"..\": [may not be '..']",
  });
  assert.throws(() => resourcePath(services!, "a", ""), { message: "resource name may not be empty" });
});

// kubectl 1.36.4: `get SERVICES` and `get Service` work, `get SVC` has no resource type "SVC"
test("plurals and kinds may be written in any case, short names in lower case alone", () => {
  const found = (word: string) => findResource(builtInResources, word)?.plural;
  assert.deepEqual(["SERVICES", "Service", "svc", "Deployments.V1.Apps"].map(found), [
    "services",
    "services",
    "services",
    "deployments",
  ]);
  assert.deepEqual(["SVC", "Svc", "Deploy.apps"].map(found), [undefined, undefined, undefined]);
});

test("half of a surrogate pair in a name becomes the replacement character, as in Go", () => {
  assert.equal(
    resourcePath(builtInResources[0]!, "default", "a\udee7"),
    "/api/v1/namespaces/default/services/a%EF%BF%BD",
  );
});

for (const [situation, root] of [
  ["versions that are no list", { kind: "APIGroupDiscoveryList", items: [{ versions: 5 }] }],
  [
    "verbs that are no texts",
    { kind: "APIGroupDiscoveryList", items: [{ versions: [{ resources: [{ verbs: [1] }] }] }] },
  ],
  ["groups of no names", { kind: "APIGroupList", groups: [{ versions: [{ groupVersion: 1 }] }] }],
] as const) {
  test(`discovery with ${situation} is refused`, async (t) => {
    const server = await startFaultyServer(t, (_, response) => answer(response, 200, root));
    const cluster = await connectTo(t, server);
    await assert.rejects(cluster.resource("widgets"), {
      text: /^error: the server's answer is not a discovery document: /,
    });
  });
}
