import type { Node } from "./nodes.ts";

type ParseAction = (text: string) => Node;

const SLICE = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/;
const COMPARISON = /^([^!<>=]+)([!<>=]+)(.+)$/;

/** Parses what stands between square brackets: a union, a key in quotes, an index or a slice. */
export function parseSubscript(text: string, parseAction: ParseAction): Node[] {
  if (text.includes(",")) {
    const lists = text.split(",").map((part) => parseAction(`[${part.trim()}]`));
    return [{ kind: "union", lists }];
  }
  const key = /^'([^']*)'$/.exec(text)?.[1];
  if (key !== undefined) return nodesOf(parseAction(`.${key}`));
  return [parseSlice(text === "*" ? ":" : text)];
}

const nodesOf = (node: Node): Node[] => (node.kind === "list" ? node.nodes : [node]);

function parseSlice(text: string): Node {
  const match = SLICE.exec(text);
  if (!match) throw new Error(`invalid array index ${text}`);
  const [, start = "", end, step] = match;
  const slice = { start: bound(start), end: bound(end?.slice(1)), step: bound(step?.slice(1)) };
  return { kind: "array", slice: { ...slice, isIndex: end === undefined } };
}

function bound(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const index = Number(text);
  if (!Number.isSafeInteger(index)) throw new Error(`array index ${text} is not a number`);
  return index;
}

/** Parses what stands between `[?(` and `)]`: a comparison, or a path that must exist. */
export function parseFilterText(text: string, parseAction: ParseAction): Node {
  const match = COMPARISON.exec(text);
  if (!match) {
    return { kind: "filter", left: parseAction(text), right: { kind: "list", nodes: [] }, operator: "exists" };
  }
  const [, left = "", operator = "", right = ""] = match;
  return { kind: "filter", left: parseAction(left), right: parseAction(right), operator };
}
