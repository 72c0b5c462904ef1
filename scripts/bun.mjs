// Bun's executables: this machine's from node_modules, others' from the npm registry.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { TARGETS } from "./targets.mjs";

/**
 * The Bun that npm installed for this machine: in its platform's package, or where the install script of `bun` has put
 * it, which not every npm runs.
 */
export function bunHere() {
  const platform = Object.values(TARGETS).map((target) => join("node_modules", target.package, "bin"));
  const places = [
    ...platform.flatMap((bin) => [join(bin, "bun"), join(bin, "bun.exe")]),
    "node_modules/bun/bin/bun.exe",
  ];
  // what stands there before the script has run is a text
  const found = places.find((path) => existsSync(path) && statSync(path).size > 1_000_000);
  if (!found) throw new Error("no Bun for this machine in node_modules: run npm ci");
  return join(process.cwd(), found);
}

/** The Bun of another target, fetched once; it is checked against package-lock.json. */
export function bunFor(target) {
  const { package: name } = TARGETS[target];
  const { version, integrity } = JSON.parse(readFileSync("package-lock.json", "utf8")).packages[`node_modules/${name}`];
  const folder = join("node_modules/.cache/svcctl", `${target}-${version}`);
  const bun = join(process.cwd(), folder, "package/bin", target.startsWith("windows") ? "bun.exe" : "bun");
  if (existsSync(bun)) return bun;
  mkdirSync(folder, { recursive: true });
  const args = ["pack", "--silent", "--pack-destination", folder, `${name}@${version}`];
  const packed = join(folder, execFileSync("npm", args, { encoding: "utf8" }).trim());
  const [algorithm, expected] = integrity.split(/-(.*)/s);
  const actual = createHash(algorithm).update(readFileSync(packed)).digest("base64");
  if (actual !== expected) throw new Error(`${name}@${version} is not what package-lock.json says it is`);
  // a folder that is there is whole
  const unpacked = `${folder}.new`;
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(unpacked, { recursive: true });
  execFileSync("tar", ["-xzf", packed, "-C", unpacked]);
  rmSync(folder, { recursive: true });
  renameSync(unpacked, folder);
  return bun;
}
