// Runs the tests on node:test: all, or the files and folders that are named.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const named = process.argv.slice(2);
const files = (named.length > 0 ? named : ["test"]).flatMap(testFiles).toSorted();
// a process for each core, and an end to a test that hangs
const flags = ["--import", "tsx", "--test", "--test-timeout=120000", `--test-concurrency=${availableParallelism()}`];
const { status } = spawnSync(process.execPath, [...flags, ...files], { stdio: "inherit" });
process.exitCode = status ?? 1;

function testFiles(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join(path, name));
}
