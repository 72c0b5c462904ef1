import { CliError, ExitCode } from "../errors.ts";
import type { SandboxStatus } from "./control.ts";
import { readCredentials } from "./credentials-file.ts";
import { readRecord, type RunningRecord, sandboxFiles, type SandboxFiles } from "./files.ts";
import { probe } from "./probe.ts";

/** The record of a sandbox that answers; undefined when none does. A record that was left behind counts for nothing. */
export async function findRunning(files: SandboxFiles): Promise<RunningRecord | undefined> {
  const record = await readRecord(files);
  const credentials = record && (await readCredentials(files.credentials));
  if (!record || !credentials) return undefined;
  const answer = await probe(record.port, credentials);
  if (answer === "silent") {
    throw new CliError(`the sandbox at ${record.server} does not answer (process ${record.pid})`, {
      exitCode: ExitCode.timedOut,
      hint: `If it stays so, end it with 'kill ${record.pid}'.`,
    });
  }
  return answer === "ours" ? record : undefined;
}

/** The path of the kubeconfig of a sandbox that answers now; undefined when none does. */
export async function runningSandboxKubeconfig(
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const files = sandboxFiles(env);
  return (await findRunning(files)) ? files.kubeconfig : undefined;
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
