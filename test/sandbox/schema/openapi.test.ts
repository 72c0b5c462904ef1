import assert from "node:assert/strict";
import { test } from "node:test";

import { createKinds } from "../../../src/sandbox/kinds.ts";
import { openApiV3 } from "../../../src/sandbox/schema/openapi.ts";

type Json = Record<string, unknown>;

interface Document {
  paths: Record<string, Record<string, { parameters: { name: string; in: string }[] } & Json>>;
  components: { schemas: Record<string, { properties: Record<string, Json> } & Json> };
}

const kinds = createKinds({});
const documents = ["/v1", "apps/v1", "discovery.k8s.io/v1", "events.k8s.io/v1"].map((groupVersion) => {
  const [group = "", version = ""] = groupVersion.split("/");
  return { groupVersion, document: openApiV3(group, version, kinds) as Document };
});
const core = documents[0]!.document;

test("every reference of a document leads to one of its schemas", () => {
  for (const { groupVersion, document } of documents) {
    const references = JSON.stringify(document).matchAll(/#\/components\/schemas\/([\w.]+)/g);
    const lost = [...references].map(([, name = ""]) => name).filter((name) => !(name in document.components.schemas));
    assert.deepEqual(lost, [], groupVersion);
  }
});

test("a patch tells its kind and that it takes fieldValidation and dryRun: kubectl looks for both", () => {
  const patch = core.paths["/api/v1/namespaces/{namespace}/services/{name}"]?.["patch"];
  assert.deepEqual(patch?.["x-kubernetes-group-version-kind"], { group: "", kind: "Service", version: "v1" });
  const names = patch?.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
  assert.ok(names?.includes("query fieldValidation") && names.includes("query dryRun"));
});

test("a kind's schema tells which kind it is", () => {
  assert.deepEqual(core.components.schemas["io.k8s.api.core.v1.Service"]?.["x-kubernetes-group-version-kind"], [
    { group: "", kind: "Service", version: "v1" },
  ]);
});

// as they stand in api/openapi-spec/v3 of Kubernetes
test("a Service's ports merge by port in patches, and by port and protocol in apply", () => {
  assert.deepEqual(core.components.schemas["io.k8s.api.core.v1.ServiceSpec"]?.properties["ports"], {
    type: "array",
    items: { allOf: [{ $ref: "#/components/schemas/io.k8s.api.core.v1.ServicePort" }] },
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["port", "protocol"],
    "x-kubernetes-patch-merge-key": "port",
    "x-kubernetes-patch-strategy": "merge",
  });
});

test("volumes keep their keys in patches, and a Service's selector is atomic", () => {
  const { schemas } = core.components;
  const volumes = schemas["io.k8s.api.core.v1.PodSpec"]?.properties["volumes"];
  assert.equal(volumes?.["x-kubernetes-patch-strategy"], "merge,retainKeys");
  assert.deepEqual(schemas["io.k8s.api.core.v1.ServiceSpec"]?.properties["selector"], {
    type: "object",
    additionalProperties: { type: "string" },
    "x-kubernetes-map-type": "atomic",
  });
});

test("fields that must be there are required", () => {
  assert.deepEqual(core.components.schemas["io.k8s.api.core.v1.ServicePort"]?.["required"], ["port"]);
});

test("a document holds its own group's kinds alone", () => {
  const apps = documents[1]!.document;
  assert.ok(Object.keys(apps.paths).every((path) => path.startsWith("/apis/apps/v1/")));
});
