import { setMaxListeners } from "node:events";

/** A signal that ends when others do, until it is released. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Whether its own time limit ended it, not one of the others. */
  readonly timedOut: boolean;
  /** Lets go of the others and of the timer; the signal is then ended by nothing. */
  release(): void;
}

/** The longest that a timer of node waits, in milliseconds: what is longer would end at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * A signal that aborts with the first of `others`, for its reason, or after `milliseconds` (0: no limit) with a
 * TimeoutError. For AbortSignal.any and AbortSignal.timeout, whose signals Node 20 forgets when memory is collected: a
 * request would then outlive its time limit and Ctrl-C. The timer keeps no process alive.
 */
export function linkSignals(others: readonly (AbortSignal | undefined)[], milliseconds = 0): LinkedSignal {
  const over = new AbortController();
  // however many requests wait for it
  setMaxListeners(0, over.signal);
  const parents = others.filter((other) => other !== undefined);
  const end = (event: Event) => over.abort((event.target as AbortSignal).reason);
  const timeOut = () => {
    timedOut = !over.signal.aborted;
    over.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
  };
  let timedOut = false;
  const timer = milliseconds > 0 ? setTimeout(timeOut, Math.min(milliseconds, LONGEST_TIMER)).unref() : undefined;
  for (const parent of parents) parent.addEventListener("abort", end, { once: true });
  const ended = parents.find(({ aborted }) => aborted);
  if (ended) over.abort(ended.reason);
  return {
    signal: over.signal,
    get timedOut() {
      return timedOut;
    },
    release() {
      clearTimeout(timer);
      for (const parent of parents) parent.removeEventListener("abort", end);
    },
  };
}
