import { rm } from "node:fs/promises";

import { CliError } from "../errors.ts";
import { type RunningCluster, startCluster } from "./cluster.ts";
import type { SandboxOptions, SandboxStatus } from "./control.ts";
import { loadCredentials } from "./credentials-file.ts";
import {
  makePrivateFolder,
  readIfThere,
  type RunningRecord,
  sandboxFiles,
  type SandboxFiles,
  writePrivateFile,
} from "./files.ts";
import { kubeconfigText } from "./kubeconfig-text.ts";
import { withLock } from "./lock.ts";
import { persist, readState } from "./persistence.ts";
import { alreadyRunning, findRunning, statusOf } from "./running.ts";

/** What serving needs of the outside world. */
export interface ServeWorld {
  env: Readonly<Record<string, string | undefined>>;
  now: () => Date;
  /** This process's id. */
  pid: number;
  note(text: string): void;
}

/** Runs a sandbox in this process until `signal` aborts. */
export async function serve(
  options: SandboxOptions,
  world: ServeWorld,
  signal: AbortSignal,
  onReady: (status: SandboxStatus) => void,
): Promise<void> {
  const files = sandboxFiles(world.env);
  await makePrivateFolder(files.folder);
  const onError = (error: unknown) => world.note(`${world.now().toISOString()} ${describe(error)}`);
  const { cluster, persistence, record } = await withLock(files.lock, () => start(options, files, world, onError));
  onReady(statusOf(files, record));
  await aborted(signal);
  await cluster.stop();
  await persistence?.stop();
  await rm(files.running, { force: true });
}

async function start(
  options: SandboxOptions,
  files: SandboxFiles,
  { now, pid }: ServeWorld,
  onError: (error: unknown) => void,
) {
  const running = await findRunning(files);
  if (running) throw alreadyRunning(files, running);
  const { data, ...wished } = options;
  const state = data === undefined ? undefined : await readState(data);
  const credentials = await loadCredentials(files.credentials, now());
  const begin = (port: number) =>
    startCluster({ ...wished, port, nodePorts: true, credentials, now, onError, ...(state && { state }) });
  const last = wished.port === 0 ? await lastPort(files) : undefined;
  const cluster = (await startOnLastPort(last, begin)) ?? (await startOnPort(wished.port, begin));
  try {
    const persistence = data === undefined ? undefined : await persist(cluster.registry, data, onError);
    const { port, url: server } = cluster;
    const record: RunningRecord = { pid, port, server, startedAt: now().toISOString(), options };
    await writePrivateFile(files.kubeconfig, kubeconfigText(server, credentials));
    await writePrivateFile(files.running, JSON.stringify(record));
    return { cluster, persistence, record };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** The port of the sandbox before this one; undefined when there was none. */
async function lastPort({ kubeconfig }: SandboxFiles): Promise<number | undefined> {
  const [, port] = /^ *server: https:\/\/127\.0\.0\.1:(\d+)$/m.exec((await readIfThere(kubeconfig)) ?? "") ?? [];
  return port === undefined ? undefined : Number(port);
}

/** Starts where the last sandbox was, so that copies of its kubeconfig keep working; undefined when that cannot be. */
async function startOnLastPort(
  port: number | undefined,
  begin: (port: number) => Promise<RunningCluster>,
): Promise<RunningCluster | undefined> {
  if (port === undefined) return undefined;
  try {
    return await begin(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE" || code === "EACCES") return undefined;
    throw error;
  }
}

/** Says clearly when the wished port cannot be had. */
async function startOnPort(port: number, begin: (port: number) => Promise<RunningCluster>): Promise<RunningCluster> {
  try {
    return await begin(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") {
      const hint = "Choose another with --port, or leave --port out for any free one.";
      throw new CliError(`port ${port} of 127.0.0.1 is taken by another program`, { hint });
    }
    if (code === "EACCES") throw new CliError(`port ${port} of 127.0.0.1 may not be used by this user`);
    throw error;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
