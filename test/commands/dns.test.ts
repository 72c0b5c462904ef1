import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { dnsCommand } from "../../src/commands/dns.ts";
import { CliError } from "../../src/errors.ts";
import { readManifests } from "../../src/manifests/read.ts";
import { clusterOf } from "../support/cluster.ts";
import { testContext } from "../support/context.ts";
import { recordings } from "../support/dataplane.ts";

/** Runs the command on the recorded objects. */
async function run(args: string[], width?: number) {
  const stdin = async () => Buffer.of();
  const manifests = (source: Parameters<typeof readManifests>[0]) =>
    readManifests(source, { stdin, signal: new AbortController().signal });
  const context = testContext({ manifests });
  context.io.width = width;
  const error = await dnsCommand(context)
    .exitOverride()
    .parseAsync(["-f", recordings, ...args], { from: "user" })
    .then(
      () => undefined,
      (thrown: unknown) => (thrown instanceof CliError ? thrown.exitCode : thrown),
    );
  return { stdout: context.stdout, stderr: context.stderr, error };
}

test("a Service asked for by name: its records, and what Pods may type", async () => {
  const { stdout } = await run(["frontend"]);
  assert.equal(
    stdout,
    `NAME                                             TYPE   DATA
frontend.shop.svc.cluster.local.                 A      10.96.198.27
_http._tcp.frontend.shop.svc.cluster.local.      SRV    0 100 80 frontend.shop.svc.cluster.local.
_metrics._tcp.frontend.shop.svc.cluster.local.   SRV    0 100 9113 frontend.shop.svc.cluster.local.
27.198.96.10.in-addr.arpa.                       PTR    frontend.shop.svc.cluster.local.

shop/frontend
  what a Pod may type (search shop.svc.cluster.local svc.cluster.local cluster.local; ndots:5), and where:
    frontend                          in namespace shop alone (1 question); elsewhere NXDOMAIN
    frontend.shop                     in every namespace (2 questions)
    frontend.shop.svc                 in every namespace (3 questions)
    frontend.shop.svc.cluster.local   in every namespace (4 questions)
    frontend.shop.svc.cluster.local.  in every namespace (1 question)
`,
  );
});

test("all Services: the records alone", async () => {
  const { stdout } = await run(["-A"]);
  assert.match(stdout, /^legacy\.shop\.svc\.cluster\.local\. +CNAME +legacy\.example\.com\.$/m);
  assert.doesNotMatch(stdout, /what a Pod may type/);
});

test("another domain stands in every name", async () => {
  const { stdout } = await run(["db", "--zone", "example.internal", "-o", "json"]);
  const data = JSON.parse(stdout);
  assert.equal(data.zone, "example.internal.");
  assert.equal(data.services[0].records[2].name, "db-0.db.shop.svc.example.internal.");
});

test("a lookup tells each question and ends with 3 when nothing is found in the zone", async () => {
  const found = await run(["--lookup", "cart.shop", "--from", "default"]);
  assert.equal(found.error, undefined);
  assert.equal(
    found.stdout,
    `A Pod in namespace default looks up cart.shop:
1  cart.shop.default.svc.cluster.local.
   asked   with search domain default.svc.cluster.local
   answer  NXDOMAIN: there is no such name
2  cart.shop.svc.cluster.local.
   asked   with search domain svc.cluster.local
   answer  A 10.96.112.118
`,
  );
  assert.equal((await run(["--lookup", "nosuch.shop.svc.cluster.local."])).error, 3);
  assert.equal((await run(["--lookup", "x", "--from", "a", "frontend"])).error, 2);
});

const missing = ["nsd", "dig"].filter((tool) => spawnSync(tool, ["-v"]).error);
const skip = missing.length > 0 && `${missing.join(" and ")} not installed`;

test("a DNS server loads the zone file, and answers what the records say", { skip }, async () => {
  const { stdout: zone } = await run(["-A", "-o", "zone"]);
  const folder = mkdtempSync(join(tmpdir(), "svcctl-dns-"));
  const port = await freePort();
  const server = startNsd(folder, zone, port);
  try {
    await until(() => dig(port, "dns-version.cluster.local", "TXT") === '"1.1.0"');
    assert.equal(dig(port, "frontend.shop.svc.cluster.local", "A"), "10.96.198.27");
    assert.deepEqual(dig(port, "db.shop.svc.cluster.local", "A").split("\n").toSorted(), ["10.244.0.10", "10.244.0.9"]);
    assert.equal(dig(port, "DB-0.db.shop.svc.cluster.local", "A"), "10.244.0.9");
    assert.equal(
      dig(port, "_http._tcp.frontend.shop.svc.cluster.local", "SRV"),
      "0 100 80 frontend.shop.svc.cluster.local.",
    );
    assert.equal(dig(port, "legacy.shop.svc.cluster.local", "CNAME"), "legacy.example.com.");
    assert.match(dig(port, "nosuch.shop.svc.cluster.local", "A", "+noall", "+comments"), /status: NXDOMAIN/);
  } finally {
    server.kill();
    await once(server, "exit");
    rmSync(folder, { recursive: true });
  }
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

function startNsd(folder: string, zone: string, port: number): ChildProcess {
  const file = (name: string) => join(folder, name);
  writeFileSync(file("zone"), zone);
  writeFileSync(
    file("nsd.conf"),
    [
      "server:",
      `  ip-address: 127.0.0.1@${port}`,
      '  username: ""',
      `  zonesdir: "${folder}"`,
      `  pidfile: ""`,
      `  zonelistfile: "${file("list")}"`,
      `  xfrdfile: "${file("xfrd")}"`,
      `  xfrdir: "${folder}"`,
      `  logfile: "${file("log")}"`,
      "remote-control:",
      "  control-enable: no",
      "zone:",
      "  name: cluster.local",
      "  zonefile: zone",
      "",
    ].join("\n"),
  );
  return spawn("nsd", ["-d", "-c", file("nsd.conf")], { stdio: "ignore" });
}

function dig(port: number, name: string, type: string, ...flags: string[]): string {
  const wanted = flags.length > 0 ? flags : ["+short"];
  const args = ["@127.0.0.1", "-p", String(port), "+tries=1", "+time=1", name, type, ...wanted];
  return spawnSync("dig", args, { encoding: "utf8" }).stdout.trim();
}

/** Asks again until it is so: dig itself waits for an answer that does not come. */
async function until(isSo: () => boolean): Promise<void> {
  const attempts = 500;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (isSo()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.fail("the server does not answer");
}

test("a name cannot add a record of its own to the zone file", async () => {
  const spec = { type: "ExternalName", externalName: "x y;\nevil IN A 192.0.2.6" };
  const object = { apiVersion: "v1", kind: "Service", metadata: { name: "a b" }, spec };
  const context = testContext({ manifests: async () => [{ object, source: "web.yaml" }] });
  await dnsCommand(context).parseAsync(["-f", "web.yaml", "-o", "zone"], { from: "user" });
  assert.equal(
    context.stdout.split("\n").at(-2),
    "a\\032b.default.svc.cluster.local. IN CNAME x\\032y\\059\\010evil\\032in\\032a\\032192.0.2.6.",
  );
});

for (const width of [80, 100]) {
  test(`on a terminal of ${width} columns each name stands above its records, and each form above where it is known`, async () => {
    for (const name of ["frontend", "db", "cart"]) {
      const { stdout } = await run([name], width);
      const [records = "", typed = ""] = stdout.split("\n\n");
      for (const line of records.split("\n")) assert.match(line, /^(?:\S+\.| {2}[A-Z]+ +\S.*)$/);
      assert.match(
        typed,
        new RegExp(`^ {4}${name}\n {6}in namespace shop alone \\(1 question\\); elsewhere NXDOMAIN$`, "m"),
      );
      for (const line of stdout.split("\n")) assert.ok(line.length <= width, line);
    }
  });
}

test("records of one name stand together below it", async () => {
  const { stdout } = await run(["db"], 80);
  assert.match(stdout, /^db\.shop\.svc\.cluster\.local\.\n {2}A {6}10\.244\.0\.9\n {2}A {6}10\.244\.0\.10\n\S/);
});

test("a wide terminal gets the table that goes into a file", async () => {
  assert.equal((await run(["frontend"], 160)).stdout, (await run(["frontend"])).stdout);
});

test("a lookup has the same form on every terminal", async () => {
  const wanted = (await run(["--lookup", "frontend.shop", "--from", "other"])).stdout;
  for (const width of [60, 80, 100, 160])
    assert.equal((await run(["--lookup", "frontend.shop", "--from", "other"], width)).stdout, wanted);
});

test("the address in a Pod's name is answered, and by whom", async () => {
  const { stdout, error } = await run(["--lookup", "10-244-0-5.shop.pod.cluster.local."]);
  assert.equal(error, undefined);
  assert.equal(
    stdout,
    `A Pod in namespace default looks up 10-244-0-5.shop.pod.cluster.local.:
1  10-244-0-5.shop.pod.cluster.local.
   asked   as typed
   answer  A 10.244.0.5
           CoreDNS repeats the address in the name, whether a Pod has it or not
           (pods insecure, as kubeadm sets it; the specification asks for none)
`,
  );
  const { stdout: json } = await run(["--lookup", "10-244-0-5.shop.pod.cluster.local.", "-o", "json"]);
  assert.equal(JSON.parse(json).questions[0].answer.by, "CoreDNS");
});

test("what is said of CoreDNS fits the narrowest terminal", async () => {
  const args = ["--lookup", "10-244-0-5.shop.pod", "--from", "shop"];
  assert.equal((await run(args, 80)).stdout, (await run(args)).stdout);
});

test("in a cluster a Pod's name has an answer in namespaces that exist, or that are not shown", async () => {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } };
  const lookUp = async (name: string, forbidden: string[] = []) => {
    const context = testContext({ connect: async () => clusterOf([namespace], { forbidden }) });
    await dnsCommand(context)
      .parseAsync(["--lookup", `${name}.cluster.local.`], { from: "user" })
      .catch((error: unknown) => assert.equal(error instanceof CliError && error.exitCode, 3));
    return /answer {2}(.*)/.exec(context.stdout)?.[1];
  };
  assert.equal(await lookUp("10-244-0-5.shop.pod"), "A 10.244.0.5");
  assert.equal(await lookUp("10-244-0-5.gone.pod"), "NXDOMAIN: there is no namespace gone");
  assert.equal(await lookUp("10-244-0-5.gone.pod", ["namespaces"]), "A 10.244.0.5");
});

test("--zone is a domain, with or without a dot at its end", async () => {
  for (const zone of ["", ".", "a b", "a..b", "-a.local", `${"a".repeat(64)}.local`])
    assert.equal((await run(["frontend", "--zone", zone])).error, 2, zone);
  assert.match((await run(["frontend", "--zone", "k8s.example."])).stdout, /^frontend\.shop\.svc\.k8s\.example\. /m);
});
