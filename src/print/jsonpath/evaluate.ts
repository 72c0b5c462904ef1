import { goText } from "../go-text.ts";
import { compare } from "./compare.ts";
import type { Node } from "./nodes.ts";
import { childrenOf, descendantsOf, sliceOf } from "./values.ts";

/** How a template is evaluated. */
export interface EvaluateOptions {
  /** Whether a missing key gives nothing instead of an error. */
  allowMissingKeys: boolean;
}

/**
 * Evaluates a parsed template against JSON data. The answer has one list of values for each text and action, in order;
 * a range gives the lists of its body once for each value. Throws an Error with kubectl's words.
 */
export function evaluateTemplate(nodes: readonly Node[], data: unknown, options: EvaluateOptions): unknown[][] {
  return evaluateBlock(nodes, 0, data, 0, options).results;
}

interface Block {
  results: unknown[][];
  /** Where the `{end}` stands that closed the block; undefined when the template ended first. */
  end: number | undefined;
}

/** Evaluates from `start` to the end of the range that surrounds it. `depth` counts the ranges around. */
function evaluateBlock(
  nodes: readonly Node[],
  start: number,
  data: unknown,
  depth: number,
  options: EvaluateOptions,
): Block {
  const results: unknown[][] = [];
  for (let at = start; at < nodes.length; at++) {
    const node = nodes[at];
    if (!node) continue;
    if (hasWord(node, "end")) {
      if (depth === 0) throw new Error("not in range, nothing to end");
      return { results, end: at };
    }
    const values = walk([data], node, options);
    if (hasWord(node, "range")) {
      const blocks = values.map((value) => evaluateBlock(nodes, at + 1, value, depth + 1, options));
      for (const block of blocks) for (const found of block.results) results.push(found);
      at = (blocks.length > 0 ? blocks.at(-1)?.end : endOfRange(nodes, at + 1)) ?? at;
    } else {
      results.push(values);
    }
  }
  return { results, end: undefined };
}

/** Whether an action is `{range …}` or `{end}`. */
function hasWord(node: Node, word: string): boolean {
  return node.kind === "list" && node.nodes.some((inner) => inner.kind === "identifier" && inner.name === word);
}

/** The `{end}` that closes a range whose body begins at `start`. */
function endOfRange(nodes: readonly Node[], start: number): number | undefined {
  let open = 1;
  for (const [index, node] of nodes.entries()) {
    if (index < start) continue;
    if (hasWord(node, "range")) open++;
    if (hasWord(node, "end") && --open === 0) return index;
  }
  return undefined;
}

/** The values that a node makes of the values before it. */
function walk(input: readonly unknown[], node: Node, options: EvaluateOptions): unknown[] {
  switch (node.kind) {
    case "list":
      return node.nodes.reduce<unknown[]>((values, inner) => walk(values, inner, options), [...input]);
    case "text":
      return [node.text];
    case "field":
      return fieldsOf(input, node.name, options);
    case "array":
      return input.flatMap((value) => sliceOf(value, node.slice));
    case "filter":
      return input.flatMap((value) => filter(value, node, options));
    case "union":
      return node.lists.flatMap((list) => walk(input, list, options));
    case "number":
    case "bool":
      return input.map(() => node.value);
    case "identifier":
      if (node.name !== "range") throw new Error(`unrecognized identifier ${node.name}`);
      return [...input];
    case "wildcard":
      return input.flatMap(childrenOf);
    case "recursive":
      return input.flatMap(descendantsOf);
  }
}

function fieldsOf(input: readonly unknown[], name: string, { allowMissingKeys }: EvaluateOptions): unknown[] {
  const found = input.flatMap((value) => (hasField(value, name) ? [value[name]] : []));
  if (found.length === 0 && input.length > 0 && !allowMissingKeys) throw new Error(`${name} is not found`);
  return found;
}

function hasField(value: unknown, name: string): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, name);
}

type Filter = Node & { kind: "filter" };

/** The items of a list that pass a filter. */
function filter(value: unknown, { left, right, operator }: Filter, options: EvaluateOptions): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${goText(value)} is not array or slice and cannot be filtered`);
  if (operator === "exists") return value.filter((item) => walk([item], left, { allowMissingKeys: true }).length > 0);
  return value.filter((item) => {
    const [x, ...moreLeft] = walk([item], left, options);
    if (x === undefined) return false;
    const [y, ...moreRight] = walk([item], right, options);
    if (y === undefined) return false;
    if (moreLeft.length + moreRight.length > 0) throw new Error("can only compare one element at a time");
    return compare(operator, x, y);
  });
}
