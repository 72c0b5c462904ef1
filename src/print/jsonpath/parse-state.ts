/** How far a template has been read. */
export class ParseState {
  readonly #input: string;
  #at = 0;

  constructor(input: string) {
    this.#input = input;
  }

  isDone(): boolean {
    return this.#at >= this.#input.length;
  }

  /** The next character; "" at the end. */
  peek(): string {
    const code = this.#input.codePointAt(this.#at);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  /** Reads on over what the pattern (sticky) matches here; undefined, and nothing is read, where it does not. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#input);
    if (!match) return undefined;
    this.#at += match[0].length;
    return match[0];
  }
}
