import { readFile } from "node:fs/promises";

import { CliError, ExitCode } from "../errors.ts";
import { fileErrorWords } from "./file-error.ts";

/** Reads a text file. Rejects with a CliError worded as Go's os.ReadFile: "open x: no such file or directory". */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const exitCode = code === "ENOENT" ? ExitCode.notFound : ExitCode.failed;
    const call = code === "EISDIR" ? "read" : "open";
    throw new CliError(`${call} ${path}: ${fileErrorWords(error) ?? String(error)}`, { exitCode, cause: error });
  }
}
