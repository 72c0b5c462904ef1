import { UsageError } from "../../errors.ts";
import { goText } from "../go-text.ts";
import { toCompactJson, toJson } from "../json.ts";
import { evaluateTemplate, type EvaluateOptions } from "./evaluate.ts";
import { parseTemplate } from "./parse.ts";

/** A parsed JSONPath template of kubectl's dialect. */
export interface JsonPath {
  readonly template: string;
  /** The values that each part of the template finds, in order. Throws a UsageError in kubectl's words. */
  find(data: unknown, options: EvaluateOptions): unknown[][];
  /** What the template prints for this data. Throws a UsageError that names the template. */
  print(data: unknown, options: EvaluateOptions & { asJson: boolean }): string;
}

/** Parses a template. Throws a UsageError: `error parsing jsonpath {.items[, unterminated array`. */
export function parseJsonPath(template: string): JsonPath {
  const nodes = explain(`error parsing jsonpath ${template}, `, () => parseTemplate(template));
  return {
    template,
    find: (data, options) => explain("", () => evaluateTemplate(nodes, data, options)),
    print: (data, options) => {
      const results = explain(`error executing jsonpath ${JSON.stringify(template)}: Error executing template: `, () =>
        evaluateTemplate(nodes, data, options),
      );
      return results.map((values) => (options.asJson ? toJson(values) : values.map(showValue).join(" "))).join("");
    },
  };
}

/** A path without braces or a leading dot, as --sort-by and custom-columns take it, made a template: {.a.b}. */
export function relaxedTemplate(path: string): string {
  if (path === "") return path;
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(path);
  if (!match) {
    throw new UsageError(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return `{.${match[1] ?? match[2]}}`;
}

function showValue(value: unknown): string {
  if (typeof value === "object") return toCompactJson(value);
  return goText(value);
}

/** Runs a step whose Errors say only what went wrong, and puts before them what was being done. */
function explain<Result>(prefix: string, step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    throw new UsageError(prefix + (error instanceof Error ? error.message : String(error)));
  }
}
