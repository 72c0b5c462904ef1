/** The first JSON object of a stream of them, as text, and what follows it. */
interface Cut {
  object: string;
  rest: string;
  /** How many values the object has inside at most: each stands behind a bracket, a brace or a comma. */
  mostValues: number;
}

/** Cuts the first JSON object off a stream of them; undefined when the text does not begin with one, or it does not end. */
export function cutObject(text: string): Cut | undefined {
  const start = text.search(/\S/);
  if (text[start] !== "{") return undefined;
  let depth = 0;
  let mostValues = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    }
    if (character === "{" || character === "[") depth++;
    if (character === "}" || character === "]") depth--;
    if (character === "," || character === "{" || character === "[") mostValues++;
    if (depth === 0) return { object: text.slice(start, at + 1), rest: text.slice(at + 1), mostValues };
  }
  return undefined;
}

/** The first key that an object of a valid JSON text has twice, and where it stands. Reads each character once. */
export function findDuplicateKey(text: string): { key: string; position: number } | undefined {
  const open: Keys[] = [];
  let depth = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === OPEN_OBJECT || character === OPEN_ARRAY) {
      depth++;
      open[depth] ??= new Keys();
      open[depth]?.clear();
    }
    if (character === CLOSE_OBJECT || character === CLOSE_ARRAY) depth--;
    if (character !== QUOTE) continue;
    const end = endOfString(text, at) ?? text.length;
    if (text[behindSpace(text, end)] === ":") {
      const quoted = text.slice(at, end);
      const key = quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
      if (open[depth]?.add(key)) return { key, position: at };
    }
    at = end - 1;
  }
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The keys of an object so far. Most have few, which a list finds faster than a Set that is made anew for each. */
class Keys {
  readonly #few: string[] = [];
  readonly #more = new Set<string>();

  clear(): void {
    this.#few.length = 0;
    if (this.#more.size > 0) this.#more.clear();
  }

  /** Whether the key was there before. */
  add(key: string): boolean {
    if (this.#few.includes(key) || this.#more.has(key)) return true;
    if (this.#few.length < FEW) this.#few.push(key);
    else this.#more.add(key);
    return false;
  }
}

const FEW = 16;

/** Behind the quote that ends the string which begins at `start`; undefined when none does. */
function endOfString(text: string, start: number): number | undefined {
  let end = text.indexOf('"', start + 1);
  while (text.charCodeAt(end - 1) === BACKSLASH && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? undefined : end + 1;
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === "\\") before--;
  return (at - before) % 2 === 1;
}

const SPACES: ReadonlySet<string | undefined> = new Set([" ", "\t", "\n", "\r"]);

function behindSpace(text: string, start: number): number {
  let at = start;
  while (SPACES.has(text[at])) at++;
  return at;
}
