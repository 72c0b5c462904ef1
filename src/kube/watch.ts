import { linkSignals } from "../link-signals.ts";
import type { Metadata } from "../model/snapshot.ts";
import { escapeText } from "../print/escape.ts";
import type { WatchEvent } from "./client.ts";
import { ConnectionError } from "./connection-error.ts";
import { isNetworkFailure } from "./connection-failure.ts";
import { type RawEvent, readEvents } from "./event-lines.ts";
import type { Incoming } from "./exchange.ts";
import { refusal } from "./refusal.ts";
import { backOff, LONGEST_WAIT_MS, type Pace } from "./retry.ts";
import { StatusError } from "./status.ts";
import { WatchState } from "./watch-state.ts";
import { Watchdog } from "./watchdog.ts";

/** What is watched: a collection's objects, or their table rows one by one. */
export interface WatchSource<T> {
  /** The whole collection now. */
  list(signal: AbortSignal): Promise<{ resourceVersion: string | undefined; items: T[] }>;
  /** Opens a watch after a resourceVersion. */
  open(resourceVersion: string, signal: AbortSignal): Promise<Incoming>;
  /** The item of an event's object; undefined when there is none to show. */
  itemOf(object: Record<string, unknown>): T | undefined;
  metadataOf(item: T): Metadata;
}

export interface WatchStart<T> {
  /** Undefined: begin with a list, every item of which is told as ADDED. */
  resourceVersion: string | undefined;
  /** The list that `resourceVersion` comes from; with it a deletion during a gap can be told. */
  known: readonly T[] | undefined;
  signal: AbortSignal;
}

export interface WatchWorld {
  pace: Pace;
  note(text: string): void;
}

/**
 * Tells every change once, however often connections break: a closed or silent connection is opened again after the
 * last resourceVersion seen; after 410 Gone, the difference to a new list is told as events. Ends when the signal
 * aborts; throws what another attempt would not mend: refusals (4xx), certificates that are not trusted, bugs.
 */
export async function* watchChanges<T>(
  source: WatchSource<T>,
  { resourceVersion, known, signal }: WatchStart<T>,
  { pace, note }: WatchWorld,
): AsyncGenerator<WatchEvent<T>> {
  const state = new WatchState(source.metadataOf);
  if (known) state.seed(known);
  const cursor: Cursor = { resourceVersion, failures: 0, opened: false, told: false, patience: 0 };
  while (!signal.aborted) {
    try {
      if (cursor.resourceVersion === undefined) yield* relist(source, state, cursor, signal);
      yield* follow(source, state, cursor, signal, pace);
    } catch (thrown) {
      if (signal.aborted) return;
      judge(thrown, cursor, state.isComplete);
      if (!cursor.opened && !cursor.told) note(`The watch was interrupted and will go on: ${reasonOf(thrown)}`);
      cursor.told = !cursor.opened;
    }
    await pause(cursor, pace, signal);
  }
}

/** Where a watch stands. */
interface Cursor {
  /** Undefined: only a new list can tell. */
  resourceVersion: string | undefined;
  /** Attempts in a row that brought nothing. */
  failures: number;
  /** Whether the last attempt was answered at all. */
  opened: boolean;
  /** Whether the user knows of the outage. */
  told: boolean;
  /** Milliseconds that the server asked to be left alone for. */
  patience: number;
}

async function* relist<T>(
  source: WatchSource<T>,
  state: WatchState<T>,
  cursor: Cursor,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent<T>> {
  cursor.opened = false;
  const { resourceVersion, items } = await source.list(signal);
  cursor.opened = true;
  yield* state.replace(items);
  cursor.resourceVersion = resourceVersion ?? "0";
}

async function* follow<T>(
  source: WatchSource<T>,
  state: WatchState<T>,
  cursor: Cursor,
  signal: AbortSignal,
  pace: Pace,
): AsyncGenerator<WatchEvent<T>> {
  const over = new AbortController();
  const watchdog = new Watchdog(pace, over);
  const either = linkSignals([signal, over.signal]);
  cursor.opened = false;
  try {
    const { stream } = await source.open(cursor.resourceVersion ?? "0", either.signal);
    cursor.opened = true;
    for await (const raw of readEvents(stream)) {
      watchdog.feed();
      const event = accept(raw, source, state, cursor);
      if (event) yield event;
    }
  } finally {
    over.abort();
    either.release();
  }
}

/** Takes in one line of the watch. Throws the Status that an ERROR carries. */
function accept<T>(
  { type, object }: RawEvent,
  source: WatchSource<T>,
  state: WatchState<T>,
  cursor: Cursor,
): WatchEvent<T> | undefined {
  if (type === "ERROR") throw errorOf(object);
  const item = source.itemOf(object);
  if (item === undefined) return undefined;
  cursor.resourceVersion = source.metadataOf(item).resourceVersion ?? cursor.resourceVersion;
  cursor.failures = 0;
  if (type !== "ADDED" && type !== "MODIFIED" && type !== "DELETED") return undefined;
  return state.apply(type, item);
}

function errorOf(object: Record<string, unknown>): StatusError {
  const code = typeof object["code"] === "number" ? object["code"] : 500;
  return refusal(code, JSON.stringify(object), { method: "GET" });
}

/** Refusals that pass: a request that took too long, a state that is gone (a new list helps), too many requests. */
const PASSING = new Set([408, 410, 429]);

/** Whether another attempt may fare better than the one that brought this failure. */
function mayPass(thrown: unknown): boolean {
  if (thrown instanceof StatusError) return thrown.code < 400 || thrown.code >= 500 || PASSING.has(thrown.code);
  if (thrown instanceof ConnectionError) return !thrown.isLasting;
  return isNetworkFailure(thrown);
}

/** Decides how to go on after a failure: from the same place, from a new list, or not at all. */
function judge(thrown: unknown, cursor: Cursor, isComplete: boolean): void {
  if (!mayPass(thrown)) throw thrown;
  if (thrown instanceof StatusError) {
    if (isLost(thrown)) cursor.resourceVersion = undefined;
    cursor.patience = patienceFor(thrown);
  } else if (!cursor.opened && isComplete) {
    // whoever answers next may have started anew and count from the beginning: only a list can tell
    cursor.resourceVersion = undefined;
  }
}

/** Milliseconds that a Status asks to be left alone for, within the bound of all repetitions. */
function patienceFor({ status }: StatusError): number {
  const seconds = status.details?.retryAfterSeconds ?? 0;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds * 1000, 0), LONGEST_WAIT_MS) : 0;
}

/** Whether the server no longer has, or does not yet have, the state that a watch asked to go on from. */
const isLost = ({ code, reason, status }: StatusError): boolean =>
  code === 410 ||
  reason === "Expired" ||
  (status.details?.causes ?? []).some((cause) => cause.reason === "ResourceVersionTooLarge");

/** Waits before the next connection: shortly when the last was answered, longer and longer while there is none. */
async function pause(cursor: Cursor, pace: Pace, signal: AbortSignal): Promise<void> {
  const delay = backOff(cursor.failures++, { first: 100, most: cursor.opened ? 1000 : 30_000 }, pace);
  await pace.sleep(Math.max(delay, cursor.patience), signal).catch(() => {});
  cursor.patience = 0;
}

const reasonOf = (thrown: unknown): string =>
  escapeText(thrown instanceof ConnectionError || thrown instanceof StatusError ? thrown.text : String(thrown));
