import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import type { ConnectOptions } from "../../src/context.ts";
import { CliError } from "../../src/errors.ts";
import { readKubeconfigFiles } from "../../src/kubeconfig/read.ts";
import { resolveConfig } from "../../src/kubeconfig/resolve.ts";
import { requestHeaders } from "../../src/kube/headers.ts";
import { testFolder } from "../support/faulty-server.ts";

const GET = { method: "GET", path: "/" } as const;
const HTTPS = '{server: "https://127.0.0.1:1"}';
const PEM = Buffer.from("-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n").toString("base64");

/** The kubeconfig that the recordings were made with: one context x of cluster c and user u. */
const kubeconfig = (cluster: string, user: string): string => `
apiVersion: v1
kind: Config
current-context: x
clusters: [{name: c, cluster: ${cluster}}]
contexts: [{name: x, context: {cluster: c, user: u, namespace: team}}]
users: [{name: u, user: ${user}}]
`;

async function resolve(
  t: Parameters<typeof testFolder>[0],
  {
    cluster = HTTPS,
    user = "{}",
    options = {},
    text,
  }: { cluster?: string; user?: string; options?: ConnectOptions; text?: string },
) {
  const folder = await testFolder(t, { config: text ?? kubeconfig(cluster, user) });
  const files = await readKubeconfigFiles({ kubeconfig: join(folder, "config") }, {});
  return { folder, config: await resolveConfig(files.merged, options, files.edit.bind(files)) };
}

const ca = "/nonexistent/ca.crt";
const exec = (fields: string): string => `{exec: {${fields}}}`;
const V1 = "apiVersion: client.authentication.k8s.io/v1";

// kubectl v1.36.4 --kubeconfig=config get svc, its whole stderr
const REFUSED: [situation: string, parts: Parameters<typeof resolve>[1], text: string][] = [
  [
    "a token beside a password",
    { user: "{token: a, username: b, password: c}" },
    "error: more than one authentication method found for u; found [token basicAuth], only one is allowed",
  ],
  [
    "a plugin without version and mode",
    { user: exec("command: foo") },
    "Error in configuration: \n* apiVersion must be specified for u to use exec authentication plugin\n" +
      "* interactiveMode must be specified for u to use exec authentication plugin",
  ],
  [
    "a plugin without a command",
    { user: exec(V1) },
    "Error in configuration: \n* command must be specified for u to use exec authentication plugin\n" +
      "* interactiveMode must be specified for u to use exec authentication plugin",
  ],
  [
    "a plugin in a mode that there is not",
    { user: exec(`${V1}, command: c, interactiveMode: Sometimes`) },
    'error: invalid interactiveMode for u: "Sometimes"',
  ],
  [
    "a plugin of a version that is gone",
    { user: exec("apiVersion: client.authentication.k8s.io/v1alpha1, command: c, interactiveMode: Never") },
    'error: exec plugin: invalid apiVersion "client.authentication.k8s.io/v1alpha1"',
  ],
  [
    "certificates that are not there",
    {
      cluster: `{server: "https://127.0.0.1:1", certificate-authority: ${ca}}`,
      user: "{client-certificate: /nonexistent/u.crt}",
    },
    "Error in configuration: \n" +
      "* client-key-data or client-key must be specified for u to use the clientCert authentication method.\n" +
      "* unable to read client-cert /nonexistent/u.crt for u due to open /nonexistent/u.crt: no such file or directory\n" +
      `* unable to read certificate-authority ${ca} for c due to open ${ca}: no such file or directory`,
  ],
  [
    "a CA that is none",
    { cluster: '{server: "https://127.0.0.1:1", certificate-authority-data: "aGVsbG8="}' },
    "error: unable to load root certificates: unable to parse bytes as PEM block",
  ],
  [
    "a CA beside the wish to check nothing",
    {
      cluster: `{server: "https://127.0.0.1:1", certificate-authority-data: "${PEM}", insecure-skip-tls-verify: true}`,
    },
    "error: specifying a root certificates file with the insecure flag is not allowed",
  ],
  [
    "a client certificate that is none",
    { user: "{client-certificate-data: aGVsbG8=, client-key-data: aGVsbG8=}" },
    "error: tls: failed to find any PEM data in certificate input",
  ],
  [
    "groups without a user to act as",
    { user: "{as-groups: [a]}" },
    "error: requesting uid, groups or user-extra for u without impersonating a user",
  ],
  [
    "a proxy of a kind that there is not",
    { cluster: '{server: "https://127.0.0.1:1", proxy-url: "ftp://x"}' },
    'error: invalid \'proxy-url\' "ftp://x" for cluster "c": unsupported scheme "ftp", must be http, https, or socks5',
  ],
  ["a context that is absent", { options: { context: "nope" } }, 'error: context "nope" does not exist'],
  ["a cluster that is absent", { options: { cluster: "nope" } }, 'error: no server found for cluster "nope"'],
  ["a user that is absent", { options: { user: "nope" } }, 'error: auth info "nope" does not exist'],
  [
    "a current context that is absent",
    { text: "current-context: zz" },
    "Error in configuration: context was not found for specified context: zz",
  ],
  // kubectl goes on to localhost:8080 here, or names the scheme only when it connects
  [
    "a context whose cluster is absent",
    { text: "current-context: x\ncontexts: [{name: x, context: {cluster: c}}]" },
    'error: cluster "c" of context "x" does not exist in the kubeconfig',
  ],
  ["a server that is no web address", { cluster: '{server: "ftp://x"}' }, 'error: unsupported protocol scheme "ftp"'],
];

for (const [situation, parts, text] of REFUSED) {
  test(`a kubeconfig with ${situation} is refused as kubectl refuses it`, async (t) => {
    const error = await resolve(t, parts).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof CliError, String(error));
    assert.equal(error.text, text);
  });
}

test("a kubeconfig that names no server resolves to nothing", async (t) => {
  assert.equal((await resolve(t, { text: "apiVersion: v1\nkind: Config" })).config, undefined);
  assert.equal((await resolve(t, { cluster: "{}" })).config, undefined);
});

// k8s.io/client-go/rest's DefaultServerURL
const SERVERS: [server: string, extra: string, url: string][] = [
  ["https://a.example/", "", "https://a.example"],
  ["https://a.example:443", "", "https://a.example"],
  ["https://a.example/k8s/c-1/", "", "https://a.example/k8s/c-1"],
  ["http://a.example:8080", "", "http://a.example:8080"],
  ["a.example:8080", "", "http://a.example:8080"],
  ["a.example", ", insecure-skip-tls-verify: true", "https://a.example"],
  ["10.0.0.1:6443", `, certificate-authority-data: "${PEM}"`, "https://10.0.0.1:6443"],
  ["https://[::1]:6443", "", "https://[::1]:6443"],
];

for (const [server, extra, url] of SERVERS) {
  test(`the server ${server}${extra} is reached at ${url}`, async (t) => {
    const { config } = await resolve(t, { cluster: `{server: "${server}"${extra}}` });
    assert.equal(config?.server, url);
  });
}

test("the namespace is the context's, else default", async (t) => {
  assert.equal((await resolve(t, {})).config?.namespace, "team");
  assert.equal((await resolve(t, { options: { server: "https://a" }, text: "" })).config?.namespace, "default");
});

// client-go's DirectClientConfig: what a flag of TLS does to the kubeconfig's other fields
test("--insecure-skip-tls-verify forgets the kubeconfig's CA, --certificate-authority its data and insecurity", async (t) => {
  const cluster = `{server: "https://a", certificate-authority-data: "${PEM}"}`;
  const insecure = (await resolve(t, { cluster, options: { insecureSkipTlsVerify: true } })).config?.tls;
  assert.deepEqual([insecure?.insecure, insecure?.ca], [true, undefined]);
  const folder = await testFolder(t, { ca: "-----BEGIN CERTIFICATE-----\nother" });
  const other = '{server: "https://a", insecure-skip-tls-verify: true}';
  const named = (await resolve(t, { cluster: other, options: { certificateAuthority: join(folder, "ca") } })).config
    ?.tls;
  assert.deepEqual([named?.insecure, named?.ca], [false, "-----BEGIN CERTIFICATE-----\nother"]);
});

test("--server forgets the kubeconfig's tls-server-name", async (t) => {
  const cluster = '{server: "https://a", tls-server-name: old}';
  const { config } = await resolve(t, { cluster });
  assert.equal(config?.tls.serverName, "old");
  const moved = (await resolve(t, { cluster, options: { server: "https://b" } })).config;
  assert.deepEqual([moved?.server, moved?.tls.serverName], ["https://b", undefined]);
  const named = (await resolve(t, { cluster, options: { server: "https://b", tlsServerName: "m" } })).config;
  assert.equal(named?.tls.serverName, "m");
});

test("--user and --cluster choose others than the context's", async (t) => {
  const text = `
clusters: [{name: c, cluster: {server: "https://c"}}, {name: d, cluster: {server: "https://d"}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
users: [{name: u, user: {token: u}}, {name: v, user: {token: v}}]
current-context: x
`;
  const { config } = await resolve(t, { text, options: { cluster: "d", user: "v" } });
  assert.deepEqual([config?.server, config?.user.token], ["https://d", "v"]);
});

test("whom to act as comes from the kubeconfig, and flags win", async (t) => {
  const user = "{as: joe, as-uid: '1', as-groups: [a], as-user-extra: {k: [v]}}";
  const { config } = await resolve(t, { user });
  assert.deepEqual(config?.impersonation, { user: "joe", uid: "1", groups: ["a"], extra: { k: ["v"] } });
  const flags = (await resolve(t, { user, options: { as: "ann", asGroup: ["b"] } })).config;
  assert.deepEqual(flags?.impersonation, { user: "ann", uid: "1", groups: ["b"], extra: { k: ["v"] } });
});

for (const [server, compression] of [
  ["https://192.0.2.1:6443", true],
  ["https://127.example.com", true],
  ["https://127.0.0.1:6443", false],
  ["https://localhost:6443", false],
  ["https://[::1]:6443", false],
] as const) {
  test(`${compression ? "compressed" : "plain"} answers are asked of ${server}`, async (t) => {
    const { config } = await resolve(t, { cluster: `{server: "${server}"}` });
    assert.equal(config?.compression, compression);
    assert.equal(config && "Accept-Encoding" in requestHeaders(GET, config, {}), compression);
  });
}

test("a server on this machine is another machine's behind a proxy", async (t) => {
  const cluster = '{server: "https://127.0.0.1:6443", proxy-url: "socks5://192.0.2.1:1080"}';
  const { config } = await resolve(t, { cluster });
  assert.deepEqual([config?.isLocal, config?.compression], [false, true]);
});
