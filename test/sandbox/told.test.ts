import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { sandboxFiles } from "../../src/sandbox/files.ts";
import { isNews } from "../../src/sandbox/told.ts";
import { testFolder } from "../support/faulty-server.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 12, minutes));

async function place(t: Parameters<typeof testFolder>[0]) {
  const folder = await testFolder(t);
  return { ...sandboxFiles({}), folder };
}

test("a shell is told of a sandbox once an hour", async (t) => {
  const files = await place(t);
  const told = (minutes: number, shell = 1, sandbox = 99) => isNews(files, sandbox, { shell, now: at(minutes) });
  assert.equal(await told(0), true);
  assert.equal(await told(59), false);
  assert.equal(await told(59, 2), true, "another shell");
  assert.equal(await told(60), true);
  assert.equal(await told(61, 1, 100), true, "another sandbox");
});

test("a note that is damaged, or of another form, tells again, once", async (t) => {
  const files = await place(t);
  for (const text of ["{", "{}", '[1, null, {"sandbox": 99, "shell": "1", "at": 0}]']) {
    await writeFile(join(files.folder, "told.json"), text);
    assert.equal(await isNews(files, 99, { shell: 1, now: at(0) }), true, text);
    assert.equal(await isNews(files, 99, { shell: 1, now: at(1) }), false, text);
  }
});

test("where nothing can be noted it is told each time", async (t) => {
  const files = await place(t);
  const missing = { ...files, folder: join(files.folder, "missing") };
  for (const minutes of [0, 1]) assert.equal(await isNews(missing, 99, { shell: 1, now: at(minutes) }), true);
});
