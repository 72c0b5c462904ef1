import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { program, programWords } from "../support/program.ts";
import { startTestSandbox } from "../support/sandbox.ts";
import { parseTranscript, printTranscript, runStep } from "../support/transcript.ts";

/**
 * The built program, as a user sees it. Each Markdown file here, and the README, is run from top to bottom on a fresh
 * sandbox; every ```console block must show what it says. UPDATE=1 writes what was shown instead.
 */
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const transcripts = readdirSync(here)
  .filter((name) => name.endsWith(".md"))
  .map((name) => join(here, name));

/** The same numbers from 0 to 1 each time (mulberry32), so that names and addresses are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const titleOf = (file: string): string => /^# (.*)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? file;

for (const file of [...transcripts, join(root, "README.md")]) {
  test(titleOf(file), async () => {
    const sandbox = await startTestSandbox({ nodePorts: true, random: seeded(1) });
    const home = mkdtempSync(join(tmpdir(), "svcctl-transcript-"));
    try {
      await replay(file, { ...environment(home), KUBECONFIG: sandbox.kubeconfigPath });
    } finally {
      await sandbox.stop();
      rmSync(home, { recursive: true, force: true });
    }
  });
}

async function replay(file: string, env: NodeJS.ProcessEnv): Promise<void> {
  const expected = readFileSync(file, "utf8");
  const pieces = parseTranscript(expected);
  for (const piece of pieces) {
    if (!("steps" in piece)) continue;
    for (const step of piece.steps) step.shown = await runStep(step.command, { cwd: root, env });
  }
  const shown = printTranscript(pieces);
  if (process.env["UPDATE"]) writeFileSync(file, shown);
  else assert.equal(shown, expected);
}

/** A shell in which `svcctl` is the built program, and nothing of the user's own settings is seen. */
function environment(home: string): NodeJS.ProcessEnv {
  const shim = join(home, "svcctl");
  const line = [program, ...programWords].map((word) => `"${word}"`).join(" ");
  writeFileSync(shim, `#!/bin/sh\nexec ${line} "$@"\n`);
  chmodSync(shim, 0o755);
  return { PATH: `${home}:${process.env["PATH"]}`, HOME: home, XDG_STATE_HOME: join(home, "state"), LANG: "C.UTF-8" };
}
