// Bundles src/ into dist/: what every `get` needs in one file, and a file for each other command and what they share.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build, transform } from "esbuild";

import { loadedWhenCalled, withoutColorDetection } from "./bundle-plugins.mjs";
import { packed, reachable, standIn } from "./pack.mjs";

const OUT = "dist";
const TARGET = "node20";
/** What runs at each keystroke's distance from the user: it is loaded as one file. */
const HOT = ["src/main.ts", "src/commands/get.ts", "src/kube/connect.ts", "src/kubeconfig/read.ts"];

const { outputFiles, metafile } = await build({
  entryPoints: ["src/main.ts"],
  outdir: OUT,
  outExtension: { ".js": ".cjs" },
  write: false,
  metafile: true,
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: TARGET,
  logLevel: "warning",
  plugins: [
    loadedWhenCalled([
      "string-width",
      "node:child_process",
      "node:fs/promises",
      "node:os",
      "node:timers/promises",
      "node:zlib",
    ]),
    withoutColorDetection(),
  ],
});
const files = new Map(
  await Promise.all(outputFiles.map(async ({ path, text }) => [basename(path), await toCommonJs(text)])),
);
const hot = reachable(metafile.outputs, HOT);
await rm(OUT, { recursive: true, force: true });
await mkdir(OUT);
for (const [name, code] of files) await writeFile(join(OUT, name), hot.has(name) ? standIn(name) : code);
await writeFile(join(OUT, "main.cjs"), packed([...hot], files));

/**
 * esbuild splits ES modules only, and node loads CommonJS faster: without a thread and two promises for each file, and
 * on every version of node with code that can be kept compiled.
 */
async function toCommonJs(text) {
  const { code } = await transform(text, {
    format: "cjs",
    platform: "node",
    target: TARGET,
    minify: true,
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "__moduleUrl" },
    banner: text.includes("import.meta.url")
      ? 'const __moduleUrl=require("node:url").pathToFileURL(__filename).href;'
      : "",
    logLevel: "warning",
  });
  return code;
}
