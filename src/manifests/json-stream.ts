const TOKEN = /"(?:[^"\\]|\\[\s\S])*"|[{}[\]]/g;

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
