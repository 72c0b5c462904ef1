// Measures how long, and with how much memory, the built program writes the rules and the zone of 5,000 Services with 10
// endpoints each, reading them from files: `node scripts/measure-dataplane.mjs [TIMES]`. Of several times the best counts.
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

const SERVICES = 5000;
const ENDPOINTS = 10;
const times = Number(process.argv[2] ?? 3);
const program = join(dirname(fileURLToPath(import.meta.url)), "../bin/svcctl.js");
const ip = (first, number) => `${first}.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;

const services = Array.from({ length: SERVICES }, (_, at) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { namespace: `team-${at % 50}`, name: `web-${at}`, uid: `service-${at}` },
  spec: {
    type: "NodePort",
    clusterIP: ip(10, 96 * 65536 + at),
    ports: [{ name: "http", port: 80, protocol: "TCP", targetPort: 8080, nodePort: 20000 + at }],
  },
}));
const endpointSlices = services.map(({ metadata: { namespace, name } }, at) => ({
  apiVersion: "discovery.k8s.io/v1",
  kind: "EndpointSlice",
  metadata: { namespace, name: `${name}-a`, labels: { "kubernetes.io/service-name": name } },
  addressType: "IPv4",
  ports: [{ name: "http", port: 8080, protocol: "TCP" }],
  endpoints: Array.from({ length: ENDPOINTS }, (_, pod) => ({
    addresses: [ip(10, 128 * 65536 + at * ENDPOINTS + pod)],
    nodeName: `node-${pod}`,
    conditions: { ready: true },
    targetRef: { kind: "Pod", namespace, name: `${name}-${pod}` },
  })),
}));

/** At the end the child tells what it used. */
const TELL =
  "data:text/javascript,process.on('exit',()=>{const{userCPUTime,maxRSS}=process.resourceUsage();" +
  "process.stderr.write(JSON.stringify({userCPUTime,maxRSS}))})";

/** What the program prints goes into a file, so that nobody's reading is measured with it. */
function measure(args) {
  const output = join(folder, "output");
  const fd = openSync(output, "w");
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", TELL, program, ...args], {
    encoding: "utf8",
    stdio: ["ignore", fd, "pipe"],
  });
  const wall = performance.now() - start;
  closeSync(fd);
  if (status !== 0) throw new Error(stderr);
  const { userCPUTime, maxRSS } = JSON.parse(/\{.*\}$/.exec(stderr)?.[0] ?? "{}");
  const lines = readFileSync(output, "utf8").split("\n").length - 1;
  return { wall, user: userCPUTime / 1000, megabytes: maxRSS / 1024, lines };
}

const folder = mkdtempSync(join(tmpdir(), "svcctl-measure-"));
try {
  mkdirSync(join(folder, "objects"));
  for (const [name, items] of Object.entries({ services, endpointSlices }))
    writeFileSync(join(folder, "objects", `${name}.json`), JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  const rules = [
    "dataplane",
    "-A",
    "-f",
    join(folder, "objects"),
    "--node",
    "node-1",
    "--cluster-cidr",
    "10.128.0.0/9",
    "-o",
    "rules",
  ];
  const lines = [
    ...["iptables", "nftables", "ipvs"].map((mode) => [mode, [...rules, "--mode", mode]]),
    ["dns zone", ["dns", "-A", "-f", join(folder, "objects"), "-o", "zone"]],
  ];
  for (const [name, args] of lines) {
    const runs = Array.from({ length: times }, () => measure(args));
    const best = (key) => Math.round(Math.min(...runs.map((run) => run[key])));
    process.stdout.write(
      `${name}: ${best("wall")} ms (${best("user")} ms of CPU), ${best("megabytes")} MiB, ${best("lines")} lines\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
