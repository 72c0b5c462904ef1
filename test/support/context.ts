import { Chalk } from "chalk";

import type { Context } from "../../src/context.ts";

/** A Context made of values, and what was written through it. */
export interface TestContext extends Context {
  /** Everything that went to standard output. */
  readonly stdout: string;
  /** Every line that went to standard error, each with its newline. */
  readonly stderr: string;
}

const refuse = (what: string) => (): never => {
  throw new Error(`this test hands in no ${what}`);
};

/** A Context without colour, terminal or cluster, whose clock stands still. `parts` replaces what a test is about. */
export function testContext(parts: Partial<Context> = {}): TestContext {
  let stdout = "";
  let stderr = "";
  return {
    io: {
      out: (text) => void (stdout += text),
      note: (text) => void (stderr += `${text}\n`),
      style: new Chalk({ level: 0 }),
      width: undefined,
      isTTY: false,
    },
    screen: undefined,
    env: {},
    now: () => new Date("2026-01-01T00:00:00Z"),
    connect: refuse("cluster"),
    kubeconfig: refuse("kubeconfig"),
    stdin: refuse("standard input"),
    readLine: refuse("answer"),
    readTextFile: refuse("file"),
    parseText: refuse("parser"),
    compare: refuse("diff program"),
    manifests: refuse("manifests"),
    example: refuse("example"),
    sandbox: refuse("sandbox"),
    signal: new AbortController().signal,
    ...parts,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
  };
}
