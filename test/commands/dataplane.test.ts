import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { dataplaneCommand } from "../../src/commands/dataplane.ts";
import { CliError } from "../../src/errors.ts";
import { parseText } from "../../src/manifests/parse-text.ts";
import { readManifests } from "../../src/manifests/read.ts";
import { clusterOf } from "../support/cluster.ts";
import { testContext } from "../support/context.ts";
import { recordedRules, recordings } from "../support/dataplane.ts";

/** Runs the command on the recorded objects; `rules` is what standard input holds. */
async function run(args: string[], rules = "", width?: number) {
  const stdin = async () => Buffer.from(rules);
  const context = testContext({
    stdin,
    parseText: async (text) => parseText(text),
    readTextFile: async (path) => readFileSync(path, "utf8"),
    manifests: (source) => readManifests(source, { stdin, signal: new AbortController().signal }),
  });
  context.io.width = width;
  const argv = ["-f", recordings, "--node", "node-1", "--cluster-cidr", "10.244.0.0/16", ...args];
  const error = await dataplaneCommand(context)
    .exitOverride()
    .parseAsync(argv, { from: "user" })
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  return { stdout: context.stdout, stderr: context.stderr, error };
}

const exitCodeOf = (error: unknown) => (error instanceof CliError ? error.exitCode : error);

test("a Service that the whole cluster serves: its entrances, the choice, and each endpoint", async () => {
  const { stdout, error } = await run(["search-all"]);
  assert.equal(error, undefined);
  assert.equal(
    stdout,
    `node-1 in iptables mode, Pods in 10.244.0.0/16

shop/search-all, 9200/TCP
  cluster IP 10.96.74.213:9200/TCP, traffic policy Cluster: any endpoint in the cluster
    from Pods (10.244.0.0/16): KUBE-SERVICES → KUBE-SVC-FKDIVA5KCKYDGYHS
      the client's address is kept: Pods answer each other directly
    from elsewhere: KUBE-SERVICES → KUBE-SVC-FKDIVA5KCKYDGYHS
      source NAT: the endpoint sees the node's address, so that answers come back through it
  KUBE-SVC-FKDIVA5KCKYDGYHS chooses one of 2 endpoints, at random:
    1 in 2  KUBE-SEP-A6VJSBLV5DF4QRZO  DNAT to 10.244.0.7:9200  search-55776fc8b9-2xkbp on node-2
    1 in 2  KUBE-SEP-FEI2T44V6RG35JUJ  DNAT to 10.244.0.8:9200  search-55776fc8b9-dnr6c on node-3

KUBE-…: a chain, a list of rules that the kernel goes through from the top. An arrow is a jump to the next.
DNAT: the packet's destination becomes the endpoint; the kernel remembers that for the whole connection.
Source NAT: its source becomes the node. An endpoint that reaches itself through the Service gets it, too.
`,
  );
});

test("packets that no endpoint takes: refused without any, dropped without one on the node", async () => {
  const { stdout } = await run(["payments", "cart"]);
  assert.match(stdout, /shop\/payments, 443\/TCP\n.*\n {4}refused in KUBE-SERVICES: .*REJECT/);
  assert.match(stdout, /shop\/cart, 7000\/TCP\n.*\n {4}dropped in KUBE-SERVICES: .*DROP/);
});

test("for headless and external Services it says why nothing is written", async () => {
  const { stdout } = await run(["db", "legacy"]);
  assert.match(stdout, /shop\/db\n {2}kube-proxy writes nothing: a headless/);
  assert.match(stdout, /shop\/legacy\n {2}kube-proxy writes nothing: ExternalName/);
});

test("the policy Local parts Pods, the node and others; source ranges are told", async () => {
  const { stdout } = await run(["edge", "--mode", "nftables"]);
  assert.match(stdout, /only from 198\.51\.100\.0\/24; others are dropped in firewall-Y3PDBKDA-shop\/edge\/tcp\/https/);
  assert.match(stdout, /from elsewhere: map service-nodeports → external-Y3PDBKDA\S+ → local-Y3PDBKDA/);
  assert.match(stdout, /local-Y3PDBKDA\S+ chooses the only endpoint on this node:\n {4}DNAT to 10\.244\.0\.3:8080/);
  assert.match(stdout, /health check node port 30150/);
});

test("-o rules of one Service has that Service's rules alone, and iptables-restore's form", async () => {
  const { stdout } = await run(["mainframe", "-o", "rules"]);
  assert.deepEqual(stdout.match(/^\*\w+$/gm), ["*nat"]);
  assert.equal(stdout.match(/^-A/gm)?.length, 5);
  assert.match(stdout, /COMMIT\n$/);
});

test("-o json tells mode, node, and the same rules as data", async () => {
  const { stdout } = await run(["-A", "-o", "json"]);
  const data = JSON.parse(stdout);
  assert.equal(data.mode, "iptables");
  assert.equal(data.node, "node-1");
  assert.equal(data.families[0].rules.length, recordedRules("iptables").match(/^-A/gm)?.length);
  assert.deepEqual(data.notProxied, [
    { service: "shop/db", reason: "headless" },
    { service: "shop/legacy", reason: "external-name" },
  ]);
});

for (const mode of ["iptables", "nftables"] as const) {
  test(`the recorded ${mode} rules are found to be right`, async () => {
    const { stdout, stderr, error } = await run(["-A", "--against", join(recordings, `${mode}-node-1.txt`)]);
    assert.equal(error, undefined);
    assert.equal(stdout, "");
    assert.match(stderr, /what they ought to be/);
  });
}

test("an endpoint that a node lacks, and one that it should not have, are told with their Service", async () => {
  const broken = recordedRules("iptables").replaceAll("10.244.0.7:9200", "10.244.0.99:9200");
  const { stdout, stderr, error } = await run(["search-all", "--against", "-", "-o", "json"], broken);
  assert.equal(exitCodeOf(error), 9);
  const found = JSON.parse(stdout).differences.map((one: Record<string, string>) => [
    one["fault"],
    one["service"],
    one["endpoint"],
  ]);
  assert.deepEqual(found, [
    ["missing", "shop/search-all", "10.244.0.7:9200"],
    ["stale", "shop/search-all", "10.244.0.99:9200"],
    ["missing", "shop/search-all", "10.244.0.7:9200"],
    ["stale", "shop/search-all", "10.244.0.99:9200"],
  ]);
  assert.match(stderr, /differ.*: 2 missing, 2 stale/);
});

test("rules of a Service that is gone are stale, rules that name none are foreign", async () => {
  const broken = recordedRules("nftables")
    .replace(
      "elements = { tcp . 31890",
      "elements = { tcp . 30001 : goto external-ABCDEFGH-shop/gone/tcp/http,\ntcp . 31890",
    )
    .replace("\t\tjump services\n", "\t\tjump services\n\t\taccept\n");
  const { stdout } = await run(["-A", "--against", "-"], broken);
  assert.match(stdout, /^no Service's\n {2}foreign: .*\n {4}ip chain nat-prerouting\n {6}accept\n/);
  assert.match(stdout, /shop\/gone:http\n {2}stale: .*\n {4}ip map service-nodeports/);
});

test("rules in another order are changed: the first one would get more than its part", async () => {
  const lines = recordedRules("iptables").split("\n");
  const at = lines.findIndex((line) => line.includes("shop/search-all -> 10.244.0.7"));
  const swapped = [...lines.slice(0, at), lines[at + 1], lines[at], ...lines.slice(at + 2)].join("\n");
  const { stdout, stderr } = await run(["-A", "--against", "-"], swapped);
  assert.match(stdout, /changed: in another order/);
  assert.match(stderr, /2 changed/);
});

test("rules of other programs are none of kube-proxy's business", async () => {
  const others = recordedRules("iptables").replace(
    "*nat\n",
    "*nat\n:DOCKER - [0:0]\n-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n-A KUBE-KUBELET-CANARY -j RETURN\n",
  );
  assert.equal((await run(["-A", "--against", "-"], others)).error, undefined);
});

test("ipvs: what it writes it finds to be right, and a real server too many is told", async () => {
  const { stdout: servers } = await run(["-A", "--mode", "ipvs", "-o", "rules"]);
  assert.match(servers, /^TCP {2}10\.96\.112\.118:7000 rr persistent 10800$/m);
  assert.match(servers, /^ {2}-> 10\.244\.0\.7:9200 {14}Masq {4}1 {6}0 {10}0$/m);
  assert.equal((await run(["-A", "--against", "-"], servers)).error, undefined);
  const more = servers.replace("  -> 10.244.0.7:9200 ", "  -> 10.244.0.70:9200 ");
  const { stderr } = await run(["-A", "--against", "-"], more);
  assert.match(stderr, /1 missing, 1 stale/);
});

test("--compare puts the modes side by side with what each would write", async () => {
  const { stdout } = await run(["--compare"]);
  assert.match(stdout, /IPTABLES +IPVS +NFTABLES/);
  assert.match(stdout, /for these Services +\d+ rules +\d+ servers +\d+ rules and elements/);
});

test("what cannot be used together, and names that are not there, are refused", async () => {
  assert.equal(exitCodeOf((await run(["web", "-A"])).error), 2);
  assert.equal(exitCodeOf((await run(["--compare", "--against", "x"])).error), 2);
  assert.equal(exitCodeOf((await run(["--compare", "-o", "rules"])).error), 2);
  assert.equal(exitCodeOf((await run(["deploy/web"])).error), 2);
  assert.equal(exitCodeOf((await run(["nosuch"])).error), 3);
  assert.equal(exitCodeOf((await run(["--node", "node-9"])).error), 3);
  assert.equal(exitCodeOf((await run(["-A", "--against", "-"], "hello")).error), 6);
});

test("kube-proxy's ConfigMap among the files tells the mode, the Pods' range and the node-port addresses", async () => {
  const config = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace: "kube-system", name: "kube-proxy" },
    data: { "config.conf": 'mode: nftables\nclusterCIDR: "10.8.0.0/16,fd00::/64"\nnodePortAddresses: null\n' },
  };
  const context = testContext({
    parseText: async (text) => parseText(text),
    manifests: async (source) => [
      ...(await readManifests(source, { stdin: async () => Buffer.of(), signal: new AbortController().signal })),
      { object: config, source: "config" },
    ],
  });
  await dataplaneCommand(context).parseAsync(["-A", "-f", recordings, "-o", "rules"], { from: "user" });
  assert.match(context.stdout, /ip daddr @cluster-ips ip saddr != 10\.8\.0\.0\/16/);
  assert.match(context.stdout, /set nodeport-ips \{\n.*\n.*\n\t\telements = \{ 192\.0\.2\.11 \}/);
});

const kubeProxyMap = (data: object) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { namespace: "kube-system", name: "kube-proxy" },
  data,
});

const cilium = (replacement: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { namespace: "kube-system", name: "cilium-config" },
  data: { "kube-proxy-replacement": replacement },
});

const TAKING = "taking kube-proxy's defaults. See --mode and --cluster-cidr.\n";

for (const [situation, objects, forbidden, note] of [
  ["says enough", [kubeProxyMap({ "config.conf": "clusterCIDR: 10.244.0.0/16" })], [], ""],
  ["is not there", [], [], `kube-proxy has no ConfigMap kube-system/kube-proxy here: ${TAKING}`],
  ["may not be read", [], ["configmaps"], `ConfigMap kube-system/kube-proxy cannot be read: ${TAKING}`],
  [
    "has another form",
    [kubeProxyMap({ "config.yaml": "mode: ipvs" })],
    [],
    `ConfigMap kube-system/kube-proxy has no config.conf: ${TAKING}`,
  ],
  [
    "is not there, and Cilium is",
    [cilium("false")],
    [],
    `kube-proxy has no ConfigMap kube-system/kube-proxy here: ${TAKING}`,
  ],
  [
    "is not there, because Cilium replaces kube-proxy",
    [cilium("true")],
    [],
    "Cilium does kube-proxy's work in this cluster (kube-proxy-replacement in ConfigMap kube-system/cilium-config): its nodes have none of these rules. This is what kube-proxy would write.\n",
  ],
] as const) {
  test(`a ConfigMap of kube-proxy that ${situation}: what is said of it`, async () => {
    const service = {
      kind: "Service",
      metadata: { namespace: "default", name: "web" },
      spec: { clusterIP: "10.96.0.9" },
    };
    const cluster = clusterOf([service, ...objects], { forbidden: [...forbidden] });
    const say = async (...args: string[]) => {
      const context = testContext({ connect: async () => cluster, parseText: async (text) => parseText(text) });
      await dataplaneCommand(context).parseAsync(args, { from: "user" });
      return context.stderr;
    };
    assert.equal(await say(), note);
    assert.equal(await say("--cluster-cidr", "10.8.0.0/16"), note.startsWith("Cilium") ? note : "");
  });
}

test("a configuration of kube-proxy that is no YAML is refused, and where it stands is said", async () => {
  const cluster = clusterOf([kubeProxyMap({ "config.conf": "mode: [" })]);
  const context = testContext({ connect: async () => cluster, parseText: async (text) => parseText(text) });
  await assert.rejects(
    dataplaneCommand(context).parseAsync([], { from: "user" }),
    /^CliError: config\.conf of ConfigMap kube-system\/kube-proxy: .*yaml/,
  );
});

test("what is not there is not explained: no station where nothing is written, no rewriting where all is refused", async () => {
  assert.doesNotMatch((await run(["legacy", "db"])).stdout, /KUBE-…|DNAT|Source NAT|\n$\n$/);
  const refused = (await run(["payments"])).stdout;
  assert.match(refused, /\n\nKUBE-…: a chain, .*\n$/);
  assert.doesNotMatch(refused, /DNAT/);
});

test("with the scheduler mh, virtual servers have the flag mh-port, which is compared, too", async () => {
  const map = kubeProxyMap({ "config.conf": "mode: ipvs\nipvs:\n  scheduler: mh\n" });
  const ipvs = async (args: string[], rules = "") => {
    const context = testContext({
      stdin: async () => Buffer.from(rules),
      parseText: async (text) => parseText(text),
      manifests: async (source) => [
        ...(await readManifests(source, { stdin: async () => Buffer.of(), signal: new AbortController().signal })),
        { object: map, source: "config" },
      ],
    });
    const argv = ["-A", "-f", recordings, "--node", "node-1", ...args];
    await dataplaneCommand(context)
      .parseAsync(argv, { from: "user" })
      .catch((error: unknown) => assert.equal(exitCodeOf(error), 9));
    return context;
  };
  const { stdout: rules } = await ipvs(["-o", "rules"]);
  assert.match(rules, /^TCP {2}10\.96\.198\.27:80 mh \(mh-port\)$/m);
  assert.match(rules, /^TCP {2}\S+ mh \(mh-port\) persistent 10800$/m);
  assert.doesNotMatch((await ipvs([])).stdout, /1 in \d/);
  assert.match((await ipvs(["--against", "-"], rules)).stderr, /what they ought to be/);
  assert.match((await ipvs(["--against", "-"], rules.replaceAll(" (mh-port)", ""))).stderr, /differ/);
});

test("manifests that no API server would take are refused with the field that is wrong", async () => {
  const broken: [object, RegExp][] = [
    [{ kind: "Service", spec: { ports: 5 } }, /spec\.ports must be a list/],
    [{ kind: "Service", spec: { ports: [{ port: "80" }] } }, /spec\.ports\[0\]\.port must be a number/],
    [{ kind: "Service", spec: [] }, /spec must be a map/],
    [{ kind: "Pod", spec: 1 }, /spec must be a map/],
  ];
  for (const [object, words] of broken) {
    const manifest = { object: { apiVersion: "v1", metadata: { name: "web" }, ...object }, source: "web.yaml" };
    const context = testContext({ manifests: async () => [manifest], parseText: async () => undefined });
    await assert.rejects(
      dataplaneCommand(context).parseAsync(["-f", "web.yaml"], { from: "user" }),
      (error) => error instanceof CliError && error.exitCode === 6 && words.test(error.message),
    );
  }
});

test("a name cannot add a rule of its own", async () => {
  const ports = [{ port: 80, name: 'x"\n-A INPUT -j DROP' }];
  const object = { apiVersion: "v1", kind: "Service", metadata: { name: "web\n*raw" }, spec: { ports } };
  const manifests = async () => [{ object, source: "web.yaml" }];
  for (const mode of ["iptables", "nftables", "ipvs"]) {
    const context = testContext({ manifests, parseText: async () => undefined });
    await dataplaneCommand(context).parseAsync(["-f", "web.yaml", "-o", "rules", "--mode", mode], { from: "user" });
    assert.doesNotMatch(context.stdout, /^(?:-A INPUT|\*raw)/m);
  }
});

for (const width of [80, 120]) {
  test(`on a terminal of ${width} columns no line of the ways or of the modes is wider`, async () => {
    for (const args of [[], ["--mode", "nftables"], ["--compare"]]) {
      const { stdout } = await run(args, "", width);
      // a name that is wider by itself stands alone
      const wide = stdout.split("\n").filter((line) => line.length > width && line.trim().includes(" "));
      assert.deepEqual(wide, [], args.join(" "));
    }
  });
}

test("a narrow terminal gets the way in pieces, and each endpoint's Pod below it", async () => {
  const { stdout } = await run(["frontend"], "", 80);
  assert.match(stdout, /^ {4}from anywhere: KUBE-SERVICES → KUBE-NODEPORTS → KUBE-EXT-\S+\n {6}→ KUBE-SVC-\S+$/m);
  assert.match(stdout, /^ {4}1 in 3 {2}KUBE-SEP-\S+ {2}DNAT to 10\.244\.0\.1:8080\n {6}frontend-\S+ on node-2$/m);
});
