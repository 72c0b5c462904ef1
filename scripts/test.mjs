// Runs the tests on node:test: all, or the files and folders that are named.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Below node_modules, so that packages are found from there. */
const OUT = `node_modules/.cache/svcctl/tests-${process.pid}`;

const named = process.argv.slice(2);
const files = (named.length > 0 ? named : ["test"]).flatMap(testFiles).toSorted();
try {
  await bundle();
  // a process for each core, and an end to a test that hangs
  const flags = ["--enable-source-maps", "--test", "--test-timeout=240000"];
  const bundled = files.map((file) => join(OUT, file.replace(/ts$/, "mjs")));
  const args = [...flags, `--test-concurrency=${availableParallelism()}`, ...bundled];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  process.exitCode = status ?? 1;
} finally {
  rmSync(OUT, { recursive: true, force: true });
}

function testFiles(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join(path, name));
}

/** Bundles the tests together: loading the sources file by file takes longer than most tests. */
async function bundle() {
  await build({
    entryPoints: files,
    outdir: OUT,
    outbase: ".",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "linked",
    logLevel: "warning",
    plugins: [withOwnUrls()],
  });
}

/** Files that look for others beside themselves look where they stand, not where they are bundled. */
function withOwnUrls() {
  return {
    name: "own-urls",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/](?:src|test)[\\/].*\.ts$/ }, async ({ path }) => ({
        contents: (await readFile(path, "utf8")).replaceAll(
          "import.meta.url",
          JSON.stringify(pathToFileURL(path).href),
        ),
        loader: "ts",
      }));
    },
  };
}
