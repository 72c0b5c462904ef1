import assert from "node:assert/strict";
import { test } from "node:test";

import { doingOf } from "../../src/kube/doing.ts";

for (const [method, path, doing] of [
  ["GET", "/api/v1/namespaces/shop/services?limit=500", "Reading services"],
  ["GET", "/api/v1/namespaces/shop/services?limit=500&continue=abc", "Reading services, the next page"],
  ["PATCH", "/api/v1/namespaces/shop/services/web", "Changing services/web"],
  ["DELETE", "/apis/apps/v1/namespaces/shop/deployments/web", "Deleting deployments/web"],
  ["POST", "/api/v1/namespaces", "Creating namespaces"],
  ["GET", "/api/v1/namespaces/shop", "Reading namespaces/shop"],
  ["GET", "/api/v1/nodes", "Reading nodes"],
  ["GET", "/version", "Reading /version"],
] as const) {
  test(`${method} ${path} is told as: ${doing}`, () => assert.equal(doingOf({ method, path }), doing));
}
