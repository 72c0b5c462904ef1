import { readFile } from "node:fs/promises";

/** The text of a file below svcctl's own examples/, which stands in `folder`. */
export function readExample(path: string, folder: URL): Promise<string> {
  return readFile(new URL(path, folder), "utf8");
}
