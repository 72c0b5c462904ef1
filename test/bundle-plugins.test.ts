import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { test } from "node:test";
import { build, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const { loadedWhenCalled } = (await import(pathToFileURL(join(root, "scripts/bundle-plugins.mjs")).href)) as {
  loadedWhenCalled(names: readonly string[]): Plugin;
};

/** Bundles a module in which these packages are loaded when they are called, and returns what it exports. */
async function bundled(contents: string, names: readonly string[]): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "svcctl-bundle-"));
  try {
    const outfile = join(folder, "out.cjs");
    const stdin = { contents, resolveDir: root };
    await build({ stdin, outfile, bundle: true, format: "cjs", platform: "node", plugins: [loadedWhenCalled(names)] });
    return createRequire(import.meta.url)(outfile) as Record<string, unknown>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("a function of node that is loaded when it is called is promisified as node says", async () => {
  const { said } = await bundled(
    'import { execFile } from "node:child_process"; import { promisify } from "node:util";' +
      'export const said = promisify(execFile)(process.execPath, ["-p", "1+1"]);',
    ["node:child_process"],
  );
  assert.deepEqual({ ...((await said) as object) }, { stdout: "2\n", stderr: "" });
});

test("the default export of a package is called, and a class is made", async () => {
  const { width, table } = await bundled(
    'import width from "string-width"; import Table from "cli-table3";' +
      'const made = new Table({ head: ["a"] }); made.push(["b"]);' +
      'export const table = made.toString(); const wide = width("\\u65e5"); export { wide as width };',
    ["string-width", "cli-table3"],
  );
  assert.equal(width, 2);
  assert.match(String(table), /a[^]*b/);
});
