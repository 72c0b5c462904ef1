// Packs a release into dist/release: the npm package, an archive for each standalone executable, a bill of materials
// (CycloneDX) and SHA256SUMS. Arguments are targets; without any, all that Bun has runtimes for.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { standaloneName, TARGETS } from "./targets.mjs";

const OUT = "dist/release";
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const targets = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(TARGETS);

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
run("npm", ["pack", "--silent", "--pack-destination", OUT]);
run(process.execPath, ["scripts/build-standalone.mjs", ...targets]);
for (const target of targets) archive(target);
writeFileSync(join(OUT, `svcctl-${version}.cdx.json`), `${JSON.stringify(billOfMaterials(), null, 2)}\n`);
const sums = readdirSync(OUT)
  .toSorted()
  .map(
    (name) =>
      `${createHash("sha256")
        .update(readFileSync(join(OUT, name)))
        .digest("hex")}  ${name}`,
  );
writeFileSync(join(OUT, "SHA256SUMS"), `${sums.join("\n")}\n`);
process.stdout.write(`${sums.join("\n")}\n`);

/** The packages that the program is bundled with, and Bun, with which the executables are made. */
function billOfMaterials() {
  const args = ["sbom", "--sbom-format=cyclonedx", "--omit=dev"];
  const bill = JSON.parse(execFileSync("npm", args, { encoding: "utf8", maxBuffer: 2 ** 26 }));
  const { version: bun, license } = JSON.parse(readFileSync("node_modules/bun/package.json", "utf8"));
  const component = {
    "bom-ref": `bun@${bun}`,
    type: "framework",
    name: "bun",
    version: bun,
    purl: `pkg:npm/bun@${bun}`,
  };
  bill.components.push({ ...component, licenses: [{ license: { id: license } }] });
  return bill;
}

/** One folder with the executable, called svcctl, and the licences of what is in it. */
function archive(target) {
  const name = `svcctl-${version}-${target}`;
  const folder = join(OUT, name);
  mkdirSync(folder);
  const executable = standaloneName(target);
  copyFileSync(
    join("dist/standalone", executable),
    join(folder, executable.endsWith(".exe") ? "svcctl.exe" : "svcctl"),
  );
  copyFileSync("LICENSE", join(folder, "LICENSE"));
  writeFileSync(join(folder, "THIRD-PARTY-LICENSES"), thirdPartyLicences());
  run("tar", ["-czf", `${folder}.tar.gz`, "-C", OUT, name]);
  rmSync(folder, { recursive: true });
}

/** The licence of each package that the program is bundled with, and where Bun's stands. */
function thirdPartyLicences() {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const texts = Object.entries(packages)
    .filter(([path, { dev, optional }]) => path !== "" && !dev && !optional && existsSync(path))
    .map(([path, { version: its, license }]) => {
      const file = readdirSync(path).find((name) => /^(?:licen[cs]e|copying)/i.test(name));
      const text = file ? readFileSync(join(path, file), "utf8").trim() : `License: ${license}`;
      return `${path.replace(/^.*node_modules\//, "")} ${its}\n\n${text}\n`;
    });
  return [...texts, "Bun: https://bun.com/docs/project/licensing\n"].join(`\n${"-".repeat(80)}\n\n`);
}

function run(command, args) {
  execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
}
