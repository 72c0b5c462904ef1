import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

import { CliError } from "../errors.ts";
import type { SandboxOptions } from "./control.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Where the sandbox keeps what outlives a run. Only its user may read it. */
export interface SandboxFiles {
  folder: string;
  kubeconfig: string;
  /** Keys and certificates. */
  credentials: string;
  /** There as long as a sandbox runs. */
  running: string;
  /** There for the short time in which one starts. */
  lock: string;
  log: string;
}

/** What is noted of the sandbox that runs. */
export interface RunningRecord {
  pid: number;
  port: number;
  server: string;
  startedAt: string;
  options: SandboxOptions;
}

/** $XDG_STATE_HOME/svcctl, or ~/.local/state/svcctl. */
export function sandboxFiles(env: Env): SandboxFiles {
  const state = env["XDG_STATE_HOME"] || join(env["HOME"] || homedir(), ".local", "state");
  const folder = join(state, "svcctl");
  return {
    folder,
    kubeconfig: join(folder, "kubeconfig"),
    credentials: join(folder, "credentials.json"),
    running: join(folder, "sandbox.json"),
    lock: join(folder, "sandbox.lock"),
    log: join(folder, "sandbox.log"),
  };
}

/** The note of a sandbox that runs, or of one that ended without taking its note along. */
export async function readRecord({ running }: SandboxFiles): Promise<RunningRecord | undefined> {
  const text = await readIfThere(running);
  if (text === undefined) return undefined;
  try {
    const record = JSON.parse(text) as unknown;
    return isRecord(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is RunningRecord {
  if (typeof value !== "object" || value === null) return false;
  const { pid, port, server, startedAt, options } = value as Partial<Record<keyof RunningRecord, unknown>>;
  const numbers = Number.isSafeInteger(pid) && Number(pid) > 0 && Number.isSafeInteger(port) && isPort(Number(port));
  const texts = typeof server === "string" && typeof startedAt === "string";
  return numbers && texts && typeof options === "object" && options !== null;
}

const isPort = (port: number): boolean => port > 0 && port < 65_536;

const CONNECT_TIMEOUT_MS = 1000;

/** Whether anything on this machine accepts connections on a port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: CONNECT_TIMEOUT_MS });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => settle(true));
    socket.once("timeout", () => settle(false));
    socket.once("error", () => settle(false));
  });
}

/** A file's text; undefined when there is no such file. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** Makes the folder, for its user alone: also one that is there already and open to others. */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await makeFolder(path);
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) await chmod(path, 0o700);
  } catch (error) {
    throw fileError("use", path, error);
  }
}

/** What mkdir's `recursive` does, which never comes to an end where the system says ENOENT below a folder that is there. */
async function makeFolder(path: string): Promise<void> {
  const make = () => mkdir(path, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return;
    if (code !== "ENOENT" || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await make();
  }
}

/** What the system says of a file that cannot be used. */
export function fileError(verb: "read" | "write" | "use", path: string, error: unknown): CliError {
  const words = error instanceof Error ? error.message : String(error);
  // node names the call and its file: that may be a draft's
  return new CliError(`cannot ${verb} ${path}: ${words.replace(/, \w+ '.*'$/s, "")}`);
}

/** Writes a file that only its user may read, whole or not at all. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `.${Math.random().toString(36).slice(2)}.tmp`);
  try {
    await writeFile(draft, text, { mode: 0o600, flag: "wx" });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await chmod(path, 0o600);
}
