import assert from "node:assert/strict";

import { Chalk } from "chalk";

import type { Context } from "../../src/context.ts";
import { CliError, InternalError } from "../../src/errors.ts";
import { escapeText } from "../../src/print/escape.ts";
import { runProgram } from "../../src/program.ts";
import { readSettings } from "../../src/settings.ts";
import { statusJson } from "../../src/status-json.ts";
import { testContext } from "../support/context.ts";

/** Written out, and not taken from the program: what a terminal obeys, or what hides and reorders text on it. */
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
const LONGEST_MS = 10_000;

/**
 * Runs a command line as `main` does, with a terminal behind both streams. Fails when it does not end, when it throws
 * what is no CliError, when a stack is shown, or when a control character comes out raw.
 */
export async function runAtTerminal(
  words: readonly string[],
  parts: (note: (text: string) => void) => Partial<Context>,
): Promise<string> {
  let shown = "";
  const note = (text: string) => void (shown += `${text}\n`);
  const out = (text: string) => void (shown += text);
  const io = { style: new Chalk({ level: 0 }), out, note, width: 100, isTTY: true };
  const context = testContext({ ...parts(note), io });
  const failure = await withinTime(runProgram(words, context));
  if (failure !== undefined) shown += reported(failure, words);
  const raw = OBEYED.exec(shown) ?? /\p{Surrogate}/u.exec(shown);
  assert.equal(
    raw,
    null,
    `raw control character in ${JSON.stringify(shown.slice(Math.max(0, (raw?.index ?? 0) - 80)))}`,
  );
  assert.doesNotMatch(shown, /^\s+at .*(\(|\/).*:\d+:\d+\)?$/m, "a stack is shown");
  return shown;
}

async function withinTime(run: Promise<void>): Promise<unknown> {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(() => resolve(new Error("it hangs")), LONGEST_MS)));
  const ended = run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  try {
    return await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What `main` writes about a failure. */
function reported(failure: unknown, words: readonly string[]): string {
  if (!(failure instanceof CliError) || failure instanceof InternalError) throw failure;
  assert.ok(failure.exitCode >= 1 && failure.exitCode <= 130, `exit code ${failure.exitCode}`);
  if (readSettings(words).jsonErrors) {
    const text = statusJson(failure);
    assert.equal(JSON.parse(text).kind, "Status");
    return `${text}\n`;
  }
  return [failure.text, failure.hint ?? ""].map((text) => escapeText(text, { keepLines: true })).join("\n");
}
