import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { startTestSandbox, type TestSandbox } from "../../support/sandbox.ts";

const program = "kubectl";
const absent = spawnSync(program, ["version", "--client"]).status !== 0;
const options = { skip: absent ? "there is no kubectl here" : false };

let sandbox: TestSandbox;
let home: string;

before(async () => {
  if (absent) return;
  sandbox = await startTestSandbox();
  home = await mkdtemp(join(tmpdir(), "svcctl-kubectl-"));
});

after(async () => {
  if (absent) return;
  await sandbox.stop();
  await rm(home, { recursive: true, force: true });
});

interface Outcome {
  out: string;
  err: string;
  code: number;
}

/** Runs kubectl against the sandbox, with a cache of its own. */
function kubectl(line: string, stdin = ""): Promise<Outcome> {
  const env = { ...process.env, HOME: home, KUBECONFIG: sandbox.kubeconfigPath };
  return new Promise((resolve) => {
    const child = execFile(program, line.split(" "), { env }, (error, out, err) => {
      resolve({ out: out.trim(), err: err.trim(), code: typeof error?.code === "number" ? error.code : error ? 1 : 0 });
    });
    child.stdin?.end(stdin);
  });
}

async function says(line: string, expected: string | RegExp, stdin?: string): Promise<void> {
  const { out, err, code } = await kubectl(line, stdin);
  assert.equal(code, 0, err);
  if (typeof expected === "string") assert.equal(out, expected);
  else assert.match(out, expected);
}

const service = (name: string, spec: object) =>
  JSON.stringify({ apiVersion: "v1", kind: "Service", metadata: { name }, spec });

test("kubectl finds the kinds, their short names, and itself", options, async () => {
  await says("api-resources --no-headers --api-group=apps", /^deployments +deploy +apps\/v1 +true +Deployment$/m);
  await says("api-versions", /^discovery.k8s.io\/v1$/m);
  await says("auth whoami -o jsonpath={.status.userInfo.username}", "admin");
  await says("auth can-i create services", "yes");
  await says("explain service.spec.ports.targetPort", /^FIELD: targetPort <IntOrString>$/m);
});

test("kubectl creates with its typed clients, and with manifests that it validates", options, async () => {
  await says("create deployment web --image=nginx --replicas=2 --port=80", "deployment.apps/web created");
  await says("wait deployment/web --for=condition=Available", "deployment.apps/web condition met");
  await says("expose deployment web --type=NodePort", "service/web exposed");
  await says("create -f -", "service/plain created", service("plain", { ports: [{ port: 80 }] }));
  const wrong = await kubectl("create -f -", service("wrong", { ports: [{ port: 80, targtPort: 81 }] }));
  assert.match(wrong.err, /strict decoding error: unknown field "spec.ports\[0\].targtPort"$/);
});

test("kubectl changes what it made: label, patch, scale, apply, diff", options, async () => {
  const spec = { selector: { app: "a" }, ports: [{ port: 80 }] };
  await says("apply -f -", "service/kept created", service("kept", spec));
  await says("apply -f -", "service/kept unchanged", service("kept", spec));
  await says("label service kept tier=front", "service/kept labeled");
  const changed = service("kept", { ...spec, ports: [{ port: 81 }] });
  const file = join(home, "changed.json");
  await writeFile(file, changed);
  assert.match((await kubectl(`diff -f ${file}`)).out, /^\+ {2}- port: 81$/m);
  await says("apply -f -", "service/kept configured", changed);
  await says("get service kept -o jsonpath={.metadata.labels.tier}/{.spec.ports[0].port}", "front/81");
  const applied = await kubectl(
    "apply --server-side --field-manager=other -f -",
    service("kept", { publishNotReadyAddresses: true, ports: [{ port: 81, protocol: "TCP" }] }),
  );
  assert.equal(applied.code, 0, applied.err);
  await says(
    'patch service kept --type=json -p [{"op":"remove","path":"/metadata/labels/tier"}]',
    "service/kept patched",
  );
});

test("kubectl scales, waits, describes and deletes", options, async () => {
  await says("create deployment scaled --image=nginx", "deployment.apps/scaled created");
  await says("scale deployment scaled --replicas=3", "deployment.apps/scaled scaled");
  await says("rollout status deployment scaled", /successfully rolled out$/);
  await says("describe deployment scaled", /^Replicas: +3 desired \| 3 updated \| 3 total \| 3 available/m);
  await says("delete deployment scaled", /^deployment.apps "scaled" deleted/);
  const gone = await kubectl("get deployment scaled");
  assert.equal(gone.err, 'Error from server (NotFound): deployments.apps "scaled" not found');
});
