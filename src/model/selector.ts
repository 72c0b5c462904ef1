/** A map of labels, as objects carry it. */
export type Labels = Readonly<Record<string, string>> | undefined;

/** The operators of a selector's text form; "exists" and "!" take no values, "gt" and "lt" one whole number. */
export type Operator = "=" | "==" | "!=" | "in" | "notin" | "exists" | "!" | "gt" | "lt";

export interface Requirement {
  key: string;
  operator: Operator;
  values: readonly string[];
}

/** Requirements that must all hold. One without any requirement matches everything, as an empty `-l` does. */
export type Selector = readonly Requirement[];

/** meta/v1 LabelSelector, as workloads and policies carry it. */
export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** A selector's text is wrong; the message is the API server's, without a prefix. */
export class SelectorError extends Error {
  override readonly name = "SelectorError";
}

/** Whether every requirement holds for these labels (labels.Selector.Matches). */
export function matchesSelector(selector: Selector, labels: Labels): boolean {
  return selector.every((requirement) => holds(requirement, labels));
}

function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  return TESTS[operator](valueOf(labels, key), values);
}

type Test = (value: string | undefined, values: readonly string[]) => boolean;

const isOneOf: Test = (value, values) => value !== undefined && values.includes(value);
const isNoneOf: Test = (value, values) => !isOneOf(value, values);
const compares = (test: (a: bigint, b: bigint) => boolean): Test => {
  return (value, values) => {
    const [a, b] = [parseInteger(value), parseInteger(values[0])];
    return a !== undefined && b !== undefined && test(a, b);
  };
};

const TESTS: Record<Operator, Test> = {
  "=": isOneOf,
  "==": isOneOf,
  in: isOneOf,
  "!=": isNoneOf,
  notin: isNoneOf,
  exists: (value) => value !== undefined,
  "!": (value) => value === undefined,
  gt: compares((a, b) => a > b),
  lt: compares((a, b) => a < b),
};

/** A whole number of 64 bits in decimal, as Go's ParseInt reads it; undefined when it is none. */
export function parseInteger(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ""));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/**
 * Whether a map selector (of a Service or a ReplicationController) takes in these labels. An empty or absent one takes
 * in nothing: a Service without selector has no Pods of its own.
 */
export function matchesMap(selector: Labels, labels: Labels): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => valueOf(labels, key) === value);
}

/** A label's value; undefined when the label is absent (names like "constructor" are labels too). */
export function valueOf(labels: Labels, key: string): string | undefined {
  return labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** Whether a LabelSelector takes in these labels: an absent one takes in nothing, an empty one everything. */
export function matchesLabelSelector(selector: LabelSelector | undefined, labels: Labels): boolean {
  return selector !== undefined && matchesSelector(requirementsOf(selector), labels);
}

const EXPRESSIONS: Record<string, Operator> = { In: "in", NotIn: "notin", Exists: "exists", DoesNotExist: "!" };

/** A LabelSelector as requirements, ordered by key. Throws a SelectorError for an operator that the API does not know. */
export function requirementsOf(selector: LabelSelector): Selector {
  const equalities = mapRequirements(selector.matchLabels);
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values }): Requirement => {
    const known = Object.hasOwn(EXPRESSIONS, operator) ? EXPRESSIONS[operator] : undefined;
    if (known === undefined) throw new SelectorError(`"${operator}" is not a valid label selector operator`);
    return { key, operator: known, values: values ?? [] };
  });
  return [...equalities, ...expressions].toSorted(byKey);
}

/** A map selector as requirements, ordered by key. */
export function mapRequirements(map: Labels): Selector {
  return Object.entries(map ?? {})
    .map(([key, value]): Requirement => ({ key, operator: "=", values: [value] }))
    .toSorted(byKey);
}

/** Orders requirements by their key, as the API server does after parsing. */
export const byKey = (a: Requirement, b: Requirement): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** The text form of a selector, which `parseSelector` reads back (labels.Selector.String). */
export function printSelector(selector: Selector): string {
  return selector.map(printRequirement).join(",");
}

function printRequirement({ key, operator, values }: Requirement): string {
  const sorted = values.toSorted().join(",");
  switch (operator) {
    case "exists":
      return key;
    case "!":
      return `!${key}`;
    case "in":
    case "notin":
      return `${key} ${operator} (${sorted})`;
    case "gt":
      return `${key}>${sorted}`;
    case "lt":
      return `${key}<${sorted}`;
    default:
      return `${key}${operator}${sorted}`;
  }
}

/**
 * Labels as kubectl shows them: `a=1,b=2`, `<none>` when there are none. Ordered as the texts `key=value`, so that
 * `app.io/x=1` stands before `app=1` (labels.FormatLabels).
 */
export function formatLabels(labels: Labels): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? "<none>" : pairs.toSorted().join(",");
}
