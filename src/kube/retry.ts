import type { IncomingHttpHeaders } from "node:http";
import { setTimeout } from "node:timers/promises";

/** How long to wait, and what to be told by chance: handed in, so that tests need neither. */
export interface Pace {
  /** Resolves after so many milliseconds; rejects when `signal` aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** A number from 0 up to 1. */
  random(): number;
}

/** client-go's bound on repetitions of one request. */
export const MAX_RETRIES = 10;

/** Nobody is left alone for longer than this, whatever a server asks for. Milliseconds. */
export const LONGEST_WAIT_MS = 60_000;

const RESET_CODES = new Set(["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"]);

/**
 * Milliseconds until a refused request may be sent again; undefined when it must not be. client-go repeats any request
 * that is answered with 429 or 5xx and a `Retry-After` of whole seconds: the server says that it did nothing.
 *
 * @param most milliseconds beyond which nobody waits, whatever the server asks for; 0: a minute
 */
export function delayAfterAnswer(
  status: number,
  headers: IncomingHttpHeaders,
  pace: Pace,
  most = 0,
): number | undefined {
  const after = headers["retry-after"];
  if ((status !== 429 && status < 500) || after === undefined || !/^\d{1,9}$/.test(after)) return undefined;
  return Math.min(Math.round(Number(after) * 1000 + pace.random() * 100), most || LONGEST_WAIT_MS);
}

/**
 * Milliseconds until a request whose connection broke may be sent again; undefined when it must not be. Only a GET is
 * repeated: after a write nobody knows whether it was done.
 */
export function delayAfterFailure(thrown: unknown, method: string, attempt: number, pace: Pace): number | undefined {
  const { code } = thrown as NodeJS.ErrnoException;
  if (method !== "GET" || code === undefined || !RESET_CODES.has(code)) return undefined;
  return backOff(attempt, { first: 100, most: 1000 }, pace);
}

/** A delay that doubles with each attempt (0, 1, …) up to `most` milliseconds, a random half of it taken off. */
export function backOff(attempt: number, { first, most }: { first: number; most: number }, pace: Pace): number {
  const full = Math.min(most, first * 2 ** Math.min(attempt, 30));
  return Math.round(full * (0.5 + pace.random() / 2));
}

/** The real clock and real chance. */
export const realPace: Pace = {
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
  random: () => Math.random(),
};
