// Runs on the standalone executable of this machine every test that runs the built program.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { hereTarget, standaloneName } from "./targets.mjs";

const TESTS = [
  "test/transcripts",
  "test/walk-through.test.ts",
  "test/fuzz/processes.test.ts",
  "test/kube/proxy-bundle.test.ts",
  "test/sandbox/many-processes.test.ts",
];

const SVCCTL_STANDALONE = join("dist/standalone", standaloneName(hereTarget()));
const { status } = spawnSync(process.execPath, ["scripts/test.mjs", ...TESTS], {
  stdio: "inherit",
  env: { ...process.env, SVCCTL_STANDALONE },
});
process.exitCode = status ?? 1;
