import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { type ApiClient, apiClient, type ApiRequest } from "../../support/api-client.ts";
import { startTestSandbox, type TestSandbox } from "../../support/sandbox.ts";

const whoAmI = {
  method: "POST",
  path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
  body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
};

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

interface UserInfo {
  username: string;
  uid?: string;
  groups: string[];
  extra?: Record<string, string[]>;
}

async function userOf(wanted: Partial<ApiRequest>): Promise<UserInfo> {
  const { body, status } = await client.call({ ...whoAmI, ...wanted });
  assert.equal(status, 201);
  return (body as { status: { userInfo: UserInfo } }).status.userInfo;
}

test("the token is the administrator's", async () => {
  const headers = { authorization: `Bearer ${sandbox.credentials.token}` };
  const { username, groups } = await userOf({ headers, anonymous: true });
  assert.equal(username, "admin");
  assert.deepEqual(groups, ["system:masters", "system:authenticated"]);
});

for (const [what, headers] of [
  ["no credential", {}],
  ["a wrong token", { authorization: "Bearer wrong" }],
  ["a password", { authorization: "Basic YWRtaW46YWRtaW4=" }],
] as const) {
  test(`${what} is answered with 401, whatever is asked`, async () => {
    for (const path of ["/api/v1/pods", "/api", "/healthz", "/nowhere"]) {
      const { status, body } = await client.call({ path, headers, anonymous: true });
      assert.equal(status, 401, path);
      assert.equal((body as { reason: string }).reason, "Unauthorized");
    }
  });
}

test("an administrator becomes whom the headers name", async () => {
  const user = await userOf({
    headers: {
      "impersonate-user": "jane",
      "impersonate-group": "devs",
      "impersonate-uid": "42",
      "impersonate-extra-acme.com%2Fproject": "x",
    },
  });
  assert.deepEqual(user, {
    username: "jane",
    uid: "42",
    groups: ["devs", "system:authenticated"],
    extra: { "acme.com/project": ["x"] },
  });
});

test("a service account is in the groups of its kind and namespace", async () => {
  const { groups } = await userOf({ headers: { "impersonate-user": "system:serviceaccount:shop:robot" } });
  assert.deepEqual(groups, ["system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated"]);
});

test("a group without a user is refused", async () => {
  const { status } = await client.call({ path: "/api", headers: { "impersonate-group": "devs" } });
  assert.equal(status, 500);
});

const nobody = { "impersonate-user": "nobody" };

test("others may discover the API and ask about themselves, and nothing else", async () => {
  for (const path of ["/api", "/apis/apps/v1", "/version", "/healthz", "/openapi/v3"]) {
    assert.equal((await client.call({ path, headers: nobody })).status, 200, path);
  }
  for (const path of ["/api/v1/nodes", "/apis/apps/v1/deployments", "/api/v1/namespaces/default/pods/a/log"]) {
    assert.equal((await client.call({ path, headers: nobody })).status, 403, path);
  }
});

for (const [path, message] of [
  [
    "/api/v1/nodes",
    'nodes is forbidden: User "nobody" cannot list resource "nodes" in API group "" at the cluster scope',
  ],
  [
    "/apis/apps/v1/namespaces/a/deployments/b/scale",
    'deployments.apps "b" is forbidden: User "nobody" cannot get resource "deployments/scale" in API group "apps" in the namespace "a"',
  ],
  [
    "/api/v1/pods?watch=1",
    'pods is forbidden: User "nobody" cannot watch resource "pods" in API group "" at the cluster scope',
  ],
  ["/metrics", 'forbidden: User "nobody" cannot get path "/metrics"'],
] as const) {
  test(`a stranger's GET ${path} is refused in the API server's words`, async () => {
    const { status, body } = await client.call({ path, headers: nobody });
    assert.equal(status, 403);
    assert.equal((body as { message: string }).message, message);
  });
}

test("a stranger may not create, and hears so when asking", async () => {
  const spec = { resourceAttributes: { namespace: "default", verb: "create", resource: "services" } };
  const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  const ask = async (headers: Record<string, string>) =>
    (await client.call({ method: "POST", path, headers, body: { spec } })).body as { status: { allowed: boolean } };
  assert.equal((await ask(nobody)).status.allowed, false);
  assert.equal((await ask({})).status.allowed, true);
});
