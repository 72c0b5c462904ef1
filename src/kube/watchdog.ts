import type { Pace } from "./retry.ts";

/** A connection is taken for dead after this many silent spans: bookmarks come about once a minute. */
const SILENT_SPANS = 3;
const SPAN_MS = 30_000;

/** Aborts a connection that has been silent for too long. */
export class Watchdog {
  readonly #over: AbortController;
  #silent = 0;

  constructor(pace: Pace, over: AbortController) {
    this.#over = over;
    void this.#run(pace);
  }

  feed(): void {
    this.#silent = 0;
  }

  async #run(pace: Pace): Promise<void> {
    while (!this.#over.signal.aborted) {
      await pace.sleep(SPAN_MS, this.#over.signal).catch(() => {});
      if (++this.#silent >= SILENT_SPANS) this.#over.abort();
    }
  }
}
