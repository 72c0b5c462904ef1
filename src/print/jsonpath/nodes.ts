/** The parts of a JSONPath template, as kubectl's dialect (k8s.io/client-go/util/jsonpath) has them. */
export type Node =
  /** What stands between braces, or inside a filter or a union: each node takes the values of the one before. */
  | { kind: "list"; nodes: Node[] }
  | { kind: "text"; text: string }
  | { kind: "field"; name: string }
  | { kind: "array"; slice: Slice }
  | { kind: "filter"; left: Node; right: Node; operator: string }
  | { kind: "union"; lists: Node[] }
  | { kind: "number"; value: number }
  | { kind: "bool"; value: boolean }
  /** `range`, `end`, or a word that means nothing. */
  | { kind: "identifier"; name: string }
  | { kind: "wildcard" }
  | { kind: "recursive" };

/** `[start:end:step]`; undefined stands for a bound that is not written. `[3]` is `{ start: 3, isIndex: true }`. */
export interface Slice {
  start: number | undefined;
  end: number | undefined;
  step: number | undefined;
  isIndex: boolean;
}
