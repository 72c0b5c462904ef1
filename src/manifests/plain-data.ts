import { DEEPEST, MOST_CHARACTERS, MOST_VALUES } from "./limits.ts";

/** Why data that parsed cannot be used. Its message is one line. */
export class DataError extends Error {
  override readonly name = "DataError";
}

/**
 * What YAML or JSON gave as JSON data that shares nothing: aliases are copied out. Throws a DataError for data that JSON
 * has not (cycles, infinity), for keys that would reach an object's prototype, and beyond the limits.
 */
export function toPlainData(value: unknown): unknown {
  const open = new Set<object>();
  let values = 0;
  let characters = 0;
  const count = (text: string): string => {
    characters += text.length;
    if (characters > MOST_CHARACTERS) throw excessive();
    return text;
  };
  const copy = (node: unknown): unknown => {
    if (++values > MOST_VALUES) throw excessive();
    if (typeof node === "string") return count(node);
    if (typeof node === "number" && !Number.isFinite(node)) throw unsupported(node);
    if (node instanceof Uint8Array) return count(new TextDecoder().decode(node));
    if (typeof node !== "object" || node === null) return node;
    if (open.has(node)) throw new DataError("anchor value contains itself");
    if (open.size >= DEEPEST) throw new DataError(`nested deeper than ${DEEPEST} levels`);
    open.add(node);
    const copied = Array.isArray(node) ? node.map(copy) : copyFields(node, count, copy);
    open.delete(node);
    return copied;
  };
  return copy(value);
}

/**
 * Refuses what `toPlainData` refuses, of data that JSON.parse gave: it shares nothing and has no cycles, so it needs no
 * copy. Its text bounds its values and characters.
 */
export function checkJsonData(value: unknown): void {
  const visit = (node: unknown, depth: number): void => {
    if (typeof node !== "object" || node === null) {
      if (typeof node === "number" && !Number.isFinite(node)) throw unsupported(node);
      return;
    }
    if (depth >= DEEPEST) throw new DataError(`nested deeper than ${DEEPEST} levels`);
    if (Array.isArray(node)) {
      for (const inner of node) visit(inner, depth + 1);
      return;
    }
    if (Object.hasOwn(node, "__proto__")) throw new DataError('the key "__proto__" is not allowed');
    const fields = node as Record<string, unknown>;
    for (const key in fields) visit(fields[key], depth + 1);
  };
  visit(value, 0);
}

/** There is more of it than can be meant. */
export const excessive = (): DataError => new DataError("document contains excessive aliasing or too many values");

const unsupported = (value: number): DataError =>
  new DataError(`json: unsupported value: ${value > 0 ? "+Inf" : value < 0 ? "-Inf" : "NaN"}`);

function copyFields(
  node: object,
  count: (key: string) => string,
  copy: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key === "__proto__") throw new DataError('the key "__proto__" is not allowed');
      return [count(key), copy(value)];
    }),
  );
}
