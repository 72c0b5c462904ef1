import { setTimeout } from "node:timers/promises";

import { CliError, ExitCode } from "../errors.ts";
import { linkSignals } from "../link-signals.ts";
import { MOST_BYTES } from "./limits.ts";

const ATTEMPTS = 3;
const PAUSE_MS = 1_000;
const MOST_REDIRECTS = 10;
const LONGEST_MS = 30_000;

export const isUrl = (word: string): boolean => /^https?:\/\//.test(word);

/**
 * Reads a manifest from a URL: three attempts, a second apart, when the server fails (5xx) or cannot be reached; at most
 * ten redirects; a password in the URL goes to no other server. Rejects with a CliError in kubectl's words.
 */
export async function download(url: string, signal: AbortSignal, pause = realPause): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    const limit = linkSignals([signal], LONGEST_MS);
    try {
      return await attemptDownload(url, limit.signal);
    } catch (error) {
      const failure = error instanceof DownloadError ? error : unreachable(url, error);
      if (!failure.isTransient || attempt === ATTEMPTS || signal.aborted) throw failure;
      await pause(PAUSE_MS, signal);
    } finally {
      limit.release();
    }
  }
}

type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

const realPause: Pause = (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal });

class DownloadError extends CliError {
  override readonly name = "DownloadError";
  readonly isTransient: boolean;

  constructor(message: string, isTransient: boolean, cause?: unknown) {
    super(message, { exitCode: isTransient ? ExitCode.noConnection : ExitCode.failed, cause });
    this.isTransient = isTransient;
  }
}

function unreachable(url: string, error: unknown): DownloadError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const words = cause instanceof Error && cause.message !== "" ? cause.message : String(cause);
  return new DownloadError(`unable to read URL "${withoutPassword(url)}": ${words}`, true, error);
}

async function attemptDownload(url: string, signal: AbortSignal): Promise<Uint8Array> {
  let next = new URL(url);
  let authorization = basicAuthorization(next);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const response = await fetch(withoutPassword(next.href), { headers, redirect: "manual", signal });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) return readBody(url, response);
    await response.body?.cancel();
    const target = new URL(location, next);
    if (!isUrl(target.href))
      throw new DownloadError(`unable to read URL "${withoutPassword(url)}": it leads to ${target.protocol}`, false);
    if (target.origin !== next.origin) authorization = undefined;
    next = target;
  }
  throw new DownloadError(
    `unable to read URL "${withoutPassword(url)}": stopped after ${MOST_REDIRECTS} redirects`,
    false,
  );
}

async function readBody(url: string, response: Response): Promise<Uint8Array> {
  const shown = withoutPassword(url);
  if (response.status !== 200) {
    await response.body?.cancel();
    const status = `${response.status} ${response.statusText}`.trim();
    throw new DownloadError(
      `unable to read URL "${shown}", server reported ${status}, status code=${response.status}`,
      response.status >= 500,
    );
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES)
      throw new DownloadError(`unable to read URL "${shown}": more than ${MOST_BYTES} bytes`, false);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A URL without the name and password that it may hold. */
export function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return url.replace(/\/\/.*@/s, "//");
  const parsed = new URL(url);
  parsed.username = "";
  parsed.password = "";
  return parsed.href;
}

function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === "") return undefined;
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(plain).toString("base64")}`;
}
