import { basename } from "node:path";
import { build, transform } from "esbuild";

import { loadedWhenCalled, withoutColorDetection } from "./bundle-plugins.mjs";
import { packFiles } from "./pack.mjs";

const TARGET = "node20";

/**
 * What a pack is loaded for; each holds what its sources need and no earlier pack has. `get` runs at each keystroke's
 * distance from the user, so it loads one file, and `describe` and `endpoints` two.
 */
const PACKS = {
  "main.cjs": ["src/main.ts", "src/commands/get.ts", "src/kube/connect.ts", "src/kubeconfig/read.ts"],
  "look.cjs": ["src/commands/describe.ts", "src/commands/endpoints.ts"],
  "commands.cjs": /^src\/(?!sandbox\/)/,
  "sandbox.cjs": /^/,
};
/** Packages and parts of node that take their time to load. */
const DEAR = [
  "cli-table3",
  "string-width",
  "node:child_process",
  "node:fs/promises",
  "node:os",
  "node:timers/promises",
  "node:zlib",
];

/** Bundles src/ into CommonJS files that run by themselves, the program being main.cjs: a Map from name to code. */
export async function bundle({ plugins = [] } = {}) {
  const { outputFiles, metafile } = await build({
    entryPoints: ["src/main.ts"],
    outdir: "dist",
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
    plugins: [...plugins, loadedWhenCalled(DEAR), withoutColorDetection()],
  });
  const converted = outputFiles.map(async ({ path, text }) => [basename(path), await toCommonJs(text)]);
  return packFiles(new Map(await Promise.all(converted)), metafile.outputs, PACKS);
}

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
    define: { "import.meta.url": "__module.url" },
    banner: text.includes("import.meta.url")
      ? `const __module={get url(){return require("node:url").pathToFileURL(__filename).href}};`
      : "",
    logLevel: "warning",
  });
  return code;
}
