import { readFile } from "node:fs/promises";

import { CliError } from "../errors.ts";
import { fileReason } from "../kubeconfig/file-reason.ts";
import type { Authenticator } from "./auth.ts";

/** client-go reads a token file again when what it knows is a minute old: mounted tokens are renewed in place. */
const FRESH_MS = 60_000;

/** Bearer tokens from a file. When the file cannot be read, the last token read counts, else `fallback`. */
export function readTokenFile(path: string, fallback: string | undefined, now: () => Date): Authenticator {
  let token = fallback;
  let readAt = -Infinity;
  return {
    credentials: async () => {
      if (now().getTime() - readAt >= FRESH_MS) {
        token = await readToken(path, token);
        readAt = now().getTime();
      }
      return { authorization: `Bearer ${token ?? ""}` };
    },
    refresh: async () => false,
  };
}

async function readToken(path: string, fallback: string | undefined): Promise<string> {
  try {
    const text = (await readFile(path, "utf8")).trim();
    if (text !== "") return text;
    if (fallback === undefined) throw new CliError(`read empty token from file "${path}"`);
    return fallback;
  } catch (thrown) {
    if (fallback !== undefined) return fallback;
    throw thrown instanceof CliError ? thrown : new CliError(`open ${path}: ${fileReason(thrown)}`, { cause: thrown });
  }
}
