import type { Context } from "../../src/context.ts";
import { CliError } from "../../src/errors.ts";
import { connect } from "../../src/kube/connect.ts";
import { compareFolders } from "../../src/manifests/compare.ts";
import { parseText } from "../../src/manifests/parse-text.ts";
import { readManifests } from "../../src/manifests/read.ts";
import { readTextFile } from "../../src/manifests/text-file.ts";
import { runProgram } from "../../src/program.ts";
import { testContext } from "./context.ts";
import type { TestSandbox } from "./sandbox.ts";

/** What a command line showed. */
export interface Shown {
  stdout: string;
  stderr: string;
  /** What was thrown for `main` to report; undefined when all went well. */
  error: CliError | undefined;
}

export interface RunOptions {
  /** The cluster to talk to; without it every connection fails, as on a machine with no cluster. */
  sandbox?: TestSandbox;
  stdin?: string;
  env?: Record<string, string>;
}

const noCluster = () => new CliError("no cluster to talk to", { exitCode: 7 });

/** Runs a command line in this process: real files, a real parser and a real wire; text in, text out. */
export async function runLine(argv: readonly string[], options: RunOptions = {}): Promise<Shown> {
  const context = contextOf(options);
  let error: CliError | undefined;
  try {
    await runProgram(argv, context);
  } catch (thrown) {
    if (!(thrown instanceof CliError)) throw thrown;
    error = thrown;
  }
  return { stdout: context.stdout, stderr: context.stderr, error };
}

function contextOf({ sandbox, stdin = "", env = {} }: RunOptions) {
  const { signal } = new AbortController();
  const read = () => Promise.resolve(Buffer.from(stdin));
  const context: Parameters<typeof testContext>[0] = {
    env,
    signal,
    stdin: read,
    readLine: async () => stdin.split("\n")[0] ?? "",
    now: () => new Date(),
    readTextFile,
    parseText: async (text) => parseText(text),
    compare: (comparison) => compareFolders(comparison, signal),
    manifests: (source) => readManifests(source, { stdin: read, signal }),
    connect: () => Promise.reject(noCluster()),
  };
  const made = testContext(context);
  if (sandbox) made.connect = (connection) => connectTo(sandbox, connection, made);
  return made;
}

function connectTo(sandbox: TestSandbox, options: Parameters<Context["connect"]>[0], { io, signal, now }: Context) {
  const note = (text: string) => io.note(text);
  return connect(
    { ...options, kubeconfig: sandbox.kubeconfigPath },
    {
      env: {},
      now,
      signal,
      note,
      warn: (text) => note(`Warning: ${text}`),
      runningSandbox: async () => undefined,
    },
  );
}
