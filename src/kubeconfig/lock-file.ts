import { mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";

import { CliError } from "../errors.ts";
import { fileReason } from "./file-reason.ts";

const ATTEMPTS = 40;
const WAIT_MS = 50;

/**
 * Does something while holding kubectl's own lock of a kubeconfig: a file beside it, with `.lock` at its end. Waits for
 * two seconds when another program holds it.
 */
export async function withLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  await take(lock);
  try {
    return await action();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await (await open(lock, "wx", 0o600)).close();
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== "EEXIST") {
        throw new CliError(`open ${lock}: ${fileReason(thrown)}`, { cause: thrown });
      }
      if (attempt === ATTEMPTS) throw locked(lock);
    }
    await setTimeout(WAIT_MS);
  }
}

const locked = (lock: string): CliError =>
  new CliError(`open ${lock}: file exists`, {
    hint: `Another program is changing the kubeconfig. If none is, delete ${lock}.`,
  });
