import { linkSignals } from "../link-signals.ts";

/** The ends of a connection's watches by the user's request timeout (milliseconds; 0: none), which it ends all alike. */
export class WatchEnds {
  readonly #milliseconds: number;
  readonly #note: (text: string) => void;
  #isTold = false;

  constructor(milliseconds: number, note: (text: string) => void) {
    this.#milliseconds = milliseconds;
    this.#note = note;
  }

  /**
   * A watch that ends quietly with `ends`. When the request timeout is first, it ends, too, and for the first such watch
   * that is not `quiet` it is noted why: the user asked for it, and kubectl ends with success.
   */
  async *until<T>(
    watch: (end: AbortSignal) => AsyncIterable<T>,
    ends: readonly (AbortSignal | undefined)[],
    quiet = false,
  ): AsyncGenerator<T> {
    const end = linkSignals(ends, this.#milliseconds);
    try {
      yield* watch(end.signal);
    } finally {
      end.release();
    }
    if (!end.timedOut || quiet || this.#isTold) return;
    this.#isTold = true;
    this.#note(`the watch ended after the request timeout of ${this.#milliseconds / 1000}s`);
  }
}
