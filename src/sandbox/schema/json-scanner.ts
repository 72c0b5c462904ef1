/** The text is no JSON. The message is that of Go's decoder: `unexpected end of JSON input`. */
export class JsonSyntaxError extends Error {
  override readonly name = "JsonSyntaxError";
}

const DEEPEST = 1000;
const LITERALS: Readonly<Record<string, string>> = { t: "true", f: "false", n: "null" };

/** Walks a JSON text without building values. Refuses what Go's decoder refuses, in its words. */
export class JsonScanner {
  readonly #text: string;
  readonly #duplicates: string[] = [];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The paths of the keys that stand twice in one object. Throws `JsonSyntaxError`. */
  scan(): string[] {
    this.#value("");
    this.#space();
    if (this.#at < this.#text.length) this.#fail("after top-level value");
    return this.#duplicates;
  }

  #value(path: string): void {
    this.#space();
    const first = this.#peek();
    if (first === "{") this.#nested(() => this.#object(path));
    else if (first === "[") this.#nested(() => this.#array(path));
    else if (first === '"') this.#string();
    else if (/^[-0-9]$/.test(first)) this.#number();
    else if (LITERALS[first] !== undefined) this.#literal(LITERALS[first]);
    else this.#fail("looking for beginning of value");
  }

  #nested(scan: () => void): void {
    if (++this.#depth > DEEPEST) throw new JsonSyntaxError("exceeded max depth");
    this.#at++;
    this.#space();
    scan();
    this.#depth--;
  }

  #object(path: string): void {
    if (this.#skip("}")) return;
    const keys = new Set<string>();
    do {
      this.#space();
      if (this.#peek() !== '"') this.#fail("looking for beginning of object key string");
      const key = this.#string();
      const place = path === "" ? key : `${path}.${key}`;
      if (keys.has(key)) this.#duplicates.push(place);
      keys.add(key);
      this.#space();
      if (!this.#skip(":")) this.#fail("after object key");
      this.#value(place);
      this.#space();
    } while (this.#skip(","));
    if (!this.#skip("}")) this.#fail("after object key:value pair");
  }

  #array(path: string): void {
    if (this.#skip("]")) return;
    let index = 0;
    do {
      this.#value(`${path}[${index++}]`);
      this.#space();
    } while (this.#skip(","));
    if (!this.#skip("]")) this.#fail("after array element");
  }

  #string(): string {
    const start = this.#at++;
    for (;;) {
      const char = this.#peek();
      if (char < " ") this.#fail("in string literal");
      this.#at++;
      if (char === '"') break;
      if (char === "\\") this.#escape();
    }
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #escape(): void {
    if (!/^["\\/bfnrtu]$/.test(this.#peek())) this.#fail("in string escape code");
    if (!this.#skip("u")) {
      this.#at++;
      return;
    }
    for (let digits = 0; digits < 4; digits++) {
      if (!/^[0-9a-fA-F]$/.test(this.#peek())) this.#fail("in \\u hexadecimal character escape");
      this.#at++;
    }
  }

  #number(): void {
    this.#skip("-");
    if (!this.#skip("0")) this.#digits("in numeric literal");
    if (this.#skip(".")) this.#digits("after decimal point in numeric literal");
    if (this.#skip("e") || this.#skip("E")) {
      if (!this.#skip("+")) this.#skip("-");
      this.#digits("in exponent of numeric literal");
    }
  }

  #digits(context: string): void {
    if (!/^\d$/.test(this.#peek())) this.#fail(context);
    while (/^\d$/.test(this.#peek())) this.#at++;
  }

  #literal(word: string): void {
    for (const char of word) {
      if (!this.#skip(char)) this.#fail(`in literal ${word} (expecting '${char}')`);
    }
  }

  #space(): void {
    while (/^[ \t\r\n]$/.test(this.#peek())) this.#at++;
  }

  /** The next character; "" at the end. */
  #peek(): string {
    return this.#text[this.#at] ?? "";
  }

  #skip(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at++;
    return true;
  }

  #fail(context: string): never {
    const char = this.#peek();
    if (char === "") throw new JsonSyntaxError("unexpected end of JSON input");
    const quoted = char === "'" ? "\\'" : char === '"' ? '"' : JSON.stringify(char).slice(1, -1);
    throw new JsonSyntaxError(`invalid character '${quoted}' ${context}`);
  }
}
