/**
 * The lines, from 1, on which the documents of a YAML stream begin: the first line of content behind each `---` (which no
 * document can hold at the beginning of a line), or the marker itself. Bare documents behind `...` are not looked for.
 */
export function documentLines(text: string): number[] {
  const starts: number[] = [];
  let isOpen = false;
  for (const [at, line] of text.split("\n").entries()) {
    const isMarker = /^---(?=\s|$)/.test(line);
    const hasContent = /^\s*[^\s#]/.test(isMarker ? line.slice(3) : line) && !/^(?:%|\.\.\.\s*$)/.test(line);
    if (isMarker) starts.push(at + 1);
    else if (hasContent && !isOpen && starts.length === 0) starts.push(at + 1);
    else if (hasContent && !isOpen) starts[starts.length - 1] = at + 1;
    if (isMarker) isOpen = false;
    if (hasContent) isOpen = true;
  }
  return starts;
}
