import assert from "node:assert/strict";
import { test } from "node:test";

import { createWorkLoop } from "../../../src/sandbox/controllers/work-loop.ts";

const fail = (error: unknown) => assert.fail(String(error));

test("a key that is noted several times is reconciled once", async () => {
  const loop = createWorkLoop(fail);
  const seen: string[] = [];
  const queue = loop.queue((key) => seen.push(key));
  for (const key of ["a", "b", "a"]) queue.add(key);
  assert.deepEqual(seen, []);
  await loop.whenIdle();
  assert.deepEqual(seen, ["a", "b"]);
});

test("a queue that was made earlier goes first, even when it is filled later", async () => {
  const loop = createWorkLoop(fail);
  const seen: string[] = [];
  const first = loop.queue((key) => seen.push(`first ${key}`));
  const second = loop.queue((key) => {
    seen.push(`second ${key}`);
    if (key === "1") first.add("late");
  });
  second.add("1");
  second.add("2");
  await loop.whenIdle();
  assert.deepEqual(seen, ["second 1", "first late", "second 2"]);
});

test("a reconciler that throws does not stop the others", async () => {
  const errors: unknown[] = [];
  const loop = createWorkLoop((error) => errors.push(error));
  const seen: string[] = [];
  const queue = loop.queue((key) => {
    seen.push(key);
    if (key === "bad") throw new Error("broken");
  });
  for (const key of ["bad", "good"]) queue.add(key);
  await loop.whenIdle();
  assert.deepEqual(seen, ["bad", "good"]);
  assert.equal(errors.length, 1);
});

test("of several delays for one key the shortest counts", async () => {
  const loop = createWorkLoop(fail);
  const seen: string[] = [];
  const done = new Promise<void>((resolve) => {
    const queue = loop.queue((key) => {
      seen.push(key);
      if (key === "last") resolve();
    });
    queue.addAfter("a", 60_000);
    queue.addAfter("a", 1);
    queue.addAfter("a", 60_000);
    queue.addAfter("last", 20);
  });
  await done;
  loop.stop();
  assert.deepEqual(seen, ["a", "last"]);
});

test("nothing runs after the loop is stopped", async () => {
  const loop = createWorkLoop(fail);
  const queue = loop.queue(() => assert.fail("ran"));
  queue.add("a");
  queue.addAfter("b", 1);
  loop.stop();
  queue.add("c");
  await new Promise((resolve) => setTimeout(resolve, 10));
});
