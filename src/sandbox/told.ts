import { join } from "node:path";

import { readIfThere, type SandboxFiles, writePrivateFile } from "./files.ts";

/** Who reads what is said: the shell behind a terminal, and when. */
export interface Reader {
  shell: number;
  now: Date;
}

interface Told {
  sandbox: number;
  shell: number;
  at: number;
}

const AN_HOUR = 3_600_000;
/** How many shells are remembered. */
const MOST = 100;

/**
 * Whether a shell is to be told that commands go to this sandbox (its process): it is once an hour. What it was told is
 * noted, in place of a note that is damaged; where that cannot be written, it is told again.
 */
export async function isNews({ folder }: SandboxFiles, sandbox: number, { shell, now }: Reader): Promise<boolean> {
  const path = join(folder, "told.json");
  const isFresh = (told: Told) => told.sandbox === sandbox && now.getTime() - told.at < AN_HOUR;
  try {
    const known = readTold(await readIfThere(path)).filter(isFresh);
    if (known.some((told) => told.shell === shell)) return false;
    const next = [...known, { sandbox, shell, at: now.getTime() }].slice(-MOST);
    await writePrivateFile(path, `${JSON.stringify(next)}\n`);
  } catch {
    // then it is told each time
  }
  return true;
}

function readTold(text = "[]"): Told[] {
  try {
    const read = JSON.parse(text) as unknown;
    return Array.isArray(read) ? read.filter(isTold) : [];
  } catch {
    return [];
  }
}

const isTold = (value: unknown): value is Told =>
  typeof value === "object" &&
  value !== null &&
  ["sandbox", "shell", "at"].every((name) => typeof (value as Record<string, unknown>)[name] === "number");
