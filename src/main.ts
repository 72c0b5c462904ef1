import type { ChalkInstance } from "chalk";

import { chalkFor } from "./color.ts";
import type { Context, Io } from "./context.ts";
import { CliError, ExitCode, InternalError, SilentExit } from "./errors.ts";
import { fileErrorWords } from "./manifests/file-error.ts";
import { escapeText } from "./print/escape.ts";
import { wrapText } from "./print/wrap.ts";
import { runProgram } from "./program.ts";
import { createProgress } from "./progress.ts";
import { screenOf } from "./screen.ts";
import { readSettings, type Settings } from "./settings.ts";
import { statusJson } from "./status-json.ts";
import { Stdout } from "./stdout.ts";

const interrupted = new AbortController();
const stdout = new Stdout({
  open: () => process.stdout,
  platform: process.platform,
  onError: (error) => onStreamError(error, "/dev/stdout"),
});
let stderr: NodeJS.WriteStream | undefined;
const progress = createProgress({
  terminal: () => {
    const { isTTY, columns = 80 } = process.stderr;
    return isTTY ? { write: (text) => void openStderr().write(text), width: columns } : undefined;
  },
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds).unref();
    return () => clearTimeout(timer);
  },
});
let warnings = 0;

void main(process.argv.slice(2));

/** The composition root: turns the process into a Context, and what is thrown into stderr and an exit code. */
async function main(argv: string[]): Promise<void> {
  process.once("SIGINT", () => interrupt(ExitCode.interrupted));
  process.once("SIGTERM", () => interrupt(ExitCode.interrupted));
  const settings = readSettings(argv);
  const context = buildContext(settings);
  // a rejection that nobody handles comes here, too
  process.on("uncaughtException", (thrown) => {
    report(thrown, context.io, settings);
    interrupted.abort();
  });
  try {
    await runProgram(argv, context);
    if (settings.warningsAsErrors && warnings > 0)
      throw new CliError(`${warnings} ${warnings === 1 ? "warning" : "warnings"} received`);
  } catch (thrown) {
    report(thrown, context.io, settings);
  }
}

/** Standard error, opened when there is something to say: most runs say nothing. */
function openStderr(): NodeJS.WriteStream {
  stderr ??= process.stderr.on("error", (error) => onStreamError(error, "/dev/stderr"));
  return stderr;
}

function interrupt(code: number): void {
  process.exitCode = code;
  interrupted.abort();
}

/** A closed pipe is success: the reader has seen enough. An answer that cannot be written is a failure, told once. */
function onStreamError(error: NodeJS.ErrnoException, name: string): void {
  if (interrupted.signal.aborted) return;
  if (error.code === "EPIPE") process.exitCode ??= ExitCode.done;
  else {
    process.exitCode = ExitCode.failed;
    openStderr().write(`error: write ${name}: ${fileErrorWords(error) ?? String(error)}\n`);
  }
  interrupted.abort();
}

/** What is said is broken at the terminal's width; what is to be read by programs, or to be copied (-v), never is. */
function say(text: string, isProse: boolean): void {
  progress.clear();
  const { isTTY, columns } = openStderr();
  openStderr().write(wrapText(text, isProse && isTTY ? columns || undefined : undefined));
}

function buildIo({ color, verbosity }: Settings): Io {
  return {
    out: (text) => {
      progress.clear();
      stdout.write(text);
    },
    note: (text) => say(text, verbosity === 0),
    style: chalkFor(color, stdout.isTTY, process.env),
    // a terminal may not know how wide it is, and says 0
    width: (stdout.isTTY && stdout.stream.columns) || undefined,
    isTTY: stdout.isTTY,
  };
}

function buildContext(settings: Settings): Context {
  const io = buildIo(settings);
  const world = { env: process.env, now: () => new Date(), signal: interrupted.signal };
  const warn = warnOnce(io, () => chalkFor(settings.color, process.stderr.isTTY, process.env));
  return {
    io,
    screen: stdout.isTTY && process.env["TERM"] !== "dumb" ? screenOf(stdout.stream) : undefined,
    ...world,
    connect: async (options) => {
      const { connect } = await import("./kube/connect.ts");
      return connect(
        { verbosity: settings.verbosity, ...options },
        { ...world, note: io.note, warn, progress: progress.begin, runningSandbox },
      );
    },
    kubeconfig: async (options) => {
      const { readKubeconfigFiles } = await import("./kubeconfig/read.ts");
      return readKubeconfigFiles(options, process.env);
    },
    stdin: readStdin,
    readLine,
    readTextFile: async (path) => (await import("./manifests/text-file.ts")).readTextFile(path),
    parseText: async (text) => (await import("./manifests/parse-text.ts")).parseText(text),
    compare: async (comparison) => {
      const { compareFolders } = await import("./manifests/compare.ts");
      return compareFolders(comparison, interrupted.signal);
    },
    manifests: async (source) => {
      const { readManifests } = await import("./manifests/read.ts");
      return readManifests(source, { stdin: readStdin, signal: interrupted.signal });
    },
    example: async (path) => {
      const { readExample } = await import("./manifests/examples.ts");
      return readExample(path, new URL("../examples/", import.meta.url));
    },
    sandbox: async () => {
      const { sandboxControl } = await import("./sandbox/daemon.ts");
      return sandboxControl({ ...world, note: io.note, ...ownProcess() });
    },
  };
}

/** What the sandbox needs to start this very program again, in the background, and to end it. */
function ownProcess() {
  const program = process.argv[1] ?? "";
  // a standalone executable is its own program: the path that it sees is inside of it
  const isStandalone = /^(?:\/\$bunfs\/|[A-Z]:[\\/]~BUN[\\/])/.test(program);
  return {
    pid: process.pid,
    shell,
    kill: (pid: number, signal: NodeJS.Signals | 0) => void process.kill(pid, signal),
    node: process.execPath,
    nodeFlags: process.execArgv,
    program: isStandalone ? undefined : program,
  };
}

/** The shell to whose terminal notes go, as a process; undefined when they go elsewhere. */
const shell = (): number | undefined => (process.stderr.isTTY ? process.ppid : undefined);

/** The sandbox that runs on this machine; undefined when none does. */
async function runningSandbox() {
  const { runningSandbox: find } = await import("./sandbox/running.ts");
  return find(process.env, shell(), new Date());
}

async function readStdin(): Promise<Buffer> {
  const { readStream } = await import("./manifests/read-stream.ts");
  return readStream(process.stdin, "STDIN");
}

/** Reads no further than the line's end, so that a person need not end the input to be heard. */
async function readLine(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  return text.split(/\r?\n/)[0] ?? "";
}

/** Shows each distinct warning of the server once, as kubectl does. */
function warnOnce(io: Io, style: () => ChalkInstance): (text: string) => void {
  const seen = new Set<string>();
  return (text) => {
    warnings += seen.has(text) ? 0 : 1;
    if (!seen.has(text)) io.note(`${style().yellow("Warning:")} ${escapeText(text)}`);
    seen.add(text);
  };
}

function report(thrown: unknown, io: Io, settings: Settings): void {
  if (interrupted.signal.aborted) return;
  const error = thrown instanceof CliError ? thrown : new InternalError(thrown);
  process.exitCode = error.exitCode;
  if (error instanceof SilentExit) return;
  if (settings.jsonErrors) say(statusJson(error), false);
  const told = settings.jsonErrors ? [] : [error.text, error.hint];
  if (settings.verbosity > 0 && error.cause instanceof Error) told.push(error.cause.stack);
  for (const text of told) if (text !== undefined) io.note(escapeText(text, { keepLines: true }));
}
