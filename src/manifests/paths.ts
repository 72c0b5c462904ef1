import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { CliError, ExitCode } from "../errors.ts";
import { fileErrorWords } from "./file-error.ts";
import { expandPattern, isPattern } from "./glob.ts";

const EXTENSIONS = [".json", ".yaml", ".yml"];

/**
 * The files that a word after -f stands for: a file, the manifests of a folder by name (with those below it when
 * `recursive`), or what a pattern matches. Rejects with a CliError in kubectl's words.
 */
export async function filesOf(path: string, recursive: boolean): Promise<string[]> {
  const paths = isPattern(path) && !(await exists(path)) ? await expandPattern(path) : [path];
  if (paths.length === 0) throw missing(path);
  const files = await Promise.all(paths.map((each) => filesAt(each, recursive)));
  return files.flat();
}

async function filesAt(path: string, recursive: boolean): Promise<string[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileErrorWords(error) === "no such file or directory" ? missing(path) : unreadable(path, error);
  });
  if (!found.isDirectory()) return [path];
  const files = await manifestsIn(path, recursive);
  if (files.length > 0) return files;
  throw new CliError(`error reading [${path}]: recognized file extensions are [${EXTENSIONS.join(" ")}]`);
}

async function manifestsIn(folder: string, recursive: boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(folder, error);
  });
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const files = await Promise.all(
    sorted.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return recursive ? manifestsIn(path, recursive) : [];
      return EXTENSIONS.some((extension) => entry.name.endsWith(extension)) ? [path] : [];
    }),
  );
  return files.flat();
}

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const missing = (path: string): CliError =>
  new CliError(`the path "${path}" does not exist`, { exitCode: ExitCode.notFound });

const unreadable = (path: string, error: unknown): CliError =>
  new CliError(`the path "${path}" cannot be accessed: ${fileErrorWords(error) ?? String(error)}`, { cause: error });
