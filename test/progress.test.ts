import assert from "node:assert/strict";
import { test } from "node:test";

import { createProgress } from "../src/progress.ts";

const ERASE = "\r\u001b[K";

/** Progress on a terminal of a width, with a clock that is moved by hand. */
function onTerminal({ width = 80, isTerminal = true } = {}) {
  const written: string[] = [];
  let due: (() => void) | undefined;
  const progress = createProgress({
    terminal: () => (isTerminal ? { write: (text) => void written.push(text), width } : undefined),
    after: (milliseconds, call) => {
      assert.equal(milliseconds, 1000);
      due = call;
      return () => void (due = undefined);
    },
  });
  return { progress, written, secondPasses: () => due?.() };
}

test("what is over within a second is not told", () => {
  const { progress, written, secondPasses } = onTerminal();
  progress.begin("Reading services")();
  secondPasses();
  assert.deepEqual(written, []);
});

test("what takes longer is told, and the line vanishes when it is over", () => {
  const { progress, written, secondPasses } = onTerminal();
  const done = progress.begin("Reading services");
  secondPasses();
  done();
  assert.deepEqual(written, [`${ERASE}Reading services …`, ERASE]);
});

test("of several things the last is told, until all are over", () => {
  const { progress, written, secondPasses } = onTerminal();
  const first = progress.begin("Reading services");
  secondPasses();
  const second = progress.begin("Reading pods");
  first();
  second();
  assert.deepEqual(written, [`${ERASE}Reading services …`, `${ERASE}Reading pods …`, ERASE]);
});

test("the line makes room for what else is written", () => {
  const { progress, written, secondPasses } = onTerminal();
  progress.begin("Reading services");
  secondPasses();
  progress.clear();
  progress.clear();
  assert.deepEqual(written.slice(1), [ERASE]);
});

test("names cannot command the terminal, and the line is no longer than the terminal is wide", () => {
  const { progress, written, secondPasses } = onTerminal({ width: 12 });
  progress.begin("Reading \u001b[31mservices");
  secondPasses();
  assert.deepEqual(written, [`${ERASE}Reading ^[…`]);
});

test("nothing is told where there is no terminal", () => {
  const { progress, written, secondPasses } = onTerminal({ isTerminal: false });
  const done = progress.begin("Reading services");
  secondPasses();
  done();
  assert.deepEqual(written, []);
});
