const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[{}[\]]/g;

/**
 * Cuts the first JSON object off a stream of them. `rest` is what follows; undefined when the text does not begin with
 * an object, or the object does not end.
 */
export function cutObject(text: string): { object: string; rest: string } | undefined {
  const start = text.search(/\S/);
  if (text[start] !== "{") return undefined;
  let depth = 0;
  for (const match of text.slice(start).matchAll(TOKEN)) {
    if (match[0] === "{" || match[0] === "[") depth++;
    if (match[0] === "}" || match[0] === "]") depth--;
    const end = start + match.index + match[0].length;
    if (depth === 0) return { object: text.slice(start, end), rest: text.slice(end) };
  }
  return undefined;
}

const KEY_OR_BRACKET = /("[^"\\]*(?:\\[\s\S][^"\\]*)*")(\s*:)?|[{}[\]]/g;

/** The first key that an object of a valid JSON text has twice, and where it stands. */
export function findDuplicateKey(text: string): { key: string; position: number } | undefined {
  const open: Set<string>[] = [];
  for (const { 0: token, 1: quoted, 2: colon, index: position } of text.matchAll(KEY_OR_BRACKET)) {
    if (token === "{" || token === "[") open.push(new Set());
    if (token === "}" || token === "]") open.pop();
    if (quoted === undefined || colon === undefined) continue;
    const key = quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
    if (open.at(-1)?.has(key)) return { key, position };
    open.at(-1)?.add(key);
  }
  return undefined;
}
