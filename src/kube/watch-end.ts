import { linkSignals } from "../link-signals.ts";

/**
 * A watch that ends quietly with `ends`. When the user's request timeout (milliseconds) is first, it ends, too, and
 * `note` is told why: the user asked for it, and kubectl ends with success.
 */
export async function* untilEnd<T>(
  watch: (end: AbortSignal) => AsyncIterable<T>,
  ends: readonly (AbortSignal | undefined)[],
  milliseconds: number,
  note: (text: string) => void,
): AsyncGenerator<T> {
  const end = linkSignals(ends, milliseconds);
  try {
    yield* watch(end.signal);
  } finally {
    end.release();
  }
  if (end.timedOut) note(`the watch ended after the request timeout of ${milliseconds / 1000}s`);
}
