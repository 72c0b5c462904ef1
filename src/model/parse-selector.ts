import { labelKeyErrors, labelValueErrors } from "./label-syntax.ts";
import { byKey, type Operator, parseInteger, type Requirement, type Selector, SelectorError } from "./selector.ts";

/**
 * Reads a label selector: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, `a>1`, `a<1`, joined by commas.
 * Throws a SelectorError in the API server's words (apimachinery's labels.Parse, 1.36).
 */
export function parseSelector(text: string): Selector {
  const tokens = new Tokens(text);
  const requirements: Requirement[] = [];
  for (;;) {
    const token = tokens.peek();
    if (token.type === "end") return requirements.toSorted(byKey);
    if (!startsRequirement(token)) fail(token, "!, identifier, or 'end of string'");
    requirements.push(prefixed("unable to parse requirement: ", () => parseRequirement(tokens)));
    const next = tokens.take();
    if (next.type === "end") return requirements.toSorted(byKey);
    if (next.type !== ",") fail(next, "',' or 'end of string'");
    if (!startsRequirement(tokens.peek())) fail(tokens.peek(), "identifier after ','");
  }
}

const startsRequirement = ({ type }: Token) => type === "word" || type === "!";

interface Token {
  /** "word", "end", or the symbol itself. */
  type: string;
  text: string;
}

const END: Token = { type: "end", text: "" };

class Tokens {
  readonly #items: Token[];
  #at = 0;

  constructor(text: string) {
    this.#items = [...text.matchAll(/!=|==|[=!(),<>]|[^ \t\r\n=!(),<>]+/g)].map(([part]) => ({
      type: /[=!(),<>]/.test(part) ? part : "word",
      text: part,
    }));
  }

  peek(): Token {
    return this.#items[this.#at] ?? END;
  }

  take(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }
}

function fail({ text }: Token, expected: string): never {
  throw new SelectorError(`found '${text}', expected: ${expected}`);
}

function prefixed<T>(prefix: string, parse: () => T): T {
  try {
    return parse();
  } catch (thrown) {
    throw thrown instanceof SelectorError ? new SelectorError(prefix + thrown.message) : thrown;
  }
}

function parseRequirement(tokens: Tokens): Requirement {
  const negated = tokens.peek().type === "!";
  if (negated) tokens.take();
  const key = tokens.take();
  if (key.type !== "word") fail(key, "identifier");
  checkKey(key.text);
  if (negated) return { key: key.text, operator: "!", values: [] };
  if (["end", ","].includes(tokens.peek().type)) return { key: key.text, operator: "exists", values: [] };
  const operator = parseOperator(tokens.take());
  const set = operator === "in" || operator === "notin";
  const values = [...new Set(set ? parseValues(tokens) : [parseExactValue(tokens)])].toSorted();
  checkValues(key.text, operator, values);
  return { key: key.text, operator, values };
}

const OPERATORS: Record<string, Operator> = {
  in: "in",
  notin: "notin",
  "=": "=",
  "==": "==",
  "!=": "!=",
  ">": "gt",
  "<": "lt",
};

function parseOperator(token: Token): Operator {
  const operator = Object.hasOwn(OPERATORS, token.text) ? OPERATORS[token.text] : undefined;
  return operator ?? fail(token, "in, notin, =, ==, !=, gt, lt");
}

function parseExactValue(tokens: Tokens): string {
  if (["end", ","].includes(tokens.peek().type)) return "";
  const value = tokens.take();
  return value.type === "word" ? value.text : fail(value, "identifier");
}

function parseValues(tokens: Tokens): string[] {
  const open = tokens.take();
  if (open.type !== "(") throw new SelectorError(`found '${open.text}' expected: '('`);
  const first = tokens.peek();
  if (!["word", ",", ")"].includes(first.type)) fail(first, "',', ')' or identifier");
  const values: string[] = [];
  for (let value = ""; ; value = "") {
    if (tokens.peek().type === "word") value = tokens.take().text;
    values.push(value);
    const next = tokens.take();
    if (next.type === ")") return values;
    if (next.type !== ",") fail(next, value === "" ? "',', or identifier" : "',' or ')'");
  }
}

function checkKey(key: string): void {
  const errors = labelKeyErrors(key);
  if (errors.length > 0) throw new SelectorError(invalid("<nil>", key, errors.join("; ")));
}

function checkValues(key: string, operator: Operator, values: readonly string[]): void {
  const errors = values.flatMap((value, at) => {
    const notWhole = (operator === "gt" || operator === "lt") && parseInteger(value) === undefined;
    const syntax = labelValueErrors(value);
    return [
      ...(notWhole ? [invalid(`values[${at}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer")] : []),
      ...(syntax.length > 0 ? [invalid(`values[${at}][${key}]`, value, syntax.join("; "))] : []),
    ];
  });
  const [only] = errors;
  if (only !== undefined) throw new SelectorError(errors.length === 1 ? only : `[${errors.join(", ")}]`);
}

const invalid = (field: string, value: string, detail: string) =>
  `${field}: Invalid value: ${JSON.stringify(value)}: ${detail}`;
