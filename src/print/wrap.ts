import { textWidth } from "./width.ts";

/**
 * Breaks a line at spaces so that none of its parts is wider than `width` cells, if words allow it. The first part comes
 * behind `first`, the others behind spaces of the same width. Without a width nothing is broken. An arrow stays with
 * what it leads to.
 */
export function wrapLine(text: string, first: string, width: number | undefined): string {
  if (width === undefined) return `${first}${text}\n`;
  const room = Math.max(width - textWidth(first), 20);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<!→) /)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  const indent = " ".repeat(textWidth(first));
  return [...lines, line].map((part, at) => `${at === 0 ? first : indent}${part}\n`).join("");
}

/** Lines of text, each broken as `wrapLine` does; the parts of an indented one stand as far in as it does. */
export function wrapText(text: string, width: number | undefined): string {
  const wrapped = text.split("\n").map((line) => {
    const [indent = ""] = /^ */.exec(line) ?? [];
    return wrapLine(line.slice(indent.length), indent, width);
  });
  return wrapped.join("");
}
