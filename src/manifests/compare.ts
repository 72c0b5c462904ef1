import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { CliError } from "../errors.ts";

/** Two states of the same objects: the text of each, by the name of its file. */
export interface Comparison {
  live: ReadonlyMap<string, string>;
  merged: ReadonlyMap<string, string>;
  /** KUBECTL_EXTERNAL_DIFF: a program and its arguments, parted by spaces; undefined: `diff -u -N`. */
  program: string | undefined;
}

export interface Differences {
  /** What the program printed. */
  output: string;
  /** Whether the states differ. */
  differ: boolean;
}

/**
 * Writes both states into folders and lets a diff program compare them. The program is started without a shell, and as
 * with kubectl only arguments of letters, digits, `-` and `=` reach it. Rejects with a CliError when it fails.
 */
export async function compareFolders({ live, merged, program }: Comparison, signal: AbortSignal): Promise<Differences> {
  const folders: string[] = [];
  try {
    for (const [name, files] of [["LIVE-", live] as const, ["MERGED-", merged] as const]) {
      const folder = await mkdtemp(join(tmpdir(), name));
      folders.push(folder);
      for (const [file, content] of files) await writeFile(join(folder, file), content, { mode: 0o600 });
    }
    const [command = "diff", ...args] = program?.split(" ").filter((part) => part !== "") ?? ["diff", "-u", "-N"];
    return await runDiff(command, [...args.filter((arg) => /^[a-zA-Z0-9=-]+$/.test(arg)), ...folders], signal);
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}

async function runDiff(command: string, args: readonly string[], signal: AbortSignal): Promise<Differences> {
  const failed = (why: string, cause?: unknown) => new CliError(`failed to run "${command}": ${why}`, { cause });
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], signal });
  try {
    const [output, errors, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    if (status === 0 || status === 1) return { output, differ: status === 1 };
    throw failed(`exit status ${String(status)}${errors === "" ? "" : `\n${errors.trimEnd()}`}`);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw failed(isMissing(error) ? "executable file not found in $PATH" : String(error), error);
  }
}

const isMissing = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT";
