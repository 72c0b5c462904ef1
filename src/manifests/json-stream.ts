/**
 * Cuts the first JSON object off a stream of them. `rest` is what follows; undefined when the text does not begin with
 * an object, or the object does not end.
 */
export function cutObject(text: string): { object: string; rest: string } | undefined {
  const start = text.search(/\S/);
  if (text[start] !== "{") return undefined;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    }
    if (character === "{" || character === "[") depth++;
    if (character === "}" || character === "]") depth--;
    if (depth === 0) return { object: text.slice(start, at + 1), rest: text.slice(at + 1) };
  }
  return undefined;
}

/** The first key that an object of a valid JSON text has twice, and where it stands. Reads each character once. */
export function findDuplicateKey(text: string): { key: string; position: number } | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{" || character === "[") open.push(new Set());
    if (character === "}" || character === "]") open.pop();
    if (character !== '"') continue;
    const end = endOfString(text, at) ?? text.length;
    if (text[behindSpace(text, end)] === ":") {
      const quoted = text.slice(at, end);
      const key = quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
      if (open.at(-1)?.has(key)) return { key, position: at };
      open.at(-1)?.add(key);
    }
    at = end - 1;
  }
  return undefined;
}

/** Behind the quote that ends the string which begins at `start`; undefined when none does. */
function endOfString(text: string, start: number): number | undefined {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
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
