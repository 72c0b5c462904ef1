import assert from "node:assert/strict";
import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { test } from "node:test";

import fc from "fast-check";

import { editText, type Settled } from "../../src/kubeconfig/edit.ts";
import type { Change } from "../../src/kubeconfig/files.ts";
import { parseKubeconfig } from "../../src/kubeconfig/parse.ts";
import { readKubeconfigFiles } from "../../src/kubeconfig/read.ts";
import { testFolder } from "../support/faulty-server.ts";

const MINE = `# my clusters
apiVersion: v1
kind: Config
clusters:
- cluster: {server: "https://x", certificate-authority: ca.crt} # the old one
  name: c
contexts:
- context:
    cluster: c   # where
    user: u
  name: a # the first
current-context: a # now
users: []
extra: {x: 1}
`;

const EDITS: [situation: string, changes: Settled[], expected: [from: string, to: string][]][] = [
  [
    "another current context",
    [{ path: ["current-context"], value: "b" }],
    [["current-context: a # now", "current-context: b # now"]],
  ],
  [
    "a namespace",
    [{ path: ["contexts", "a", "namespace"], value: "team" }],
    [["    user: u\n", "    user: u\n    namespace: team\n"]],
  ],
  [
    "a context's new name",
    [{ path: ["contexts", "a"], rename: "z" }],
    [["name: a # the first", "name: z # the first"]],
  ],
  [
    "a new context, in kubectl's form",
    [{ path: ["contexts", "n", "cluster"], value: "c" }],
    [["# the first\n", '# the first\n- context:\n    cluster: c\n  name: "n"\n']],
  ],
  [
    "a user in a list that was empty",
    [{ path: ["users", "v", "token"], value: "t" }],
    [["users: []", "users:\n- name: v\n  user:\n    token: t"]],
  ],
  [
    "a field in a flow mapping",
    [{ path: ["clusters", "c", "server"], value: "https://y" }],
    [['server: "https://x"', "server: https://y"]],
  ],
  [
    "a field taken away",
    [{ path: ["clusters", "c", "certificate-authority"], value: undefined }],
    [[", certificate-authority: ca.crt", ""]],
  ],
  ["a field of what is not there, taken away", [{ path: ["users", "v", "token"], value: undefined }], []],
];

for (const [situation, changes, expected] of EDITS) {
  test(`an edit leaves comments, order and unknown fields as they are: ${situation}`, () => {
    const same = MINE.replace("c   # where", "c # where");
    const after = expected.reduce((text, [from, to]) => text.replace(from, to), same);
    assert.equal(editText(MINE, changes), after);
  });
}

test("a context that is deleted is gone, and nothing else", () => {
  const after = parseKubeconfig(editText(MINE, [{ path: ["contexts", "a"], value: undefined }]), "");
  assert.deepEqual(after.contexts, []);
  assert.deepEqual(after["extra"], { x: 1 });
  assert.equal(after.clusters?.length, 1);
});

test("a kubeconfig in JSON stays JSON", () => {
  const text = JSON.stringify({ apiVersion: "v1", kind: "Config", "current-context": "a", contexts: [] }, undefined, 2);
  const after = editText(text, [{ path: ["contexts", "b", "cluster"], value: "c" }]);
  assert.deepEqual(JSON.parse(after).contexts, [{ context: { cluster: "c" }, name: "b" }]);
  assert.match(after, /^\{\n {2}"apiVersion"/);
});

test("an empty text becomes a kubeconfig", () => {
  const after = editText("", [{ path: ["current-context"], value: "a" }]);
  assert.equal(after, "apiVersion: v1\nkind: Config\ncurrent-context: a\n");
});

test("whatever string is set, the same string is read again", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.constantFrom("yes", "n", "0777", "1e3", "null", "~", "=", "a: b", "- a", ""),
      (random, special) => {
        for (const value of [random, special]) {
          // a string that is no Unicode cannot be written into a file
          if (/\p{Surrogate}/u.test(value)) continue;
          const text = editText(MINE, [
            { path: ["users", value, "token"], value },
            { path: ["contexts", "a", "namespace"], value },
          ]);
          const { users, contexts } = parseKubeconfig(text, "");
          assert.deepEqual(users, [{ name: value, user: { token: value } }]);
          assert.equal(contexts?.[0]?.context.namespace, value);
        }
      },
    ),
    { numRuns: 100 },
  );
});

async function edit(paths: string[], changes: readonly Change[], kubeconfig?: string) {
  const env = { KUBECONFIG: paths.join(delimiter) };
  return (await readKubeconfigFiles(kubeconfig === undefined ? {} : { kubeconfig }, env)).edit(changes);
}

test("an entry is changed in the file that holds it, a new one goes to the first file that exists", async (t) => {
  const folder = await testFolder(t, {
    one: "contexts: [{name: a, context: {}}]",
    two: "contexts: [{name: b, context: {}}]",
  });
  const paths = ["missing", "one", "two"].map((name) => join(folder, name));
  const written = await edit(paths, [
    { path: ["contexts", "b", "namespace"], value: "x" },
    { path: ["contexts", "n", "namespace"], value: "y" },
    { path: ["current-context"], value: "n" },
  ]);
  assert.deepEqual(written, [join(folder, "one"), join(folder, "two")]);
  assert.equal(await readFile(join(folder, "two"), "utf8"), "contexts: [{name: b, context: {namespace: x}}]\n");
  const one = parseKubeconfig(await readFile(join(folder, "one"), "utf8"), "");
  assert.deepEqual([one["current-context"], one.contexts?.map(({ name }) => name)], ["n", ["a", "n"]]);
});

test("where no file exists, the last of the list is made, for its owner's eyes alone", async (t) => {
  const folder = await testFolder(t);
  const paths = [join(folder, "one"), join(folder, "deep", "two")];
  await edit(paths, [{ path: ["current-context"], value: "a" }]);
  assert.deepEqual(await readdir(folder), ["deep"]);
  assert.equal((await stat(paths[1]!)).mode & 0o777, 0o600);
});

test("mode and links are kept, and neither lock nor half a file stays behind", async (t) => {
  const folder = await testFolder(t, { real: MINE });
  await chmod(join(folder, "real"), 0o640);
  await symlink(join(folder, "real"), join(folder, "link"));
  await edit([join(folder, "link")], [{ path: ["current-context"], value: "b" }]);
  assert.ok((await lstat(join(folder, "link"))).isSymbolicLink());
  assert.equal((await stat(join(folder, "real"))).mode & 0o777, 0o640);
  assert.match(await readFile(join(folder, "real"), "utf8"), /current-context: b/);
  assert.deepEqual((await readdir(folder)).toSorted(), ["link", "real"]);
});

test("a kubeconfig that another program has locked is left alone", async (t) => {
  const folder = await testFolder(t, { config: MINE, "config.lock": "" });
  const path = join(folder, "config");
  await assert.rejects(edit([path], [{ path: ["current-context"], value: "b" }]), {
    message: `open ${path}.lock: file exists`,
  });
  assert.equal(await readFile(path, "utf8"), MINE);
});

test("many programs that edit one kubeconfig at once lose none of their changes", async (t) => {
  const folder = await testFolder(t, { config: MINE });
  const path = join(folder, "config");
  const names = Array.from({ length: 10 }, (_, at) => `n${at}`);
  await Promise.all(names.map((name) => edit([path], [{ path: ["contexts", name, "cluster"], value: "c" }])));
  const { contexts } = parseKubeconfig(await readFile(path, "utf8"), path);
  assert.deepEqual(contexts?.map(({ name }) => name).toSorted(), ["a", ...names].toSorted());
});

test("a file is named by its path beside the kubeconfig, or taken in", async (t) => {
  const folder = await testFolder(t, { config: MINE });
  await mkdir(join(folder, "pki"));
  await writeFile(join(folder, "pki", "ca.crt"), "PEM");
  const path = join(folder, "config");
  const at = ["clusters", "c", "certificate-authority"] as const;
  const clusterNow = async () => parseKubeconfig(await readFile(path, "utf8"), path).clusters?.[0]?.cluster;
  await edit([path], [{ path: at, file: join(folder, "pki", "ca.crt"), embed: false }]);
  assert.deepEqual(await clusterNow(), { server: "https://x", "certificate-authority": "pki/ca.crt" });
  await edit([path], [{ path: at, file: join(folder, "pki", "ca.crt"), embed: true }]);
  assert.deepEqual(await clusterNow(), { server: "https://x", "certificate-authority-data": "UEVN" });
  await assert.rejects(edit([path], [{ path: at, file: "/nope", embed: true }]), {
    message: "could not stat certificate-authority file /nope: stat /nope: no such file or directory",
  });
});

test("a file with a key that is longer than YAML allows is read, but not changed", () => {
  const text = `apiVersion: v1\nkind: Config\n${"k".repeat(1100)}: x\n`;
  assert.equal(parseKubeconfig(text, "config").kind, "Config");
  assert.throws(() => editText(text, [{ path: ["current-context"], value: "a" }]), {
    name: "CliError",
    message: /^the file cannot be changed: yaml: The : indicator must be at most 1024 chars/,
  });
});
