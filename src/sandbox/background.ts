import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, writeSync } from "node:fs";
import { text } from "node:stream/consumers";

import { CliError, ExitCode } from "../errors.ts";
import type { SandboxOptions, SandboxStatus } from "./control.ts";
import { readIfThere, type SandboxFiles } from "./files.ts";

/** Names the file descriptor on which a background process tells its parent how its start went. */
const READY_FD = "SVCCTL_SANDBOX_READY_FD";
const FD = 3;
const START_TIMEOUT_MS = 20_000;

type Env = Readonly<Record<string, string | undefined>>;

/** How a start went, as one line of JSON. */
type Report = { ready: SandboxStatus } | { failed: { message: string; exitCode: ExitCode; hint?: string | undefined } };

interface BackgroundWorld {
  env: Env;
  signal: AbortSignal;
  node: string;
  nodeFlags: readonly string[];
  program: string | undefined;
}

/**
 * Starts this program again as a process of its own that serves, and resolves when it is ready. When it does not become
 * ready, nothing of it is left, and its own failure is thrown.
 */
export async function startInBackground(
  options: SandboxOptions,
  files: SandboxFiles,
  { env, signal, node, nodeFlags, program }: BackgroundWorld,
): Promise<SandboxStatus> {
  const log = openSync(files.log, "w", 0o600);
  const own = program === undefined ? [] : [program];
  const child = spawn(node, [...nodeFlags, ...own, "sandbox", "start", "--foreground", ...flagsOf(options)], {
    detached: true,
    stdio: ["ignore", log, log, "pipe"],
    env: { ...env, [READY_FD]: String(FD) },
  });
  closeSync(log);
  const giveUp = () => child.kill("SIGTERM");
  const timer = setTimeout(giveUp, START_TIMEOUT_MS);
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    return await outcome(child, files);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
    child.unref();
  }
}

function flagsOf({ nodes, port, loadBalancer, data }: SandboxOptions): string[] {
  return [
    `--nodes=${nodes}`,
    `--port=${port}`,
    ...(loadBalancer ? ["--load-balancer"] : []),
    ...(data === undefined ? [] : [`--data=${data}`]),
  ];
}

async function outcome(child: ChildProcess, files: SandboxFiles): Promise<SandboxStatus> {
  const pipe = child.stdio[FD];
  const failed = once(child, "error").then(([error]) => Promise.reject(error));
  const reported = pipe && "read" in pipe ? text(pipe) : Promise.resolve("");
  const line = await Promise.race([reported, failed]);
  if (line === "") {
    const log = await readIfThere(files.log);
    throw new CliError("the sandbox ended before it was ready", { hint: log?.trim() || `Its log is ${files.log}.` });
  }
  const report = JSON.parse(line) as Report;
  if ("ready" in report) return report.ready;
  const { message, exitCode, hint } = report.failed;
  throw new CliError(message, { exitCode, ...(hint !== undefined && { hint }) });
}

/** Runs `serve`, and tells a parent that waits for it how its start went. Without such a parent, it only runs it. */
export async function reportingStart(
  env: Env,
  serve: (onReady: (status: SandboxStatus) => void) => Promise<void>,
): Promise<void> {
  let report = env[READY_FD] === String(FD) ? tellParent : undefined;
  const tell = (news: Report) => {
    report?.(news);
    report = undefined;
  };
  try {
    await serve((ready) => tell({ ready }));
  } catch (error) {
    const { message, exitCode, hint } =
      error instanceof CliError ? error : new CliError(String(error), { exitCode: ExitCode.failed });
    tell({ failed: { message, exitCode, hint } });
    throw error;
  }
}

function tellParent(news: Report): void {
  writeSync(FD, JSON.stringify(news));
  closeSync(FD);
}
