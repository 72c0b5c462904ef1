import assert from "node:assert/strict";
import { spawnSync, type StdioOptions } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

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
