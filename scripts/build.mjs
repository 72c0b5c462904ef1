// Bundles src/ into dist/: one file for each command, loaded when that command runs.
import { rmSync } from "node:fs";
import { build } from "esbuild";

const minify = process.argv.includes("--minify");
rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  minify,
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
  // packages that call require() inside an ES module
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module";const require = __createRequire(import.meta.url);',
  },
});
