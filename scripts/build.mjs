// Bundles src/ into dist/.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { bundle } from "./bundle.mjs";

const files = await bundle();
await rm("dist", { recursive: true, force: true });
await mkdir("dist");
for (const [name, code] of files) await writeFile(join("dist", name), code);
