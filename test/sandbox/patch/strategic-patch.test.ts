import assert from "node:assert/strict";
import { test } from "node:test";

import type { KubeObject } from "../../../src/model/snapshot.ts";
import { applyStrategicPatch, quoteStrategicPatch } from "../../../src/sandbox/patch/strategic-patch.ts";
import { refusalOf, schemaFor } from "./support.ts";

interface Situation {
  kind?: [apiVersion: string, kind: string];
  current: object;
  patch: object;
  result: object;
}

const POD: [string, string] = ["v1", "Pod"];
const DEPLOYMENT: [string, string] = ["apps/v1", "Deployment"];

const ports = (...items: object[]) => ({ spec: { ports: items } });

// as the documentation of strategic merge patch has them, and its tests in apimachinery
const SITUATIONS: Record<string, Situation> = {
  "list items merge by their key, patched ones first (recorded)": {
    current: ports({ name: "a", port: 80 }, { name: "b", port: 81 }),
    patch: ports({ port: 80, appProtocol: "http" }, { name: "c", port: 82 }),
    result: ports({ name: "a", port: 80, appProtocol: "http" }, { name: "c", port: 82 }, { name: "b", port: 81 }),
  },
  "null removes a field, and one that is not there does nothing": {
    current: { spec: { type: "NodePort", clusterIP: "None" } },
    patch: { spec: { type: null, externalName: null } },
    result: { spec: { clusterIP: "None" } },
  },
  "$patch: delete removes an item": {
    current: ports({ port: 80 }, { port: 81 }),
    patch: ports({ $patch: "delete", port: 80 }),
    result: ports({ port: 81 }),
  },
  "$patch: replace in a list replaces the list": {
    current: ports({ port: 80 }, { port: 81 }),
    patch: ports({ $patch: "replace" }, { port: 90 }),
    result: ports({ port: 90 }),
  },
  "$patch: replace in a map replaces the map": {
    current: { metadata: { labels: { a: "1" } } },
    patch: { metadata: { labels: { $patch: "replace", b: "2" } } },
    result: { metadata: { labels: { b: "2" } } },
  },
  "$patch: delete empties a map": {
    current: { metadata: { labels: { a: "1" } } },
    patch: { metadata: { labels: { $patch: "delete" } } },
    result: { metadata: { labels: {} } },
  },
  "$setElementOrder orders the items, and the server's own keep their places": {
    current: ports({ port: 1 }, { port: 2 }, { port: 3 }),
    patch: { spec: { "$setElementOrder/ports": [{ port: 3 }, { port: 1 }], ports: [{ port: 3, name: "c" }] } },
    result: ports({ port: 2 }, { port: 3, name: "c" }, { port: 1 }),
  },
  "$setElementOrder alone reorders": {
    current: ports({ port: 1 }, { port: 2 }),
    patch: { spec: { "$setElementOrder/ports": [{ port: 2 }, { port: 1 }] } },
    result: ports({ port: 2 }, { port: 1 }),
  },
  "lists of plain values merge as sets": {
    current: { metadata: { finalizers: ["a", "b"] } },
    patch: { metadata: { finalizers: ["b", "c"] } },
    result: { metadata: { finalizers: ["a", "b", "c"] } },
  },
  "$deleteFromPrimitiveList takes plain values out": {
    current: { metadata: { finalizers: ["a", "b"] } },
    patch: { metadata: { "$deleteFromPrimitiveList/finalizers": ["a"] } },
    result: { metadata: { finalizers: ["b"] } },
  },
  "$retainKeys removes what it does not name": {
    kind: DEPLOYMENT,
    current: { spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } } },
    patch: { spec: { strategy: { $retainKeys: ["type"], type: "Recreate" } } },
    result: { spec: { strategy: { type: "Recreate" } } },
  },
  "containers merge by name, and their environment in them": {
    kind: POD,
    current: { spec: { containers: [{ name: "a", env: [{ name: "X", value: "1" }] }, { name: "b" }] } },
    patch: { spec: { containers: [{ name: "a", env: [{ name: "Y", value: "2" }] }] } },
    result: {
      spec: {
        containers: [
          {
            name: "a",
            env: [
              { name: "Y", value: "2" },
              { name: "X", value: "1" },
            ],
          },
          { name: "b" },
        ],
      },
    },
  },
  "a list without a merge key is replaced": {
    kind: POD,
    current: { spec: { tolerations: [{ key: "a" }] } },
    patch: { spec: { tolerations: [{ key: "b" }] } },
    result: { spec: { tolerations: [{ key: "b" }] } },
  },
  "directives are obeyed in what is new, too": {
    current: { spec: {} },
    patch: {
      metadata: { labels: { $patch: "replace", a: "1", b: null } },
      ...ports({ $patch: "delete", port: 1 }, { port: 2 }),
    },
    result: { metadata: { labels: { a: "1", b: null } }, ...ports({ port: 2 }) },
  },
  "a value of another type replaces": {
    current: { spec: { selector: "x" } },
    patch: { spec: { selector: { a: "1" } } },
    result: { spec: { selector: { a: "1" } } },
  },
};

function patched({
  kind: [apiVersion, kind] = ["v1", "Service"],
  current,
  patch,
}: Omit<Situation, "result">): KubeObject {
  return applyStrategicPatch(schemaFor({ apiVersion, kind }), current as KubeObject, patch);
}

for (const [name, situation] of Object.entries(SITUATIONS)) {
  test(name, () => {
    const before = structuredClone(situation.current);
    assert.deepEqual(patched(situation), situation.result);
    assert.deepEqual(situation.current, before);
  });
}

const REFUSALS: [object, number, string][] = [
  [ports({ name: "x" }), 500, "map: map[name:x] does not contain declared merge key: port"],
  [{ metadata: { $patch: "merge" } }, 500, "unknown patch type: merge in map: map[$patch:merge]"],
  [ports({ $patch: "merge", port: 80 }), 500, "merging lists cannot yet be specified in the patch"],
  [{ spec: { $retainKeys: "type" } }, 400, "invalid patch format of retainKeys"],
  [{ spec: { $retainKeys: ["a"], type: "x" } }, 400, "invalid patch format of retainKeys"],
  [{ metadata: { "$deleteFromPrimitiveList/finalizers": "a" } }, 400, "invalid patch format of primitive list"],
  [{ spec: { "$setElementOrder/ports": {} } }, 400, "invalid patch format of setElementOrder list"],
  [
    { spec: { "$setElementOrder/ports": [{ port: 80 }], ports: [{ port: 81 }] } },
    500,
    "The order in patch list:\n[map[port:81]]\n doesn't match $setElementOrder list:\n[map[port:80]]\n",
  ],
];
for (const [patch, code, message] of REFUSALS) {
  test(`${JSON.stringify(patch)} is refused`, () => {
    const status = refusalOf(() => patched({ current: ports({ port: 80 }), patch }));
    assert.deepEqual([status.code, status.message], [code, message]);
  });
}

test("a strategic merge patch must be an object", () => {
  assert.equal(refusalOf(() => patched({ current: {}, patch: [] })).code, 400);
});

test("a strategic merge patch cannot reach a prototype", () => {
  patched({ current: {}, patch: JSON.parse('{"__proto__": {"polluted": true}}') as object });
  assert.equal("polluted" in {}, false);
});

test("a patch is quoted as Go prints it after it was applied", () => {
  const current = { spec: { ports: [{ port: 80 }], type: "ClusterIP" } } as KubeObject;
  const patch = {
    metadata: { $retainKeys: ["labels"], labels: { b: null, a: "1" } },
    spec: { "$setElementOrder/ports": [{ port: 80 }], ports: [{ port: 80, name: "x" }], prots: [1, true] },
  };
  assert.equal(
    quoteStrategicPatch(patch, current),
    "map[metadata:map[$retainKeys:[labels] labels:map[a:1 b:<nil>]] spec:map[prots:[1 true]]]",
  );
});
