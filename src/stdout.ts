import { fstatSync, writeSync } from "node:fs";
import { isatty } from "node:tty";

const FD = 1;
/** What a pipe takes that nobody reads yet. */
const AT_ONCE = 65_536;

interface StdoutOptions {
  /** Opens its stream. */
  open(): NodeJS.WriteStream;
  platform: NodeJS.Platform;
  /** Is told once of what keeps the output from being written: EPIPE, ENOSPC, … */
  onError(error: NodeJS.ErrnoException): void;
}

/**
 * Standard output. Opening its stream takes longer than most answers take to write, so what goes to no terminal is
 * written to the file descriptor, all of it before `write` returns. But nothing, no signal either, comes through to a
 * program that waits there for somebody to read: what is more than a pipe takes goes through the stream.
 */
export class Stdout {
  readonly isTTY = isatty(FD);
  readonly #options: StdoutOptions;
  #opened: NodeJS.WriteStream | undefined;
  #hasFailed = false;
  #written = 0;

  constructor(options: StdoutOptions) {
    this.#options = options;
  }

  /** The stream, which terminals need for their size, and full pipes for their patience. */
  get stream(): NodeJS.WriteStream {
    this.#opened ??= this.#options.open().on("error", (error) => this.#fail(error));
    return this.#opened;
  }

  write(text: string): void {
    if (this.#hasFailed) return;
    // consoles and pipes of Windows are more than descriptors
    if (this.isTTY || this.#opened || this.#options.platform === "win32") return void this.stream.write(text);
    const bytes = Buffer.from(text);
    this.#written += bytes.length;
    if (this.#written > AT_ONCE && mayWait()) this.stream.write(bytes);
    else this.#writeNow(bytes);
  }

  #writeNow(bytes: Uint8Array): void {
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(FD, bytes, written);
    } catch (thrown) {
      const error = thrown as NodeJS.ErrnoException;
      // somebody has made the pipe one that does not wait
      if (error.code === "EAGAIN") this.stream.write(bytes.subarray(written));
      else this.#fail(error);
    }
  }

  #fail(error: NodeJS.ErrnoException): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#options.onError(error);
  }
}

/** Whether somebody must read what is written before there is room for more. */
function mayWait(): boolean {
  const about = fstatSync(FD);
  return about.isFIFO() || about.isSocket();
}
