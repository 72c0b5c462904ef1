import assert from "node:assert/strict";
import { test } from "node:test";

import { proxyFor } from "../../src/kube/proxy.ts";
import { builtInResources } from "../../src/kube/resources.ts";
import { serverCertificate } from "../support/certificates.ts";
import { answer, connectTo, startFaultyServer, testWorld } from "../support/faulty-server.ts";
import { startHttpProxy, startSocksProxy } from "../support/proxies.ts";

const P = "http://proxy:3128";

// golang.org/x/net/http/httpproxy, which Go's http.ProxyFromEnvironment is
const CASES: [situation: string, url: string, env: Record<string, string>, proxy: string | undefined][] = [
  ["nothing is set", "https://a.example", {}, undefined],
  ["HTTPS_PROXY is for https", "https://a.example", { HTTPS_PROXY: P }, P],
  ["and not for http", "http://a.example", { HTTPS_PROXY: P }, undefined],
  ["HTTP_PROXY is for http", "http://a.example", { HTTP_PROXY: P }, P],
  ["lower case counts", "https://a.example", { https_proxy: P }, P],
  ["a proxy without a scheme is http", "https://a.example", { HTTPS_PROXY: "proxy:3128" }, P],
  ["NO_PROXY names the host", "https://a.example", { HTTPS_PROXY: P, NO_PROXY: "b, a.example" }, undefined],
  ["NO_PROXY names a domain", "https://a.b.example", { HTTPS_PROXY: P, NO_PROXY: "b.example" }, undefined],
  ["a domain with a dot is for hosts below it", "https://b.example", { HTTPS_PROXY: P, NO_PROXY: ".b.example" }, P],
  ["a domain is no mere ending", "https://xb.example", { HTTPS_PROXY: P, NO_PROXY: "b.example" }, P],
  ["NO_PROXY names the port", "https://a.example:6443", { HTTPS_PROXY: P, NO_PROXY: "a.example:6443" }, undefined],
  ["NO_PROXY names another port", "https://a.example", { HTTPS_PROXY: P, NO_PROXY: "a.example:6443" }, P],
  ["NO_PROXY names a network", "https://10.1.2.3", { HTTPS_PROXY: P, NO_PROXY: "10.0.0.0/8" }, undefined],
  ["NO_PROXY names another network", "https://11.1.2.3", { HTTPS_PROXY: P, NO_PROXY: "10.0.0.0/8" }, P],
  ["NO_PROXY names an IPv6 network", "https://[fd00::1]", { HTTPS_PROXY: P, NO_PROXY: "fd00::/8" }, undefined],
  ["NO_PROXY is a star", "https://a.example", { HTTPS_PROXY: P, NO_PROXY: "*" }, undefined],
  ["localhost is never proxied", "https://localhost:6443", { HTTPS_PROXY: P }, undefined],
  ["loopback is never proxied", "https://127.0.0.1:6443", { HTTPS_PROXY: P }, undefined],
  ["nor is IPv6 loopback", "https://[::1]:6443", { HTTPS_PROXY: P }, undefined],
];

for (const [situation, url, env, proxy] of CASES) {
  test(`proxies from the environment: ${situation}`, () => assert.equal(proxyFor(new URL(url), env), proxy));
}

const services = builtInResources[0]!;
const ref = { namespace: "default", name: "web" };
const web = { apiVersion: "v1", kind: "Service", metadata: { name: "web" } };

test("the connection to the proxy itself may be TLS", async (t) => {
  const certificate = await serverCertificate();
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web), { certificate });
  const proxy = await startHttpProxy(t, { certificate });
  const cluster = { "proxy-url": proxy.url, "tls-server-name": "127.0.0.1" };
  assert.deepEqual(await (await connectTo(t, server, { config: { cluster } })).get(services, ref), web);
  assert.deepEqual(proxy.seen, [`CONNECT 127.0.0.1:${server.port}`]);
});

test("proxy-url leads through the proxy by CONNECT, with its user and password", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web));
  const proxy = await startHttpProxy(t);
  const config = { cluster: { "proxy-url": proxy.url.replace("//", "//me:pw@") } };
  assert.deepEqual(await (await connectTo(t, server, { config })).get(services, ref), web);
  const credentials = Buffer.from("me:pw").toString("base64");
  assert.deepEqual(proxy.seen, [`CONNECT 127.0.0.1:${server.port} Basic ${credentials}`]);
});

test("the server's certificate is checked behind a proxy too", async (t) => {
  const server = await startFaultyServer(t, () => {});
  const stranger = await startFaultyServer(t, () => {}, {
    certificate: await serverCertificate(),
  });
  const proxy = await startHttpProxy(t);
  const config = { cluster: { "proxy-url": proxy.url } };
  const cluster = await connectTo(t, { url: stranger.url, certificate: server.certificate }, { config });
  await assert.rejects(cluster.get(services, ref), { text: /x509: certificate signed by unknown authority/ });
});

test("a plain http server is asked through the proxy", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web), { plain: true });
  const proxy = await startHttpProxy(t);
  const cluster = await connectTo(t, server, { config: { cluster: { "proxy-url": proxy.url } } });
  assert.deepEqual(await cluster.get(services, ref), web);
  assert.deepEqual(proxy.seen, [`GET ${server.url}/api/v1/namespaces/default/services/web`]);
});

test("proxy-url may be socks5, and names are left to the proxy to look up", async (t) => {
  const server = await startFaultyServer(t, (_, response) => answer(response, 200, web));
  const proxy = await startSocksProxy(t);
  const url = server.url.replace("127.0.0.1", "localhost");
  const config = { cluster: { "proxy-url": proxy.url, "tls-server-name": "127.0.0.1" } };
  const cluster = await connectTo(t, { ...server, url }, { config, options: { insecureSkipTlsVerify: true } });
  assert.deepEqual(await cluster.get(services, ref), web);
  assert.deepEqual(proxy.seen, [`localhost:${server.port}`]);
});

test("a proxy that refuses connections is told as such", async (t) => {
  const server = await startFaultyServer(t, () => {});
  const cluster = await connectTo(t, server, {
    config: { cluster: { "proxy-url": "http://127.0.0.1:1" } },
    world: testWorld(),
  });
  await assert.rejects(cluster.get(services, ref), { exitCode: 7 });
});
