import assert from "node:assert/strict";
import { spawn, spawnSync, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { testFolder } from "./support/faulty-server.ts";

const main = fileURLToPath(new URL("../bin/svcctl.js", import.meta.url));

/** Runs the program in a process of its own; `preload` is code that node runs before it. */
function run(words: string[], { preload = "", stdio = "pipe" }: { preload?: string; stdio?: StdioOptions } = {}) {
  const before = preload === "" ? [] : ["--import", `data:text/javascript,${encodeURIComponent(preload)}`];
  return spawnSync(process.execPath, [...before, main, ...words], { stdio, encoding: "utf8" });
}

test("an answer that cannot be written is one line and exit code 1", { skip: !existsSync("/dev/full") }, () => {
  const full = openSync("/dev/full", "w");
  const { stderr, status } = run(["options"], { stdio: ["ignore", full, "pipe"] });
  closeSync(full);
  assert.deepEqual([stderr, status], ["error: write /dev/stdout: no space left on device\n", 1]);
});

test("signals come through while nobody reads: the second ends the program", async (t) => {
  const kubeconfig = join(await testFolder(t), "config");
  const users = Array.from({ length: 20_000 }, (_, at) => ({ name: `user-${at}`, user: { username: "u".repeat(50) } }));
  await writeFile(kubeconfig, JSON.stringify({ apiVersion: "v1", kind: "Config", users }));
  const words = ["config", "view", "--kubeconfig", kubeconfig];
  const child = spawn(process.execPath, [main, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const deadline = setTimeout(() => child.kill("SIGKILL"), 10_000);
  // without a listener for its data, only the start of it is read
  await once(child.stdout, "readable");
  const again = setInterval(() => child.kill("SIGINT"), 50);
  const [, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  clearInterval(again);
  clearTimeout(deadline);
  child.stdout.destroy();
  assert.equal(signal, "SIGINT");
});

for (const [what, bug] of [
  ["exception", 'throw new TypeError("a bug")'],
  ["rejection", 'Promise.reject(new TypeError("a bug"))'],
] as const) {
  test(`an ${what} that nobody catches is reported as a fault in svcctl`, () => {
    const preload = `process.on("newListener", (name) => {
      if (name === "uncaughtException") setImmediate(() => { ${bug}; });
    });`;
    const { stderr, status } = run(["options"], { preload });
    assert.match(stderr, /^internal error: a bug\nThis is a fault in svcctl\. .*\n$/);
    assert.equal(status, 1);
  });
}
