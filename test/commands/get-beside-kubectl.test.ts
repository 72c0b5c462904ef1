import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { runOn } from "../support/sandbox-context.ts";
import { startTestSandbox, type TestSandbox } from "../support/sandbox.ts";

/** The real kubectl, where there is one: another may be named by the variable KUBECTL. */
const kubectl = process.env["KUBECTL"] ?? "kubectl";
const isThere = spawnSync(kubectl, ["version", "--client"]).status === 0;
const run = promisify(execFile);

let sandbox: TestSandbox;

const MANIFESTS = `
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app: web, example.com/tier: front}, annotations: {note: "a: b\\n<&>"}}
spec: {type: NodePort, selector: {app: web}, ports: [{name: http, port: 80}, {name: metrics, port: 9113, protocol: UDP}]}
---
{apiVersion: v1, kind: Service, metadata: {name: db, namespace: shop}, spec: {clusterIP: None, ports: [{port: 5432}]}}
---
apiVersion: v1
kind: Service
metadata: {name: legacy, namespace: shop}
spec: {type: ExternalName, externalName: legacy.example.com}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}, data: {a: "yes", b: "0777", c: "x\\ny\\n"}}
`;

const LINES = [
  ..."svc|svc -o wide|svc,cm|svc,cm --no-headers|svc --show-labels|svc -L app -L example.com/tier|svc -A -l app".split(
    "|",
  ),
  ..."svc/web cm/settings|svc web ghost db|svc ghost ghosts|svc ghost --ignore-not-found|svc -l a=b|svc,nodes -l a=b".split(
    "|",
  ),
  ..."svc -o json|svc -o yaml|cm settings -o yaml|svc web -o json --show-managed-fields|svc,cm -o name|svc ghost -o name".split(
    "|",
  ),
  ..."svc -o jsonpath={.items[*].spec.ports[*].port}|svc web -o jsonpath={.spec}|svc -o jsonpath-as-json={.items[*].kind}".split(
    "|",
  ),
  ..."svc -o custom-columns=N:.metadata.name,P:.spec.ports,S:.spec.selector|svc -l a=b -o custom-columns=A:.kind".split(
    "|",
  ),
  ..."svc --sort-by=.spec.type|svc --sort-by=.spec.ports[0].port -o name|svc --show-kind|svc web --server-print=false".split(
    "|",
  ),
  ..."svc --chunk-size=1|svc web --subresource=status|svc --field-selector metadata.name!=db|svc --field-selector a=b".split(
    "|",
  ),
  ..."svc -l a=(|svc web -l app=web|svc web -A|svc/web/x|svc web svc/db|ns|all|svc -o nothing|svc -o jsonpath={.a[".split(
    "|",
  ),
];

before(async () => {
  if (!isThere) return;
  sandbox = await startTestSandbox();
  const created = await runOn(sandbox, ["create", "-f", "-"], { stdin: async () => Buffer.from(MANIFESTS) });
  assert.equal(created.failure, undefined);
});

after(() => sandbox?.stop());

async function runKubectl(words: readonly string[]): Promise<{ stdout: string; stderr: string; failed: boolean }> {
  const options = { env: { ...process.env, KUBECONFIG: sandbox.kubeconfigPath } };
  const failed = (error: { stdout: string; stderr: string }) => ({ ...error, failed: true });
  const {
    stdout,
    stderr,
    failed: hasFailed,
  } = await run(kubectl, [...words], options).then((done) => ({ ...done, failed: false }), failed);
  return { stdout, stderr, failed: hasFailed };
}

/** Ages change while the test runs; the formats that svcctl leaves out, and its own name, differ on purpose. */
const settle = (text: string): string =>
  text
    .replace(/\b\d+s\b( *)/g, "AGE")
    .replaceAll(/go-template,go-template-file,|template,templatefile,|kyaml,/g, "")
    .replaceAll("svcctl", "kubectl")
    .trim();

for (const line of LINES) {
  test(
    `get ${line} prints what kubectl prints`,
    { skip: !isThere && "there is no kubectl on this machine" },
    async () => {
      const words = ["get", "-n", "shop", ...line.split(" ")];
      const [theirs, ours] = await Promise.all([runKubectl(words), runOn(sandbox, words)]);
      assert.equal(settle(ours.stdout), settle(theirs.stdout));
      assert.equal(settle(ours.stderr + (ours.failure?.text ?? "")), settle(theirs.stderr));
      assert.equal(ours.failure !== undefined, theirs.failed);
    },
  );
}
