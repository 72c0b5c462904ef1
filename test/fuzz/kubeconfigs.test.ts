import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import fc from "fast-check";

import { connect } from "../../src/kube/connect.ts";
import { parseKubeconfig } from "../../src/kubeconfig/parse.ts";
import { readKubeconfigFiles } from "../../src/kubeconfig/read.ts";
import { hostileCluster } from "./hostile-api.ts";
import { mutate, type Mutation, mutations, mutateText, type TextMutation, textMutations } from "./hostile-data.ts";
import { holdsFor, SEEDS } from "./seeds.ts";
import { runAtTerminal } from "./terminal.ts";

/** Command lines that read a kubeconfig; words are parted by spaces. */
const READING = [
  "config view",
  "config view --minify --flatten",
  "config view --raw -o json",
  "config view -o jsonpath={.contexts[*].name}",
  "config get-contexts",
  "config get-contexts -o name",
  "config get-clusters",
  "config get-users",
  "config current-context",
  "get svc",
  "get svc --context b.dot",
  "get svc --user e",
];

/** Command lines that change it. */
const CHANGING = [
  "config use-context a",
  "config set-context a --namespace=shop",
  "config set-context --current --namespace=shop",
  "config set-context new --cluster=c --user=u",
  "config set-cluster c --server=https://other --insecure-skip-tls-verify=true",
  "config set-credentials u --token=abc",
  "config set-credentials e --exec-command=x --exec-api-version=client.authentication.k8s.io/v1",
  "config set contexts.a.namespace shop",
  "config set clusters.c.server https://other",
  "config unset users.u",
  "config unset current-context",
  "config rename-context a z",
  "config delete-context a",
  "config delete-cluster c",
  "config delete-user u",
];

const CONFIG = {
  apiVersion: "v1",
  kind: "Config",
  preferences: {},
  "current-context": "a",
  clusters: [
    { name: "c", cluster: { server: "https://127.0.0.1:1", "tls-server-name": "foo", "proxy-url": "http://p:3128" } },
    { name: "d", cluster: { server: "http://[::1]:8080/path", "insecure-skip-tls-verify": true } },
  ],
  contexts: [
    { name: "a", context: { cluster: "c", user: "u", namespace: "nsa" } },
    { name: "b.dot", context: { cluster: "d", user: "o" } },
  ],
  users: [
    { name: "u", user: { token: "abc", as: "joe", "as-groups": ["x"], "as-user-extra": { k: ["v"] } } },
    {
      name: "o",
      user: { "auth-provider": { name: "oidc", config: { "id-token": "x", "idp-issuer-url": "https://i" } } },
    },
    {
      name: "e",
      user: {
        exec: {
          command: "x",
          apiVersion: "client.authentication.k8s.io/v1",
          args: ["z"],
          env: [{ name: "A", value: "b" }],
          interactiveMode: "Never",
        },
      },
    },
  ],
  extra: { x: 1 },
};

const { kubeconfig: YAML } = JSON.parse(readFileSync("test/recordings/kubectl-config.json", "utf8")) as {
  kubeconfig: string;
};

/** A kubeconfig whose text or whose data was changed. */
const kubeconfigs: fc.Arbitrary<string> = fc.oneof(
  textMutations.map((changes: TextMutation[]) => mutateText(YAML, changes)),
  mutations(3).map((changes: Mutation[]) => JSON.stringify(mutate(JSON.stringify(CONFIG), changes)) ?? ""),
);

const folder = mkdtempSync(join(tmpdir(), "svcctl-fuzz-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "config");

async function runWith(line: string, kubeconfig: string): Promise<string> {
  writeFileSync(path, kubeconfig, { mode: 0o600 });
  const over = new AbortController();
  const { signal } = over;
  const env = { KUBECONFIG: path };
  try {
    return await runAtTerminal(line.split(" "), (note) => ({
      signal,
      env,
      kubeconfig: (options) => readKubeconfigFiles(options, env),
      connect: async (options) => {
        // all but the requests themselves: the server that a kubeconfig names is nobody's here
        const runningSandbox = async () => undefined;
        const serviceAccountDir = join(folder, "none");
        const world = { env, now: () => new Date(), signal, note, warn: note, runningSandbox, serviceAccountDir };
        await connect(options, world);
        const honest = (body: string) => ({ status: 200, body });
        return hostileCluster(honest, { signal, end: () => over.abort(), note });
      },
    }));
  } finally {
    over.abort();
  }
}

function isReadable(text: string): boolean {
  try {
    parseKubeconfig(text, path);
    return true;
  } catch {
    return false;
  }
}

for (const seed of SEEDS) {
  test(`whatever a kubeconfig holds, it is read, or refused in words (seed ${seed})`, () => {
    const check = async ([line, kubeconfig]: [string, string]) => {
      await runWith(line, kubeconfig);
      assert.equal(readFileSync(path, "utf8"), Buffer.from(kubeconfig).toString(), "what is read does not change");
    };
    return holdsFor(fc.tuple(fc.constantFrom(...READING), kubeconfigs), check, { seed, runs: 300 });
  });

  test(`whatever a kubeconfig holds, a change leaves one that can be read, or leaves it alone (seed ${seed})`, () => {
    const check = async ([line, kubeconfig]: [string, string]) => {
      await runWith(line, kubeconfig);
      const now = readFileSync(path, "utf8");
      assert.ok(now === Buffer.from(kubeconfig).toString() || isReadable(now), now);
      assert.deepEqual(readdirSync(folder), ["config"], "neither locks nor temporary files stay");
    };
    return holdsFor(fc.tuple(fc.constantFrom(...CHANGING), kubeconfigs), check, { seed, runs: 150 });
  });
}
