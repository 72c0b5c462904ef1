import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { test } from "node:test";

import { readKubeconfigFiles } from "../../src/kubeconfig/read.ts";
import { testFolder } from "../support/faulty-server.ts";

const A = `
apiVersion: v1
kind: Config
current-context: a
clusters:
- name: c
  cluster: {server: "http://127.0.0.1:1", certificate-authority: ca.crt}
contexts:
- name: a
  context: {cluster: c, user: u, namespace: nsa}
users:
- name: u
  user: {token: abc, client-certificate: nope.crt}
`;
const B = `
apiVersion: v1
kind: Config
current-context: b
clusters:
- name: c
  cluster: {server: "http://127.0.0.1:2", tls-server-name: foo}
- name: d
  cluster: {server: "http://127.0.0.1:3"}
contexts:
- name: b
  context: {cluster: d, user: v}
users: []
`;

test("the first file wins for entries, whole, and for the current context; missing files are skipped", async (t) => {
  // KUBECONFIG=missing:a:b kubectl v1.36.4 config view --raw -o json
  const folder = await testFolder(t, { a: A, b: B });
  const KUBECONFIG = ["missing", "a", "", "b", "a"].map((name) => name && join(folder, name)).join(delimiter);
  const files = await readKubeconfigFiles({}, { KUBECONFIG });
  assert.deepEqual(
    files.paths,
    ["missing", "a", "b"].map((name) => join(folder, name)),
  );
  assert.equal(files.found, true);
  assert.equal(files.defaultPath, join(folder, "a"));
  assert.deepEqual(files.asWritten, {
    kind: "Config",
    apiVersion: "v1",
    clusters: [
      { name: "c", cluster: { server: "http://127.0.0.1:1", "certificate-authority": "ca.crt" } },
      { name: "d", cluster: { server: "http://127.0.0.1:3" } },
    ],
    users: [{ name: "u", user: { "client-certificate": "nope.crt", token: "abc" } }],
    contexts: [
      { name: "a", context: { cluster: "c", user: "u", namespace: "nsa" } },
      { name: "b", context: { cluster: "d", user: "v" } },
    ],
    "current-context": "a",
  });
});

test("paths are relative to the file that they stand in", async (t) => {
  const folder = await testFolder(t);
  for (const name of ["one", "two"]) {
    await mkdir(join(folder, name));
    const exec = `{exec: {command: bin/${name}}, client-key: ${name}.key}`;
    await writeFile(
      join(folder, name, "config"),
      `clusters: [{name: ${name}, cluster: {certificate-authority: ../ca.crt}}]\nusers: [{name: ${name}, user: ${exec}}]`,
    );
  }
  const KUBECONFIG = ["one", "two"].map((name) => join(folder, name, "config")).join(delimiter);
  const { merged } = await readKubeconfigFiles({}, { KUBECONFIG });
  assert.deepEqual(
    merged.clusters?.map(({ cluster }) => cluster),
    [{ "certificate-authority": join(folder, "ca.crt") }, { "certificate-authority": join(folder, "ca.crt") }],
  );
  assert.deepEqual(
    merged.users?.map(({ user }) => user),
    [
      { exec: { command: join(folder, "one", "bin/one") }, "client-key": join(folder, "one", "one.key") },
      { exec: { command: join(folder, "two", "bin/two") }, "client-key": join(folder, "two", "two.key") },
    ],
  );
});

test("--kubeconfig is read alone, whatever KUBECONFIG says", async (t) => {
  const folder = await testFolder(t, { a: A, b: B });
  const files = await readKubeconfigFiles({ kubeconfig: join(folder, "b") }, { KUBECONFIG: join(folder, "a") });
  assert.equal(files.merged["current-context"], "b");
  assert.equal(files.merged.clusters?.length, 2);
});

test("without KUBECONFIG, ~/.kube/config is read", async (t) => {
  const folder = await testFolder(t);
  await mkdir(join(folder, ".kube"));
  await writeFile(join(folder, ".kube", "config"), A);
  assert.equal((await readKubeconfigFiles({}, { HOME: folder })).merged["current-context"], "a");
});

test("no file at all is an empty configuration", async () => {
  const files = await readKubeconfigFiles({}, { KUBECONFIG: "/nope" });
  assert.equal(files.found, false);
  assert.deepEqual(files.merged, { apiVersion: "v1", kind: "Config", clusters: [], contexts: [], users: [] });
  assert.equal(files.namespace({}), "default");
});

// kubectl v1.36.4 --kubeconfig=FILE get svc; its words for a wrong shape name Go types, these the field
const BAD: [situation: string, text: string, message: string][] = [
  ["YAML that ends too early", "a: [b", "yaml: line 1: unexpected end of the stream within a flow collection"],
  ["a tab as indentation", "kind: Config\n\tclusters: []\n", "yaml: line 2: "],
  ["a list", "- a", "the file: expected a mapping, found a list"],
  ["a word", "hello", "the file: expected a mapping, found a string"],
  ["clusters that are no list", "clusters: 5", "clusters: expected a list, found a number"],
  [
    "a token that is a number",
    "users: [{name: u, user: {token: 5}}]",
    "users[0].user.token: expected a string, found a number",
  ],
  [
    "a current context that YAML 1.1 takes for a boolean",
    "current-context: y",
    "current-context: expected a string, found a boolean",
  ],
  [
    "a CA that is not base64",
    'clusters: [{name: c, cluster: {certificate-authority-data: "!"}}]',
    "clusters[0].cluster.certificate-authority-data: illegal base64 data",
  ],
  [
    "a context that stands twice",
    "contexts: [{name: x, context: {}}, {name: x, context: {}}]",
    'duplicate name "x" in contexts',
  ],
  ["another version", "apiVersion: v2\nkind: Config", 'no kind "Config" is registered for version "v2"'],
  ["another kind", "apiVersion: v1\nkind: Pod", 'no kind "Pod" is registered for version "v1"'],
  ["a key that stands twice", "kind: Config\nkind: Config", "yaml: line 2: "],
  ["aliases without end", `a: &a [${"x,".repeat(9)}x]\nb: [${"*a,".repeat(2000)}*a]`, "yaml: "],
  ["nesting without end", "[".repeat(5000), "yaml: "],
];

for (const [situation, text, message] of BAD) {
  test(`a kubeconfig with ${situation} is refused in one line that names the file`, async (t) => {
    const folder = await testFolder(t, { config: text });
    const path = join(folder, "config");
    const error = await readKubeconfigFiles({ kubeconfig: path }, {}).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof Error);
    assert.ok(error.message.startsWith(`error loading config file "${path}": ${message}`), error.message);
    assert.equal(error.message.split("\n").length, 1);
  });
}

test("a folder in the place of a kubeconfig is told as kubectl tells it", async (t) => {
  const folder = await testFolder(t);
  await assert.rejects(readKubeconfigFiles({ kubeconfig: folder }, {}), {
    message: `error loading config file "${folder}": read ${folder}: is a directory`,
  });
});

test("YAML 1.1's booleans count, as they do for kubectl", async (t) => {
  const folder = await testFolder(t, { config: "clusters: [{name: c, cluster: {insecure-skip-tls-verify: yes}}]" });
  const { merged } = await readKubeconfigFiles({ kubeconfig: join(folder, "config") }, {});
  assert.equal(merged.clusters?.[0]?.cluster["insecure-skip-tls-verify"], true);
});

test("a key named __proto__ is refused and changes no prototype", async (t) => {
  for (const config of ["__proto__: {polluted: true}", "users: [{name: u, user: {__proto__: {token: t}}}]"]) {
    const folder = await testFolder(t, { config });
    const read = readKubeconfigFiles({ kubeconfig: join(folder, "config") }, {});
    await assert.rejects(read, /the key "__proto__" is not allowed/);
  }
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});
