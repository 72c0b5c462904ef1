import { CliError, ExitCode } from "../errors.ts";
import type { SandboxStatus } from "./control.ts";
import { readCredentials } from "./credentials-file.ts";
import { readRecord, type RunningRecord, sandboxFiles, type SandboxFiles } from "./files.ts";
import { isSandboxProcess } from "./own-process.ts";
import { type Answer, probe } from "./probe.ts";
import { isNews } from "./told.ts";

/** The record of a sandbox that answers; undefined when none does. A record that was left behind counts for nothing. */
export async function findRunning(files: SandboxFiles): Promise<RunningRecord | undefined> {
  const { record, answer } = await look(files);
  if (answer === "silent") throw silent(record, "If it stays so, end it with 'svcctl sandbox stop'.");
  return answer === "ours" ? record : undefined;
}

/** The same for who is about to end it: one that hangs counts too, if its process is a sandbox beyond doubt. */
export async function findStoppable(files: SandboxFiles): Promise<RunningRecord | undefined> {
  const { record, answer } = await look(files);
  if (answer !== "silent") return answer === "ours" ? record : undefined;
  if (await isSandboxProcess(record.pid)) return record;
  throw silent(record, `Look at process ${record.pid}, and end it with 'kill ${record.pid}' if it is the sandbox.`);
}

type Look = { record: RunningRecord; answer: Answer } | { record?: undefined; answer?: undefined };

async function look(files: SandboxFiles): Promise<Look> {
  const record = await readRecord(files);
  const credentials = record && (await readCredentials(files.credentials));
  return record && credentials ? { record, answer: await probe(record.port, credentials) } : {};
}

function silent({ server, pid }: RunningRecord, hint: string): CliError {
  return new CliError(`the sandbox at ${server} does not answer (process ${pid})`, {
    exitCode: ExitCode.timedOut,
    hint,
  });
}

/** A sandbox to turn to. */
interface Running {
  kubeconfig: string;
  /** Whoever reads is to be told that commands go there. */
  isNews: boolean;
}

/** The sandbox that answers now; undefined when none does. A `shell` at a terminal is told of it once in a while only. */
export async function runningSandbox(
  env: Readonly<Record<string, string | undefined>>,
  shell: number | undefined,
  now: Date,
): Promise<Running | undefined> {
  const files = sandboxFiles(env);
  const record = await findRunning(files);
  if (!record) return undefined;
  const { kubeconfig } = files;
  return { kubeconfig, isNews: shell === undefined || (await isNews(files, record.pid, { shell, now })) };
}

export function statusOf(files: SandboxFiles, record: RunningRecord | undefined): SandboxStatus {
  if (!record) return { running: false, kubeconfig: files.kubeconfig };
  const { pid, server, startedAt, options } = record;
  return { running: true, pid, server, kubeconfig: files.kubeconfig, startedAt, options };
}

export function alreadyRunning({ kubeconfig }: SandboxFiles, { server, pid }: RunningRecord): CliError {
  return new CliError(`a sandbox is already running at ${server} (process ${pid})`, {
    exitCode: ExitCode.conflict,
    hint: `Use it with --kubeconfig ${kubeconfig}, or end it with 'svcctl sandbox stop'.`,
  });
}
