import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** Whether a path has the wildcards of Go's filepath.Match: `*`, `?` and `[a-z]`. */
export const isPattern = (path: string): boolean => /[*?[]/.test(path);

/** The paths that a pattern matches, sorted. A wildcard matches within one folder's names; `**` is no more than `*`. */
export async function expandPattern(pattern: string): Promise<string[]> {
  let found = [pattern.startsWith("/") ? "/" : ""];
  for (const part of pattern.split("/").filter((name) => name !== "")) {
    const next = await Promise.all(found.map((folder) => expandPart(folder, part)));
    found = next.flat();
  }
  return found.toSorted();
}

async function expandPart(folder: string, part: string): Promise<string[]> {
  if (!isPattern(part)) return [join(folder, part)];
  const matches = patternOf(part);
  const names = await readdir(folder === "" ? "." : folder).catch((): string[] => []);
  return names.filter((name) => matches.test(name)).map((name) => join(folder, name));
}

function patternOf(part: string): RegExp {
  const source = part.replace(/\[\^?[^\]]+\]|[\s\S]/g, (piece) => {
    if (piece === "*") return ".*";
    if (piece === "?") return ".";
    return piece.length > 1 ? piece.replaceAll("\\", "\\\\") : piece.replace(/[\\^$.|+(){}[\]]/, "\\$&");
  });
  return new RegExp(`^${source}$`, "su");
}
