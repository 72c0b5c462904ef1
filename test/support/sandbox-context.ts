import { readManifests } from "../../src/manifests/read.ts";
import { readTextFile } from "../../src/manifests/text-file.ts";
import type { Context } from "../../src/context.ts";
import { CliError } from "../../src/errors.ts";
import { connect } from "../../src/kube/connect.ts";
import { runProgram } from "../../src/program.ts";
import { testContext } from "./context.ts";
import type { TestSandbox } from "./sandbox.ts";

/** What a command line wrote, and how it failed if it did. */
export interface Outcome {
  stdout: string;
  stderr: string;
  failure: CliError | undefined;
}

/** Runs a command line of svcctl in this process, against a sandbox. `parts` replaces parts of its context. */
export async function runOn(
  sandbox: TestSandbox,
  words: readonly string[],
  parts: Partial<Context> = {},
): Promise<Outcome> {
  const signal = parts.signal ?? new AbortController().signal;
  const stdin = parts.stdin ?? (async () => Buffer.from(""));
  const warnings: string[] = [];
  const context = testContext({
    now: () => new Date(),
    stdin,
    readTextFile,
    manifests: (source) => readManifests(source, { stdin, signal }),
    connect: (options) =>
      connect(
        { ...options, kubeconfig: sandbox.kubeconfigPath },
        {
          env: {},
          now: () => new Date(),
          signal,
          note: () => {},
          warn: (text) => void warnings.push(text),
          runningSandbox: async () => undefined,
        },
      ),
    ...parts,
    signal,
  });
  const failure = await runProgram(words, context).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof CliError) return error;
      throw error;
    },
  );
  const { stdout, stderr } = context;
  return { stdout, stderr: stderr + warnings.map((text) => `Warning: ${text}\n`).join(""), failure };
}
