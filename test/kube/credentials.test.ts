import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { TLSSocket } from "node:tls";

import type { ConnectOptions } from "../../src/context.ts";
import { connect, type World } from "../../src/kube/connect.ts";
import { builtInResources } from "../../src/kube/resources.ts";
import { clientCertificate } from "../support/certificates.ts";
import {
  answer,
  connectTo,
  failure,
  kubeconfigFor,
  startFaultyServer,
  testFolder,
  testWorld,
} from "../support/faulty-server.ts";

const services = builtInResources[0]!;
const ref = { namespace: "default", name: "web" };
const web = { apiVersion: "v1", kind: "Service", metadata: { name: "web" } };
const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** What the server is shown of a user by one request. */
async function shownOf(t: TestContext, user: Record<string, unknown>, options: ConnectOptions = {}) {
  let certificate: unknown;
  const server = await startFaultyServer(
    t,
    ({ socket }, response) => {
      certificate = (socket as TLSSocket).getPeerCertificate().subject?.CN;
      answer(response, 200, web);
    },
    { askForCertificate: true },
  );
  await (await connectTo(t, server, { config: { user }, options })).get(services, ref);
  return { authorization: server.requests[0]?.headers.authorization, certificate };
}

test("a client certificate is shown, and data win over files", async (t) => {
  const [inline, filed] = [await clientCertificate("inline"), await clientCertificate("filed")];
  const folder = await testFolder(t, { cert: filed.cert, key: filed.key });
  const files = { "client-certificate": join(folder, "cert"), "client-key": join(folder, "key") };
  assert.equal((await shownOf(t, files)).certificate, "filed");
  const data = { "client-certificate-data": base64(inline.cert), "client-key-data": base64(inline.key) };
  assert.equal((await shownOf(t, { ...files, ...data })).certificate, "inline");
});

test("flags name another certificate than the kubeconfig", async (t) => {
  const [inline, filed] = [await clientCertificate("inline"), await clientCertificate("filed")];
  const folder = await testFolder(t, { cert: filed.cert, key: filed.key });
  const user = { "client-certificate-data": base64(inline.cert), "client-key-data": base64(inline.key) };
  const options = { clientCertificate: join(folder, "cert"), clientKey: join(folder, "key") };
  assert.equal((await shownOf(t, user, options)).certificate, "filed");
});

test("name and password are sent as basic authentication", async (t) => {
  const { authorization } = await shownOf(t, { username: "joe", password: "p:w" });
  assert.equal(authorization, `Basic ${base64("joe:p:w")}`);
});

test("--token wins over what the kubeconfig says", async (t) => {
  const { authorization } = await shownOf(t, { username: "joe", password: "pw" }, { token: "flag" });
  assert.equal(authorization, "Bearer flag");
});

test("a token file wins over a token, and is read again when it is a minute old", async (t) => {
  const folder = await testFolder(t, { token: "one\n" });
  let now = new Date("2026-01-01T00:00:00Z");
  const world = testWorld({ now: () => now });
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web));
  const config = { user: { token: "fallback", tokenFile: join(folder, "token") } };
  const cluster = await connectTo(t, server, { config, world });
  await cluster.get(services, ref);
  await writeFile(join(folder, "token"), "two\n");
  now = new Date("2026-01-01T00:00:59Z");
  await cluster.get(services, ref);
  now = new Date("2026-01-01T00:01:00Z");
  await cluster.get(services, ref);
  await rm(join(folder, "token"));
  now = new Date("2026-01-01T00:02:00Z");
  await cluster.get(services, ref);
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.authorization),
    ["Bearer one", "Bearer one", "Bearer two", "Bearer two"],
  );
});

test("a token file that is not there is told as kubectl tells it", async (t) => {
  await assert.rejects(shownOf(t, { tokenFile: "/nope" }), { text: "error: open /nope: no such file or directory" });
});

const NOW = new Date("2026-01-01T00:00:00Z");
const tokenUntil = (time: string): string => {
  const claims = base64(JSON.stringify({ exp: Date.parse(time) / 1000 })).replaceAll("=", "");
  return `e30.${claims}.c2ln`;
};

/** An identity provider that hands out `idToken`, and a cluster whose user comes from it. */
async function connectWithProvider(t: TestContext, config: Record<string, string>, idToken?: string) {
  const provider = await startFaultyServer(t, ({ path, url }, response) => {
    if (path === "/.well-known/openid-configuration") {
      answer(response, 200, { token_endpoint: `https://${provider.url.slice(8)}/token` });
    } else if (url.pathname === "/token" && idToken !== undefined) {
      answer(response, 200, { id_token: idToken, refresh_token: "next" });
    } else answer(response, 400, { error: "invalid_grant", hint: "s3cr3t" });
  });
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web));
  const own = {
    "idp-issuer-url": provider.url,
    "client-id": "me",
    "idp-certificate-authority-data": base64(provider.certificate.ca),
  };
  const user = { "auth-provider": { name: "oidc", config: { ...own, ...config } } };
  const cluster = { "certificate-authority-data": base64(server.certificate.ca) };
  const folder = await testFolder(t, { config: kubeconfigFor(server.url, { cluster, user }) });
  const path = join(folder, "config");
  const world: World = testWorld({ now: () => NOW });
  return { cluster: await connect({ kubeconfig: path }, world), provider, server, path };
}

test("an id-token that is still good is sent as it is", async (t) => {
  const idToken = tokenUntil("2026-01-01T01:00:00Z");
  const { cluster, provider, server } = await connectWithProvider(t, { "id-token": idToken });
  await cluster.get(services, ref);
  assert.equal(server.requests[0]?.headers.authorization, `Bearer ${idToken}`);
  assert.equal(provider.requests.length, 0);
});

test("an id-token that has ended is renewed, and the new tokens are kept in the kubeconfig", async (t) => {
  const fresh = tokenUntil("2026-01-01T02:00:00Z");
  const old = { "id-token": tokenUntil("2025-12-31T23:00:00Z"), "refresh-token": "r", "client-secret": "cs" };
  const { cluster, provider, server, path } = await connectWithProvider(t, old, fresh);
  await Promise.all([cluster.get(services, ref), cluster.get(services, ref)]);
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.authorization),
    [`Bearer ${fresh}`, `Bearer ${fresh}`],
  );
  assert.deepEqual(Object.fromEntries(new URLSearchParams(provider.requests[1]?.body)), {
    grant_type: "refresh_token",
    refresh_token: "r",
    client_id: "me",
    client_secret: "cs",
  });
  assert.equal(provider.requests.length, 2);
  const kept = JSON.parse(await readFile(path, "utf8")).users[0].user["auth-provider"].config;
  assert.deepEqual([kept["id-token"], kept["refresh-token"]], [fresh, "next"]);
});

const REFUSED: [situation: string, config: Record<string, string>, text: RegExp][] = [
  [
    "without a refresh-token",
    { "id-token": tokenUntil("2025-12-31T23:00:00Z") },
    /^Unable to connect to the server: No valid id-token, and cannot refresh without refresh-token$/,
  ],
  [
    "whose refresh-token is refused",
    { "refresh-token": "r" },
    /^Unable to connect to the server: failed to refresh token: https:\/\/127\.0\.0\.1:\d+ answered 400$/,
  ],
];

for (const [situation, config, text] of REFUSED) {
  test(`an OIDC user ${situation} is told so, and nothing secret with it`, async (t) => {
    const { cluster } = await connectWithProvider(t, config);
    await assert.rejects(cluster.get(services, ref), { text, exitCode: 7 });
  });
}

// kubectl v1.36.4 get svc with such a user
test("an OIDC user without an issuer is refused as kubectl refuses it", async (t) => {
  await assert.rejects(shownOf(t, { "auth-provider": { name: "oidc" } }), {
    text: "error: Must provide idp-issuer-url",
  });
});

test("a user whose 401 cannot be mended is told at once", async (t) => {
  const server = await startFaultyServer(t, (_, response) =>
    answer(response, 401, failure(401, "Unauthorized", "Unauthorized")),
  );
  const cluster = await connectTo(t, server, { config: { user: { token: "bad" } } });
  await assert.rejects(cluster.get(services, ref), { exitCode: 4 });
  assert.equal(server.requests.length, 1);
});
