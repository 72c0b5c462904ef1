// Measures svcctl beside kubectl as whole processes: wall time, pair by pair in turn, and peak memory.
//
//   node scripts/bench.mjs [--kubeconfig FILE] [--pairs 11] [--growth] [--write]
//
// Without a kubeconfig it starts a sandbox of its own. It fills namespaces bench-* and deletes them when the cluster is
// not its own. --growth goes up to 20,000 Services. --write puts the result into bench/RESULTS.md. What is compared is
// found on the machine: this Node; another one under $NODE24, else node24 on the PATH; the standalone executable, when
// `npm run build:standalone` has made it; kubectl under $KUBECTL, else on the PATH. Memory needs GNU time.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem, type } from "node:os";
import { parseArgs } from "node:util";

import { apiClient } from "./api-client.mjs";
import { fillNamespace } from "./bench-fill.mjs";
import { exponent, measure, median, memoryOf } from "./bench-measure.mjs";
import { findPrograms } from "./bench-programs.mjs";
import { startSandbox } from "./bench-sandbox.mjs";

const { values: flags } = parseArgs({
  options: {
    kubeconfig: { type: "string" },
    pairs: { type: "string", default: "11" },
    growth: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const SMALL = { namespace: "bench-10", services: 10, workloads: 1 };
const LARGE = { namespace: "bench-5000", services: 5000, workloads: 100 };
const GROWTH = [
  { namespace: "bench-100", services: 100, workloads: 2 },
  { namespace: "bench-1000", services: 1000, workloads: 20 },
  LARGE,
  { namespace: "bench-20000", services: 20_000, workloads: 100 },
];
/** Of each pair what svcctl and what kubectl is asked. */
const PAIRS = [
  { svcctl: "--help" },
  { svcctl: "version --client" },
  { svcctl: `get svc -n ${SMALL.namespace}` },
  { svcctl: `get svc -n ${LARGE.namespace}` },
  { svcctl: `get svc -n ${LARGE.namespace} -o json` },
  { svcctl: `describe svc svc-0 -n ${SMALL.namespace}` },
  {
    svcctl: `endpoints svc-0 -n ${SMALL.namespace}`,
    kubectl: `get endpointslices -n ${SMALL.namespace} -l kubernetes.io/service-name=svc-0`,
  },
  { svcctl: "check -A", kubectl: "get svc,endpointslices,pods -A -o json" },
];

const programs = findPrograms();
const sandbox = flags.kubeconfig ? undefined : await startSandbox();
const kubeconfig = flags.kubeconfig ?? sandbox.kubeconfig;
const env = { ...process.env, KUBECONFIG: kubeconfig };
const lines = [];
const filled = [];
let call;
try {
  call = apiClient(readFileSync(kubeconfig, "utf8"));
  await fill(SMALL);
  await fill(LARGE);
  tell(...heading());
  for (const pair of PAIRS) tell(...comparison(pair));
  if (flags.growth) await tellGrowth();
} finally {
  if (sandbox) await sandbox.stop();
  else for (const namespace of filled) await call("DELETE", `/api/v1/namespaces/${namespace}`);
}
if (flags.write) {
  mkdirSync("bench", { recursive: true });
  writeFileSync("bench/RESULTS.md", `${lines.join("\n")}\n`);
}

async function fill(size) {
  await fillNamespace(call, size);
  filled.push(size.namespace);
}

function tell(...more) {
  lines.push(...more);
  process.stdout.write(`${more.join("\n")}\n`);
}

function heading() {
  const versions = programs.map(({ name, version }) => `- ${name}: ${version}`);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}`;
  return [
    "# svcctl beside kubectl",
    "",
    "Whole processes on one machine, asked in turn; medians, and the median of the ratios of each turn to kubectl's",
    "figure of the same turn. Below 1, svcctl is the faster or the smaller one. `npm run bench -- --write`",
    `writes this page; this one is of ${new Date().toISOString().slice(0, 10)}, with ${flags.pairs} turns.`,
    "",
    `- machine: ${machine}`,
    `- cluster: ${flags.kubeconfig ? "named by --kubeconfig" : "svcctl's sandbox on the same machine"}`,
    ...versions,
    "",
    `5,000 Services have 100 workloads of 10 Pods. Beside \`endpoints\`, kubectl lists the EndpointSlices of the Service;`,
    "beside `check -A`, it fetches the lists that svcctl fetches, and looks at nothing.",
  ];
}

function comparison({ svcctl, kubectl = svcctl }) {
  const words = (program) => (program.name === "kubectl" ? kubectl : svcctl).split(" ");
  const lineOf = (program) => [...program.line, ...words(program)];
  const walls = measure(programs.map(lineOf), Number(flags.pairs), env);
  const memories = programs.map((program) => memoryOf(lineOf(program), env));
  const reference = programs.findIndex(({ name }) => name === "kubectl");
  const rows = programs.map(({ name }, at) => {
    const ratios = reference < 0 ? [] : walls[at].map((wall, turn) => wall / walls[reference][turn]);
    const memoryRatio = memories[at] && memories[reference] ? memories[at] / memories[reference] : undefined;
    return [
      name,
      `${median(walls[at]).toFixed(0)} ms`,
      ratios.length > 0 ? median(ratios).toFixed(2) : "",
      memories[at] ? `${memories[at].toFixed(0)} MB` : "",
      memoryRatio?.toFixed(2) ?? "",
    ];
  });
  return ["", `## \`${svcctl}\``, "", ...table(["program", "wall", "ratio", "peak memory", "ratio"], rows)];
}

/** How the time of a command grows with the Services: the exponent of a power that fits it, start-up taken off. */
async function tellGrowth() {
  for (const size of GROWTH) if (size !== LARGE) await fill(size);
  const commands = ["get svc", "get svc -o json", "check"];
  const svcctl = programs.filter(({ name }) => name !== "kubectl");
  const rows = commands.flatMap((command) =>
    svcctl.map(({ name, line }) => {
      const lineOf = ({ namespace }) => [...line, ...command.split(" "), "-n", namespace];
      const times = measure([[...line, "version", "--client"], ...GROWTH.map(lineOf)], 5, env).map(median);
      const [start, ...walls] = times;
      const fitted = exponent(GROWTH.map(({ services }, at) => [services, Math.max(walls[at] - start, 1)]));
      return [command, name, ...walls.map((wall) => `${wall.toFixed(0)} ms`), fitted.toFixed(2)];
    }),
  );
  const sizes = GROWTH.map(({ services }) => services.toLocaleString("en"));
  tell("", "## Growth", "", ...table(["command", "program", ...sizes, "exponent"], rows));
}

function table(headers, rows) {
  return [headers, headers.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
