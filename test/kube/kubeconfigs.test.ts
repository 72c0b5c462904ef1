import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, test } from "node:test";

import { CliError } from "../../src/errors.ts";
import { connect } from "../../src/kube/connect.ts";
import { readKubeconfigFiles } from "../../src/kubeconfig/read.ts";
import { runProgram } from "../../src/program.ts";
import { testContext } from "../support/context.ts";
import { testWorld } from "../support/faulty-server.ts";
import { type Outcome, type Run, startBench } from "../support/kubeconfig-bench.ts";
import { KUBECONFIG_CASES } from "../support/kubeconfig-cases.ts";
import { KUBECONFIG_DIFFERENCES } from "../support/kubeconfig-differences.ts";
import { readRecording } from "../support/recordings.ts";

/**
 * What kubectl v1.36.4 makes of each case. The recording was made by this very file:
 * RECORD=$(which kubectl) node scripts/test.mjs test/kube/kubeconfigs.test.ts
 */
const FILE = "kubeconfigs.json";
const kubectl = process.env["RECORD"];
const recorded = kubectl ? {} : readRecording<Record<string, Outcome>>(FILE);
const here = process.cwd();
const runs: (() => void | Promise<void>)[] = [];
const bench = await startBench({ after: (end) => void runs.push(end as () => void) });
after(async () => {
  process.chdir(here);
  if (kubectl) writeFileSync(join(here, "test/recordings", FILE), `${JSON.stringify(recorded, null, 1)}\n`);
  for (const end of runs) await end();
});

const runKubectl: Run = (argv, cwd, env) =>
  new Promise((done) => {
    const child = spawn(resolve(here, kubectl ?? ""), argv, {
      cwd,
      env,
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 5000,
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => void (stderr += text));
    child.on("close", (code) => done({ stderr: withoutLog(stderr), failed: code !== 0 }));
  });

/** What klog says of the requests that failed is no part of the answer. */
const withoutLog = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !/^(?:[EWI]\d{4} |\t| >)/.test(line))
    .join("\n")
    // kubectl prints the entries of a list byte by byte
    .replace(/ in list: \[.*/, " in list")
    .trimEnd();

const runSvcctl: Run = async (argv, folder, env) => {
  process.chdir(folder);
  const world = { ...testWorld({ env, now: () => new Date() }), interactive: false };
  const context = testContext({
    env,
    connect: (options) => connect(options, world),
    kubeconfig: (options) => readKubeconfigFiles(options, env),
  });
  const error = await runProgram(argv, context).catch((thrown: unknown) => thrown);
  if (error !== undefined && !(error instanceof CliError)) throw error;
  const lines = [...world.notes, ...(error ? [error.text] : [])];
  return { stderr: lines.join("\n").trimEnd(), failed: error !== undefined };
};

for (const wanted of KUBECONFIG_CASES) {
  const { situation } = wanted;
  const [why, shows] = KUBECONFIG_DIFFERENCES[situation] ?? [];
  const name = `of ${situation} svcctl makes ${why ? `something else than kubectl: ${why}` : "what kubectl makes of it"}`;
  test(name, async () => {
    if (kubectl) return void (recorded[situation] = await bench(wanted, runKubectl));
    const outcome = await bench(wanted, runSvcctl);
    if (!shows) return assert.deepEqual(outcome, recorded[situation]);
    assert.match(JSON.stringify(outcome), shows);
    assert.notDeepEqual(outcome, recorded[situation], "this difference is gone: take it off the list");
  });
}

test("every difference is one of a case", () => {
  const situations = new Set(KUBECONFIG_CASES.map(({ situation }) => situation));
  assert.equal(situations.size, KUBECONFIG_CASES.length);
  assert.deepEqual(
    Object.keys(KUBECONFIG_DIFFERENCES).filter((situation) => !situations.has(situation)),
    [],
  );
});
