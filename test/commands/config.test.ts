import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { CliError } from "../../src/errors.ts";
import { readKubeconfigFiles } from "../../src/kubeconfig/read.ts";
import { runProgram } from "../../src/program.ts";
import { testContext } from "../support/context.ts";
import { testFolder } from "../support/faulty-server.ts";

interface Recorded {
  line: string;
  out: string;
  /** The last line of stderr. */
  err: string;
  code: number;
  /** `kubectl config view --raw -o json` afterwards. */
  after: unknown;
}

// each case is `kubectl config LINE` of v1.36.4 in a folder with this kubeconfig as ./config and PEM in ./ca.crt,
// with KUBECONFIG={dir}/config
const { kubeconfig, cases } = JSON.parse(readFileSync("test/recordings/kubectl-config.json", "utf8")) as {
  kubeconfig: string;
  cases: Recorded[];
};

const noSandbox = async () => ({ status: async () => ({ running: false, kubeconfig: "" }) }) as never;

/** Runs one command line in a folder of its own. */
async function run(t: TestContext, words: readonly string[], files: Record<string, string>) {
  const folder = await testFolder(t, files);
  const env = { HOME: folder, KUBECONFIG: join(folder, "config") };
  const context = testContext({
    env,
    kubeconfig: (options) => readKubeconfigFiles(options, env),
    sandbox: noSandbox,
    readTextFile: async (path) => readFileSync(path, "utf8"),
  });
  // a path on the command line is relative to where the command runs
  const placed = words.map((word) => word.replace("=ca.crt", `=${join(folder, "ca.crt")}`));
  const thrown = await runProgram(placed, context).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown !== undefined && !(thrown instanceof CliError)) throw thrown;
  const shown = (text: string): string => text.replaceAll(folder, "{dir}");
  return {
    folder,
    out: shown(context.stdout),
    err: shown(thrown?.text ?? context.stderr.trim()),
    failed: Boolean(thrown),
  };
}

const wordsOf = (line: string): string[] => ["config", ...line.split(" ")];

for (const { line, out, err, code, after } of cases) {
  test(`config ${line}`, async (t) => {
    const done = await run(t, wordsOf(line), { config: kubeconfig, "ca.crt": "PEM" });
    // kubectl writes the fields of JSON in another order
    if (line.includes("-o json") && !line.includes("jsonpath")) assert.deepEqual(JSON.parse(done.out), JSON.parse(out));
    else assert.equal(done.out, out);
    assert.equal(done.err, err.replaceAll("kubectl", "svcctl"));
    assert.equal(done.failed, code !== 0);
    const { out: config } = await run(t, wordsOf("view --raw -o json"), {
      config: readFileSync(join(done.folder, "config"), "utf8"),
    });
    assert.deepEqual(JSON.parse(config), after);
  });
}

test("what kubectl would forget of a kubeconfig stays in it", async (t) => {
  const { folder } = await run(t, wordsOf("use-context b.dot"), { config: kubeconfig });
  assert.equal(
    readFileSync(join(folder, "config"), "utf8"),
    kubeconfig.replace("current-context: a", "current-context: b.dot"),
  );
});

// kubectl v1.36.4 shows an auth-provider's tokens; svcctl does not
test("config view masks tokens, passwords, keys and what an auth-provider holds", async (t) => {
  const config = `users:
- name: u
  user: {token: s3cr3t, password: s3cr3t, client-key-data: czNjcjN0, auth-provider: {name: oidc, config: {id-token: s3cr3t, refresh-token: s3cr3t, client-secret: s3cr3t, client-id: me}}}
`;
  const { out } = await run(t, wordsOf("view -o json"), { config });
  assert.deepEqual(JSON.parse(out).users[0].user, {
    token: "REDACTED",
    password: "REDACTED",
    "client-key-data": "DATA+OMITTED",
    "auth-provider": {
      name: "oidc",
      config: { "id-token": "REDACTED", "refresh-token": "REDACTED", "client-secret": "REDACTED", "client-id": "me" },
    },
  });
});

test("where there is no kubeconfig but a sandbox, config says where the sandbox's is", async () => {
  const status = { running: true, server: "https://127.0.0.1:1", kubeconfig: "/home/me/sandbox/kubeconfig" };
  const context = testContext({
    kubeconfig: (options) => readKubeconfigFiles(options, {}),
    sandbox: async () => ({ status: async () => status }) as never,
  });
  await runProgram(["config", "get-contexts"], context);
  assert.equal(context.stdout, "CURRENT   NAME   CLUSTER   AUTHINFO   NAMESPACE\n");
  assert.match(
    context.stderr,
    /sandbox at https:\/\/127\.0\.0\.1:1 .*\n.*--kubeconfig=\/home\/me\/sandbox\/kubeconfig/,
  );
});

test("names from a kubeconfig cannot steer a terminal", async (t) => {
  const config = 'current-context: "\\e[2J"\ncontexts: [{name: "\\e[2J", context: {cluster: "a\\u202eb"}}]\n';
  for (const line of ["get-contexts", "get-contexts -o name", "current-context"]) {
    const { out } = await run(t, wordsOf(line), { config });
    assert.doesNotMatch(out, /[\u001b\u202e]/);
    assert.match(out, /\^\[\[2J/);
  }
});

test("view prints JSON as kubectl's types have its fields in order", async (t) => {
  const recorded = JSON.parse(readFileSync("test/recordings/config-view.json", "utf8")) as Record<string, string>;
  const { out } = await run(t, ["config", "view", "-o", "json"], { config: recorded["kubeconfig"] ?? "" });
  assert.equal(out, recorded["stdout"]);
});

// kubectl reads YAML 1.1, in which a bare y is a boolean
test("strings that YAML 1.1 takes for something else are quoted wherever they are written", async (t) => {
  const words = "config set-credentials u --auth-provider=oidc --auth-provider-arg=client-secret=y --exec-command=no";
  const { folder } = await run(t, words.split(" "), { config: "apiVersion: v1\nkind: Config\n" });
  const written = readFileSync(join(folder, "config"), "utf8");
  assert.match(written, /client-secret: "y"/);
  assert.match(written, /command: "no"/);
});
