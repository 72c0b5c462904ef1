import { ParseState } from "./parse-state.ts";
import type { Node } from "./nodes.ts";
import { parseFilterText, parseSubscript } from "./parse-subscript.ts";
import { unquote } from "./unquote.ts";

/**
 * Parses a template: text, and actions in braces. Throws an Error with kubectl's words ("unterminated array",
 * "unclosed action", …), without a prefix.
 */
export function parseTemplate(template: string): Node[] {
  const state = new ParseState(template);
  const nodes: Node[] = [];
  while (!state.isDone()) {
    const text = state.take(/[^{]+/y);
    if (text !== undefined) nodes.push({ kind: "text", text });
    if (state.take(/\{/y) !== undefined) nodes.push({ kind: "list", nodes: parseAction(state) });
  }
  return nodes;
}

/** Parses what stands between braces, which the caller leaves away. */
export function parseActionText(text: string): Node {
  const [action] = parseTemplate(`{${text}}`);
  return action ?? { kind: "list", nodes: [] };
}

/** Parses up to and with the closing brace. */
function parseAction(state: ParseState): Node[] {
  const nodes: Node[] = [];
  for (;;) {
    if (state.take(/\}/y) !== undefined) return nodes;
    if (state.take(/[ @$]/y) !== undefined) continue;
    nodes.push(...parseNext(state, nodes.at(-1)));
  }
}

function parseNext(state: ParseState, before: Node | undefined): Node[] {
  if (state.take(/\[\?\(/y) !== undefined) return [parseFilter(state)];
  if (state.take(/\.\./y) !== undefined) return parseRecursive(state, before);
  if (state.take(/\[/y) !== undefined) return parseArray(state);
  if (state.take(/\./y) !== undefined) return [parseField(state)];
  const next = state.peek();
  if (next === "" || next === "\n" || next === "\r") throw new Error("unclosed action");
  if (next === '"' || next === "'") return [parseQuote(state)];
  if (/[-+\p{Nd}]/u.test(next)) return [parseNumber(state)];
  if (/[_\p{L}]/u.test(next)) return [parseIdentifier(state)];
  throw new Error(`unrecognized character in action: ${unicodeName(next)}`);
}

function parseRecursive(state: ParseState, before: Node | undefined): Node[] {
  if (before?.kind === "recursive") throw new Error("invalid multiple recursive descent");
  return /[_\p{L}\p{Nd}]/u.test(state.peek()) ? [{ kind: "recursive" }, parseField(state)] : [{ kind: "recursive" }];
}

/** A name ends at a space or one of . , [ ] $ @ { } unless a backslash stands before it. */
function parseField(state: ParseState): Node {
  const name = state.take(/(?:\\[\s\S]?|[^\s.,[\]$@{}\\])*/y) ?? "";
  return name === "*" ? { kind: "wildcard" } : { kind: "field", name: name.replaceAll("\\", "") };
}

function parseIdentifier(state: ParseState): Node {
  const name = state.take(/[^\s.,[\]$@{}]+/y) ?? "";
  return name === "true" || name === "false" ? { kind: "bool", value: name === "true" } : { kind: "identifier", name };
}

function parseNumber(state: ParseState): Node {
  const text = state.take(/[-+]?[.\p{Nd}]*/uy) ?? "";
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return { kind: "number", value: Number(text) };
  throw new Error(`cannot parse number ${text}`);
}

function parseQuote(state: ParseState): Node {
  const quoted = state.take(/"(?:[^"\n]|(?<=\\)")*(?<!\\)"|'(?:[^'\n]|(?<=\\)')*(?<!\\)'/y);
  if (quoted === undefined) throw new Error("unterminated quoted string");
  return { kind: "text", text: unquote(quoted) };
}

function parseArray(state: ParseState): Node[] {
  const text = state.take(/[^\]\n]*\]/y);
  if (text === undefined) throw new Error("unterminated array");
  return parseSubscript(text.slice(0, -1), parseActionText);
}

/** Up to the first closing parenthesis that does not stand inside quotes. */
function parseFilter(state: ParseState): Node {
  const text = state.take(/(?:[^"')\n]|"(?:[^"\n]|(?<=\\)")*(?<!\\)"|'(?:[^'\n]|(?<=\\)')*(?<!\\)')*\)/y);
  if (text === undefined) throw new Error("unterminated filter");
  if (state.take(/\]/y) === undefined) throw new Error("unclosed array expect ]");
  return parseFilterText(text.slice(0, -1), parseActionText);
}

/** A character as Go's %#U shows it: U+0028 '('. */
function unicodeName(letter: string): string {
  const code = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `U+${code} '${letter}'`;
}
