import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

test("the walk-through comes to its end, step by step", async () => {
  const child = spawn(process.execPath, ["scripts/walk-through.mjs"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const [shown, failure, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  assert.equal(status, 0, `${shown}\n${failure}`);
  assert.match(shown, /The walk-through is complete\.\n$/);
});
