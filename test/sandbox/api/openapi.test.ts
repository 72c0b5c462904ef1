import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { readFields } from "../../../src/sandbox/api/protobuf-reader.ts";
import { encodeOpenApiV2 } from "../../../src/sandbox/api/openapi-v2.ts";
import { type ApiClient, apiClient } from "../../support/api-client.ts";
import { startTestSandbox, type TestSandbox } from "../../support/sandbox.ts";

let sandbox: TestSandbox;
let client: ApiClient;

before(async () => {
  sandbox = await startTestSandbox();
  client = apiClient(sandbox);
});

after(async () => {
  client.close();
  await sandbox.stop();
});

interface Index {
  paths: Record<string, { serverRelativeURL: string }>;
}

test("the index of OpenAPI v3 names a document for each group and version, and each is there", async () => {
  const { paths } = (await client.call({ path: "/openapi/v3" })).body as Index;
  assert.ok(paths["api/v1"] && paths["apis/apps/v1"]);
  for (const { serverRelativeURL } of Object.values(paths)) {
    const { status, body } = await client.call({ path: serverRelativeURL });
    assert.equal(status, 200, serverRelativeURL);
    assert.match((body as { openapi: string }).openapi, /^3\./);
  }
});

test("the document of a group that is not served is not found", async () => {
  assert.equal((await client.call({ path: "/openapi/v3/apis/nope/v1" })).status, 404);
});

test("OpenAPI v2 comes as JSON, and as protobuf under both names that clients know", async () => {
  const plain = await client.call({ path: "/openapi/v2" });
  assert.equal((plain.body as { swagger: string }).swagger, "2.0");
  for (const separator of ["@", "."]) {
    const accept = `application/com.github.proto-openapi.spec.v2${separator}v1.0+protobuf`;
    const { headers } = await client.call({ path: "/openapi/v2", headers: { accept } });
    assert.equal(headers["content-type"], "application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
  }
});

test("the protobuf of OpenAPI v2 holds the version of Swagger, and a title and a version", () => {
  const [swagger, info] = [...readFields(encodeOpenApiV2())];
  assert.equal(swagger?.number, 1);
  assert.equal(String(swagger?.value), "2.0");
  assert.equal(info?.number, 2);
  const members = [...readFields(info?.value as Buffer)].map(({ number, value }) => [number, String(value)]);
  assert.deepEqual(members, [
    [1, "Kubernetes"],
    [2, "v1.36.2"],
  ]);
});
