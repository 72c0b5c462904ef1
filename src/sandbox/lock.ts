import { open, rm, stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

import { CliError, ExitCode } from "../errors.ts";

/** A start takes less than a second; a lock older than this was left behind. */
const STALE_MS = 30_000;
const WAIT_MS = 15_000;
const RETRY_MS = 50;

/** Runs `action` while no other process holds the lock file. Waits for one that does. */
export async function withLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  await acquire(path);
  try {
    return await action();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string): Promise<void> {
  for (let waited = 0; waited < WAIT_MS; waited += RETRY_MS) {
    if (await create(path)) return;
    const age = await ageOf(path);
    if (age !== undefined && age > STALE_MS) await rm(path, { force: true });
    else await pause(RETRY_MS);
  }
  throw new CliError("another process is starting a sandbox", {
    exitCode: ExitCode.conflict,
    hint: `If none is, remove ${path} and try again.`,
  });
}

async function create(path: string): Promise<boolean> {
  try {
    await (await open(path, "wx", 0o600)).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function ageOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && Date.now() - found.mtimeMs;
}
