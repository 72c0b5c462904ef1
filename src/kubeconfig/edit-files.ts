import { CliError } from "../errors.ts";
import type { Change } from "./files.ts";
import type { LoadedFile } from "./merge.ts";

export async function editFiles(
  _changes: readonly Change[],
  _loaded: readonly LoadedFile[],
  _defaultPath: string,
): Promise<string[]> {
  throw new CliError("no edits");
}
