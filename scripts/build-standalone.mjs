// Compiles the program with Bun into executables that need no Node: dist/standalone/svcctl-SYSTEM-MACHINE.
// Without arguments for this machine; with names of targets, or --all, for others.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import { bundle } from "./bundle.mjs";
import { bunFor, bunHere } from "./bun.mjs";
import { recordOrder } from "./bytecode-order.mjs";
import { hereTarget, standaloneName, TARGETS } from "./targets.mjs";

const OUT = "dist/standalone";
const WORK = join(OUT, ".work");
const here = hereTarget();
const named = process.argv.slice(2);
const targets = named.includes("--all") ? Object.keys(TARGETS) : named.length > 0 ? named : [here];

rmSync(OUT, { recursive: true, force: true });
mkdirSync(WORK, { recursive: true });
const files = await bundle({ plugins: [withExamplesInside()] });
for (const [name, code] of files) writeFileSync(join(WORK, name), code);
const order = TARGETS[here] ? recordOrder(compile(here, join(WORK, standaloneName(here))), WORK) : [];
for (const target of targets) console.log(relative("", compile(target, join(OUT, standaloneName(target)), order)));
rmSync(WORK, { recursive: true });

/** Writes a target's executable, with its functions in the order of these files. Gives back its whole path. */
function compile(target, out, orderFiles = []) {
  if (!(target in TARGETS)) throw new Error(`unknown target ${target}: known are ${Object.keys(TARGETS).join(", ")}`);
  const runtime =
    target === here ? [] : [`--target=${TARGETS[target].bun}`, `--compile-executable-path=${bunFor(target)}`];
  const flags = [
    "--compile",
    "--bytecode",
    // the files find each other as they do in dist/
    "--external=*.cjs",
    // most runs end before compiled machine code would have paid for itself
    "--compile-jit-policy=40",
    // what lies in the folder in which svcctl is run is not for it
    "--no-compile-autoload-dotenv",
    "--no-compile-autoload-bunfig",
    ...(orderFiles.length > 0 ? [`--bytecode-order=${orderFiles.join(",")}`] : []),
    ...runtime,
    `--outfile=${resolve(out)}`,
  ];
  const entries = [...files.keys()].map((file) => `./${file}`);
  execFileSync(bunHere(), ["build", ...flags, ...entries], { cwd: WORK, stdio: ["ignore", "ignore", "inherit"] });
  return resolve(out);
}

/** The examples that svcctl shows, which have no folder beside an executable. */
function withExamplesInside() {
  const examples = readdirSync("examples", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = examples.map((path) => [relative("examples", path).replaceAll("\\", "/"), readFileSync(path, "utf8")]);
  return {
    name: "examples-inside",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]manifests[\\/]examples\.ts$/ }, () => ({
        contents: `const texts = new Map(${JSON.stringify(texts)}); export const readExample = async (path) => texts.get(path);`,
      }));
    },
  };
}
