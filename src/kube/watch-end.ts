import { CliError, ExitCode } from "../errors.ts";
import { linkSignals } from "../link-signals.ts";

/** A watch that ends quietly with `ends`, and with an error when the user's request timeout (milliseconds) is first. */
export async function* untilEnd<T>(
  watch: (end: AbortSignal) => AsyncIterable<T>,
  ends: readonly (AbortSignal | undefined)[],
  milliseconds: number,
): AsyncGenerator<T> {
  const end = linkSignals(ends, milliseconds);
  try {
    yield* watch(end.signal);
  } finally {
    end.release();
  }
  if (!end.timedOut) return;
  throw new CliError(`the watch ended after the request timeout of ${milliseconds / 1000}s`, {
    exitCode: ExitCode.timedOut,
  });
}
