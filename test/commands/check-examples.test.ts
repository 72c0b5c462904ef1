import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { CODES } from "../../src/model/finding-codes.ts";
import { codes, exampleFolder } from "../../src/model/finding-kinds.ts";
import { runLine } from "../support/run.ts";
import { startShop } from "../support/shop.ts";

const examples = join(dirname(fileURLToPath(import.meta.url)), "../../examples");
const shop = await startShop();

const codesIn = (report: string): string[] =>
  (JSON.parse(report) as { findings: { code: string }[] }).findings.map(({ code }) => code);

async function checkFile(file: string): Promise<string[]> {
  const { stdout, error } = await runLine(["check", "-f", file, "-o", "json", "--fail-on", "never"]);
  assert.equal(error, undefined);
  return codesIn(stdout);
}

async function checkCluster(file: string): Promise<string[]> {
  const stall = await shop.open(readFileSync(file, "utf8"));
  return codesIn(await stall.read("check -o json --fail-on never"));
}

/** The API server refuses the first two by itself; the others bring their own namespaces. */
const FILES_ALONE = new Set<string>(["SVC009", "SVC024", "SVC022", "SVC026"]);

for (const code of codes) {
  const { title, seenIn } = CODES[code];
  const shows = join(examples, exampleFolder(code), "shows.yaml");
  const healthy = join(examples, exampleFolder(code), "healthy.yaml");
  if (seenIn !== "cluster") {
    test(`${code} in files: ${title}`, async () => {
      assert.ok((await checkFile(shows)).includes(code));
      assert.ok(!(await checkFile(healthy)).includes(code));
    });
  }
  if (seenIn !== "files" && !FILES_ALONE.has(code)) {
    test(`${code} in a cluster: ${title}`, async () => {
      assert.ok((await checkCluster(shows)).includes(code));
      assert.ok(!(await checkCluster(healthy)).includes(code));
    });
  }
  if (seenIn === "cluster") {
    test(`${code} is not told of files, which do not know`, async () => {
      assert.ok(!(await checkFile(shows)).includes(code));
    });
  }
}

test("a node port that another Service has is refused by the API server before it can be checked", async () => {
  const manifest = readFileSync(join(examples, exampleFolder("SVC009"), "shows.yaml"), "utf8");
  await assert.rejects(shop.open(manifest), /provided port is already allocated/);
});

test("every folder of examples belongs to a code", () => {
  const folders = readdirSync(join(examples, "check")).map((folder) => `check/${folder}`);
  assert.deepEqual(folders.toSorted(), codes.map(exampleFolder).toSorted());
});
