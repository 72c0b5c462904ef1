import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { startTestSandbox } from "./support/sandbox.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** What a command of the built program loads: its own files, and the parts of node. */
async function loadedBy(words: readonly string[]): Promise<{ files: string[]; parts: string[] }> {
  const sandbox = await startTestSandbox({});
  const folder = mkdtempSync(join(tmpdir(), "svcctl-startup-"));
  const list = join(folder, "loaded.json");
  const spy = join(folder, "spy.cjs");
  const loaded = "{ files: Object.keys(require.cache), parts: process.moduleLoadList }";
  const write = `require("node:fs").writeFileSync(${JSON.stringify(list)}, JSON.stringify(${loaded}))`;
  writeFileSync(spy, `process.on("exit", () => ${write});\n`);
  try {
    const args = ["--require", spy, join(root, "bin/svcctl.js"), `--kubeconfig=${sandbox.kubeconfigPath}`, ...words];
    const [status] = await once(spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] }), "close");
    assert.equal(status, 0);
    const { files, parts } = JSON.parse(readFileSync(list, "utf8")) as { files: string[]; parts: string[] };
    return { files: files.filter((file) => file !== spy).map((file) => relative(root, file)), parts };
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const bytesOf = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0);

/** Parts of node that take milliseconds each, and that no table from a server needs. */
const DEAR = [
  "child_process",
  "fs/promises",
  "http2",
  "perf_hooks",
  "readline",
  "timers/promises",
  "worker_threads",
  "zlib",
];

const BUDGETS = [
  { words: ["get", "svc"], files: ["bin/svcctl.js", "dist/main.cjs"], bytes: 212_000 },
  { words: ["get", "svc", "-o", "wide"], files: ["bin/svcctl.js", "dist/main.cjs"], bytes: 212_000 },
  {
    words: ["describe", "svc", "kubernetes"],
    files: ["bin/svcctl.js", "dist/look.cjs", "dist/main.cjs"],
    bytes: 310_000,
  },
] as const;

for (const { words, files, bytes } of BUDGETS) {
  test(`${words.join(" ")} loads ${files.length} files of at most ${bytes} bytes, and no dear part of node`, async () => {
    const loaded = await loadedBy(words);
    assert.deepEqual(loaded.files.toSorted(), files);
    assert.ok(bytesOf(loaded.files) <= bytes, `${bytesOf(loaded.files)} bytes`);
    const parts = new Set(loaded.parts.map((part) => part.replace(/^NativeModule /, "")));
    assert.ok(parts.has("https"), "the list of what is loaded tells of https");
    assert.deepEqual(
      DEAR.filter((part) => parts.has(part)),
      [],
    );
  });
}
