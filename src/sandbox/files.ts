import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
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
    return JSON.parse(text) as RunningRecord;
  } catch {
    return undefined;
  }
}

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
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Makes the folder, for its user alone. */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fileError("use", path, error);
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
