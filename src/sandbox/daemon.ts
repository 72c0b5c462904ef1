import { existsSync } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { CliError, ExitCode, UsageError } from "../errors.ts";
import { reportingStart, startInBackground } from "./background.ts";
import type { SandboxControl, SandboxOptions, SandboxStatus } from "./control.ts";
import {
  isListening,
  makePrivateFolder,
  readRecord,
  type RunningRecord,
  sandboxFiles,
  type SandboxFiles,
} from "./files.ts";
import { requireNodeCount } from "./nodes/node-objects.ts";
import { isSandboxProcess } from "./own-process.ts";
import { alreadyRunning, findRunning, findStoppable, statusOf } from "./running.ts";
import type { ServeWorld } from "./serve.ts";
import { isNews } from "./told.ts";

/** What running the sandbox needs of the outside world. */
export interface SandboxWorld extends ServeWorld {
  signal: AbortSignal;
  /** The shell to whose terminal notes go, as a process; undefined when they go elsewhere. */
  shell(): number | undefined;
  /** Sends a signal to a process; throws when there is none. 0 only asks whether there is one. */
  kill(pid: number, signal: "SIGTERM" | "SIGKILL" | 0): void;
  /** The executable, its flags, and the path of the program that it runs; none where the executable is the program. */
  node: string;
  nodeFlags: readonly string[];
  program: string | undefined;
}

/** Controls the sandbox of this user, through its files and its API. */
export function sandboxControl(world: SandboxWorld): SandboxControl {
  const files = sandboxFiles(world.env);
  const start = async (wished: SandboxOptions): Promise<SandboxStatus> => {
    const options = checked(wished);
    const running = await findRunning(files);
    if (running) throw alreadyRunning(files, running);
    await makePrivateFolder(files.folder);
    const status = await startInBackground(options, files, world);
    await noteTold(status, files, world);
    return status;
  };
  const stop = async (): Promise<SandboxStatus> => {
    const running = await findStoppable(files);
    if (running) {
      await end(running, files, world);
      return { ...statusOf(files, running), running: false };
    }
    const status = await look(files, world);
    if (status.lost) await rm(files.running, { force: true });
    return status;
  };
  return {
    start,
    stop,
    serve: (options, signal, onReady) =>
      reportingStart(world.env, async (report) => {
        const { serve } = await import("./serve.ts");
        await serve(checked(options), world, signal, (status) => {
          onReady(status);
          report(status);
        });
      }),
    status: () => look(files, world),
    async reset() {
      const running = await findRunning(files);
      if (!running) throw notRunning();
      await stop();
      const again = () => start({ ...running.options, port: running.port });
      const { data } = running.options;
      return data === undefined ? again() : withoutFile(data, again);
    },
    kubeconfig: () => readKubeconfig(files),
  };
}

/** Whoever starts a sandbox need not be told that it is used. */
async function noteTold({ pid }: SandboxStatus, files: SandboxFiles, { shell, now }: SandboxWorld): Promise<void> {
  const started = shell();
  if (pid !== undefined && started !== undefined) await isNews(files, pid, { shell: started, now: now() });
}

/** Runs `action` with a file out of its way. The file is deleted afterwards; it is put back when `action` fails. */
async function withoutFile<T>(path: string, action: () => Promise<T>): Promise<T> {
  if (!existsSync(path)) return action();
  const aside = `${path}.old`;
  await rename(path, aside);
  try {
    const result = await action();
    await rm(aside, { force: true });
    return result;
  } catch (error) {
    await rename(aside, path);
    throw error;
  }
}

async function look(files: SandboxFiles, world: SandboxWorld): Promise<SandboxStatus> {
  const running = await findRunning(files);
  const lost = running ? undefined : await findLost(files, world);
  return { ...statusOf(files, running), ...(lost && { lost }) };
}

/** The sandbox that left its note behind when its process ended; undefined when none did. */
async function findLost(files: SandboxFiles, { kill }: SandboxWorld): Promise<SandboxStatus["lost"]> {
  const record = await readRecord(files);
  if (!record) return undefined;
  const lost = { pid: record.pid, log: files.log };
  try {
    kill(record.pid, 0);
  } catch {
    return lost;
  }
  // a process that nobody has taken leave of is there and has no command line; a number may be another process's by now
  return (await isSandboxProcess(record.pid)) ? undefined : lost;
}

const HIGHEST_PORT = 65_535;

/** Options that are sound, and hold wherever they are read: a data file is named by its whole path. */
function checked(options: SandboxOptions): SandboxOptions {
  requireNodeCount(options.nodes);
  if (options.port < 0 || options.port > HIGHEST_PORT) {
    throw new UsageError(`a port is a number from 0 to ${HIGHEST_PORT}, not ${options.port}`);
  }
  return options.data === undefined ? options : { ...options, data: resolve(options.data) };
}

const START_HINT = "Start one with 'svcctl sandbox start'.";

function notRunning(): CliError {
  return new CliError("no sandbox is running", { exitCode: ExitCode.notFound, hint: START_HINT });
}

async function readKubeconfig(files: SandboxFiles): Promise<string> {
  try {
    return await readFile(files.kubeconfig, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new CliError("no sandbox has been started yet", { exitCode: ExitCode.notFound, hint: START_HINT });
  }
}

const END_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 25;

/** Ends the process and waits until nothing is left of it. One that takes too long is ended by force. */
async function end(running: RunningRecord, files: SandboxFiles, { kill }: SandboxWorld): Promise<void> {
  const signal = (name: "SIGTERM" | "SIGKILL") => {
    try {
      kill(running.pid, name);
    } catch {
      // it has ended meanwhile
    }
  };
  signal("SIGTERM");
  for (let waited = 0; waited < END_TIMEOUT_MS; waited += LOOK_EVERY_MS) {
    const record = await readRecord(files);
    if (record?.pid !== running.pid && !(await isListening(running.port))) return;
    await pause(LOOK_EVERY_MS);
  }
  signal("SIGKILL");
  await rm(files.running, { force: true });
}
