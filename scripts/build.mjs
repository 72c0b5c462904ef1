// Bundles src/ into dist/.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { bundle } from "./bundle.mjs";

const files = await bundle();
await mkdir("dist", { recursive: true });
// executables and releases stay
for (const old of await readdir("dist")) if (/\.c?js$/.test(old)) await rm(join("dist", old));
for (const [name, code] of files) await writeFile(join("dist", name), code);
