import assert from "node:assert/strict";
import { test } from "node:test";

import { parseText } from "../../src/manifests/parse-text.ts";
import type { KubeObject } from "../../src/model/snapshot.ts";
import { runProgram } from "../../src/program.ts";
import { CliError } from "../../src/errors.ts";
import { clusterOf, type FakeCluster } from "../support/cluster.ts";
import { testContext } from "../support/context.ts";
import { endpointOf, pod, READY, service, slice } from "../support/objects.ts";
import { runLine } from "../support/run.ts";
import { startShop } from "../support/shop.ts";

async function run(argv: string, cluster: FakeCluster, width?: number) {
  const context = testContext({ connect: async () => cluster, parseText: async (text) => parseText(text) });
  context.io.width = width;
  let error: unknown;
  await runProgram(["check", ...argv.split(" ").filter(Boolean)], context).catch((thrown: unknown) => (error = thrown));
  if (error !== undefined && !(error instanceof CliError)) throw error;
  return { stdout: context.stdout, stderr: context.stderr, exitCode: error?.exitCode ?? 0, error };
}

/** A Service whose selector has a mistake, one with a single endpoint, and one that is well. */
function objects(annotations: Record<string, string> = {}): KubeObject[] {
  const pods = [1, 2].map((n) => pod(`web-${n}`, { ip: `10.0.0.${n}` }));
  const one = pod("cart-1", { labels: { app: "cart" }, ip: "10.0.1.1" });
  const cart = service("cart", { selector: { app: "cart" } });
  const described = { ...cart, metadata: { ...cart.metadata, annotations } };
  return [
    service("web", { selector: { app: "web" } }),
    described,
    service("typo", { selector: { app: "wbe" } }),
    ...pods,
    one,
    slice("web-a", "web", { endpoints: pods.map((each) => endpointOf(each, READY)) }),
    slice("cart-a", "cart", { endpoints: [endpointOf(one, READY)] }),
  ] as unknown as KubeObject[];
}

test("a finding has a code, a severity, the Service, a sentence, evidence and advice; a last line sums up", async () => {
  const { stdout, exitCode } = await run("typo", clusterOf(objects()), 80);
  assert.equal(
    stdout,
    `SVC001  error    typo
  No Pod matches the selector app=wbe.
    - nearest: app=web (2 Pods)
  To do: Correct the selector or the labels of the Pods, or start the workload.
         svcctl check -A looks for the Pods in other namespaces, too.

1 Service checked: 1 error.
`,
  );
  assert.equal(exitCode, 9);
});

test("nothing found is one plain sentence and exit code 0", async () => {
  const { stdout, stderr, exitCode } = await run("web", clusterOf(objects()));
  assert.deepEqual([stdout, stderr, exitCode], ["1 Service checked: nothing found.\n", "", 0]);
});

test("a namespace without Services is no failure", async () => {
  const { stdout, stderr, exitCode } = await run("-n empty", clusterOf(objects()));
  assert.deepEqual([stdout, stderr, exitCode], ["", "No resources found in empty namespace.\n", 0]);
});

for (const [failOn, exitCode] of [
  ["error", 0],
  ["warning", 0],
  ["info", 9],
  ["never", 0],
] as const) {
  test(`--fail-on ${failOn} ends a check that finds but a note with ${exitCode}`, async () => {
    assert.equal((await run(`cart --fail-on ${failOn}`, clusterOf(objects()))).exitCode, exitCode);
  });
}

test("--ignore leaves codes out, repeated or joined, in small letters, too", async () => {
  const { stdout, exitCode } = await run("--ignore svc001,SVC020", clusterOf(objects()));
  assert.deepEqual([stdout, exitCode], ["3 Services checked: nothing found.\n", 0]);
  assert.match((await run("--ignore SVC999", clusterOf(objects()))).error?.message ?? "", /there is no code "SVC999"/);
});

test("an annotation silences a code on its object, and says why", async () => {
  const cluster = () => clusterOf(objects({ "svcctl.dev/ignore.SVC020": "one is enough" }));
  const quiet = await run("cart --fail-on info", cluster());
  assert.deepEqual([quiet.stdout, quiet.exitCode], ["1 Service checked: nothing found. 1 finding is silenced.\n", 0]);
  const { stdout } = await run("cart --show-silenced", cluster());
  assert.match(stdout, /^SVC020 .* cart\n.*\n.*\n {2}Silenced: one is enough$/m);
  const data = JSON.parse((await run("cart -o json", cluster())).stdout) as { silenced: { reason: string }[] };
  assert.equal(data.silenced[0]?.reason, "one is enough");
});

test("one list for each kind is read and one ConfigMap, and none twice", async () => {
  const cluster = clusterOf(objects());
  await run("", cluster);
  assert.deepEqual(cluster.requests.toSorted(), [
    "get configmaps kube-proxy",
    ..."endpointslices events ingresses networkpolicies nodes pods services statefulsets"
      .split(" ")
      .map((kind) => `list ${kind}`),
  ]);
});

test("kinds that may not be read are said; what is missing there is not taken to be wrong", async () => {
  const forbidden = ["pods", "ingresses", "events"];
  const { stdout, stderr, exitCode } = await run("", clusterOf(objects(), { forbidden }));
  assert.match(stderr, /^Warning: Pods cannot be read/m);
  assert.match(stderr, /^Warning: Ingresses cannot be read, so whether they lead to Services is not checked: /m);
  assert.doesNotMatch(stdout, /SVC001|SVC015/);
  assert.equal(exitCode, 0);
  const withoutSlices = await run("", clusterOf(objects(), { forbidden: ["endpointslices"] }));
  assert.doesNotMatch(withoutSlices.stdout, /SVC012|SVC015/);
});

test("a Service that is not there is not found, and the others are checked", async () => {
  const { stdout, error } = await run("web nope", clusterOf(objects()));
  assert.equal(stdout, "1 Service checked: nothing found.\n");
  assert.deepEqual([error?.message, error?.exitCode], ['services "nope" not found in namespace default', 3]);
});

test("what a cluster says is shown, not obeyed, in every format for people and CI", async () => {
  const cluster = () =>
    clusterOf([
      {
        ...service("x", { type: "ExternalName", externalName: "10.0.0.1", ports: [] }),
        metadata: { name: "\u001b[31m<x>\n::add-mask::y", namespace: "default" },
      },
    ] as unknown as KubeObject[]);
  assert.doesNotMatch((await run("", cluster())).stdout, /\u001b/);
  const github = (await run("-o github", cluster())).stdout;
  assert.doesNotMatch(github, /\u001b|^::add-mask/m);
  const junit = (await run("-o junit", cluster())).stdout;
  assert.doesNotMatch(junit, /\u001b|<x>/);
  assert.match(junit, /&lt;x&gt;/);
});

const SHOP = ["check", "-f", "examples/a-shop-with-every-kind-of-service", "-o"];

test("-o github escapes what ends a property or a message", async () => {
  const { stdout } = await runLine([...SHOP, "github"]);
  const lines = stdout.trimEnd().split("\n");
  for (const line of lines.slice(0, -1))
    assert.match(line, /^::(error|warning|notice) file=[^,:]+,line=\d+,title=[^,:]+::/);
  assert.match(lines.at(-1) ?? "", /^\d+ Services checked: /);
});

test("-o sarif has what SARIF 2.1.0 requires, and every result's rule", async () => {
  const { stdout } = await runLine([...SHOP, "sarif"]);
  const log = JSON.parse(stdout) as Sarif;
  assert.equal(log.version, "2.1.0");
  const [first] = log.runs;
  assert.ok(first);
  assert.equal(first.tool.driver.name, "svcctl");
  assert.equal(first.tool.driver.rules.length, 26);
  for (const { ruleId, ruleIndex, message, level, locations } of first.results) {
    assert.equal(first.tool.driver.rules[ruleIndex]?.id, ruleId);
    assert.ok(message.text.length > 0);
    assert.ok(["none", "note", "warning", "error"].includes(level));
    const place = locations[0]?.physicalLocation;
    assert.match(place?.artifactLocation.uri ?? "", /^examples\/a-shop/);
    assert.ok((place?.region.startLine ?? 0) >= 1);
  }
});

interface Sarif {
  version: string;
  runs: {
    tool: { driver: { name: string; rules: { id: string }[] } };
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
    }[];
  }[];
}

test("-o junit counts its cases: findings fail from --fail-on, milder ones and Services without any pass", async () => {
  const { stdout } = await runLine([...SHOP, "junit", "--fail-on", "warning"]);
  const found = (pattern: RegExp) => [...stdout.matchAll(pattern)].length;
  const cases = found(/<testcase /g);
  assert.match(
    stdout,
    new RegExp(`^<testsuites name="svcctl check" tests="${cases}" failures="${found(/<failure /g)}">$`, "m"),
  );
  assert.match(stdout, /<testcase name="nothing found" classname="default\.Service\.frontend"\/>/);
});

test("a kind that has the name of something every object has is a kind like any other", async () => {
  const { error } = await runLine(["check", "-f", "-"], {
    stdin: "{apiVersion: v1, kind: __proto__, metadata: {name: a}}",
  });
  assert.equal(error, undefined);
});

test("files whose fields have the wrong shape are refused by name, and null is as good as absent", async () => {
  const manifest = (spec: string) => `{apiVersion: v1, kind: Service, metadata: {name: a}, spec: ${spec}}`;
  const { error } = await runLine(["check", "-f", "-"], { stdin: manifest("{ports: {a: 1}}") });
  assert.deepEqual([error?.message, error?.exitCode], ['Service "a" in STDIN: spec.ports must be a list', 6]);
  const { stdout } = await runLine(["check", "-f", "-"], {
    stdin: manifest("{ports: null, externalIPs: null, selector: null}"),
  });
  assert.equal(stdout, "1 Service checked: nothing found.\n");
});

type Told = { code: string; severity: string; object: { name: string }; evidence: string[] };

const shop = await startShop();

test("a shop with every kind of Service: each trouble under its code, and none where there is none", async () => {
  const stall = await shop.open();
  await stall.read("apply -f examples/a-shop-with-every-kind-of-service");
  await shop.sandbox.whenIdle();
  const live = JSON.parse(await stall.read("check -o json --fail-on never")) as { findings: Told[] };
  const files = JSON.parse((await runLine([...SHOP, "json", "--fail-on", "never"])).stdout) as { findings: Told[] };
  const codesOf = ({ findings }: { findings: Told[] }, name: string) =>
    findings.filter(({ object }) => object.name === name).map(({ code }) => code);
  const troubles: [name: string, live: string[], files: string[]][] = [
    ["payments", ["SVC001"], ["SVC001"]],
    ["payments-named", ["SVC004"], ["SVC004"]],
    ["search", ["SVC002", "SVC006"], ["SVC006"]],
    ["mainframe", ["SVC003"], ["SVC003"]],
    ["cart", ["SVC010"], []],
    ["edge", ["SVC011", "SVC016"], ["SVC016"]],
    ["search-all", ["SVC021"], ["SVC021"]],
    ["frontend", [], []],
    ["db", [], []],
  ];
  for (const [name, inCluster, inFiles] of troubles) {
    assert.deepEqual(codesOf(live, name), inCluster, `${name} in a cluster`);
    assert.deepEqual(codesOf(files, name), inFiles, `${name} in files`);
  }
  const near = live.findings.find(({ code }) => code === "SVC001");
  assert.deepEqual(near?.evidence, ["nearest: app=payments (1 Pod)"]);
});

const kubeProxyMap = (text: string, annotations = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "kube-proxy", namespace: "kube-system", annotations },
  data: { "config.conf": text },
});

test("kube-proxy's settings are told beside the Services of any namespace, with their own", async () => {
  const cluster = clusterOf([...objects(), kubeProxyMap("mode: ipvs\n")]);
  const { stdout } = await run("-n default --ignore SVC001,SVC020", cluster, 80);
  assert.equal(
    stdout,
    `SVC026  warning  ConfigMap kube-system/kube-proxy
  kube-proxy's mode ipvs is deprecated since Kubernetes 1.35.
    - config.conf says mode: ipvs
  To do: Set mode to nftables (nodes need Linux 5.13 or newer) or iptables, and
         restart kube-proxy's Pods. svcctl dataplane --compare shows the modes
         side by side.

3 Services checked: 1 warning.
`,
  );
});

test("an annotation of kube-proxy's ConfigMap silences its code", async () => {
  const silent = kubeProxyMap("mode: ipvs\n", { "svcctl.dev/ignore.SVC026": "moving next month" });
  const { stdout } = await run("web --ignore SVC001", clusterOf([...objects(), silent]));
  assert.equal(stdout, "1 Service checked: nothing found.\n");
  const all = await run("--ignore SVC001,SVC020", clusterOf([...objects(), silent]));
  assert.equal(all.stdout, "3 Services checked: nothing found. 1 finding is silenced.\n");
});

for (const [words, cluster] of [
  ["may not be read", clusterOf([...objects(), kubeProxyMap("mode: ipvs")], { forbidden: ["configmaps"] })],
  ["is not there", clusterOf(objects())],
  ["is no YAML", clusterOf([...objects(), kubeProxyMap("mode: [")])],
] as const) {
  test(`a ConfigMap of kube-proxy that ${words} is passed over in silence`, async () => {
    const { stdout, stderr, exitCode } = await run("web", cluster);
    assert.deepEqual([stdout, stderr, exitCode], ["1 Service checked: nothing found.\n", "", 0]);
  });
}
