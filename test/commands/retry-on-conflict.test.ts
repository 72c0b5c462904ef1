import assert from "node:assert/strict";
import { test } from "node:test";

import { retryOnConflict } from "../../src/commands/retry-on-conflict.ts";
import { CliError, ExitCode } from "../../src/errors.ts";

const conflict = () => new CliError("the object has been modified", { exitCode: ExitCode.conflict });

/** Fails with `failure` as often as said, and keeps the versions that it was tried on. */
function attempts(failures: number, failure: () => Error) {
  const tried: number[] = [];
  const attempt = async (version: number) => {
    tried.push(version);
    if (tried.length <= failures) throw failure();
    return `done on ${version}`;
  };
  return { tried, attempt };
}

test("a change that another one crosses is tried again on the object as it is then", async () => {
  const { tried, attempt } = attempts(2, conflict);
  let version = 1;
  assert.equal(await retryOnConflict(version, attempt, async () => ++version), "done on 3");
  assert.deepEqual(tried, [1, 2, 3]);
});

test("after five more attempts the conflict is told", async () => {
  const { tried, attempt } = attempts(100, conflict);
  await assert.rejects(
    retryOnConflict(0, attempt, async () => 0),
    { message: "the object has been modified" },
  );
  assert.equal(tried.length, 6);
});

test("another failure ends the attempts at once", async () => {
  const { tried, attempt } = attempts(1, () => new CliError("no"));
  await assert.rejects(
    retryOnConflict(0, attempt, async () => 0),
    { message: "no" },
  );
  assert.equal(tried.length, 1);
});
