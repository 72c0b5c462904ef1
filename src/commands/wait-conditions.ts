import { UsageError } from "../errors.ts";
import type { ServiceCondition } from "../model/service-condition.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { parseJsonPath, relaxedTemplate } from "../print/jsonpath/jsonpath.ts";

/** What `wait --for` waits on. */
export type WaitCondition =
  | { kind: "create" }
  | { kind: "delete" }
  | { kind: "service"; condition: ServiceCondition }
  /** Throws a UsageError when the object has a shape that the condition cannot be asked of. */
  | { kind: "state"; holds(object: KubeObject): boolean };

/** Reads the values of --for. Throws a UsageError in kubectl's words. */
export function readConditions(values: readonly string[]): WaitCondition[] {
  if (values.length === 0) throw new UsageError("unrecognized condition: []");
  return values.map(readCondition);
}

function readCondition(text: string): WaitCondition {
  const word = text.toLowerCase();
  if (word === "create" || word === "delete") return { kind: word };
  const service = readServiceCondition(word);
  if (service) return { kind: "service", condition: service };
  if (text.startsWith("condition=")) return readStatusCondition(text.slice("condition=".length));
  if (text.startsWith("jsonpath=")) return readPathCondition(text.slice("jsonpath=".length));
  throw new UsageError(`unrecognized condition: ${JSON.stringify(text)}`);
}

/** svcctl's own conditions, of Services: `endpoints`, `endpoints=3`, `no-endpoints`, `load-balancer`. */
function readServiceCondition(word: string): ServiceCondition | undefined {
  if (word === "no-endpoints" || word === "load-balancer") return { kind: word };
  const [name, count = "1"] = splitOnce(word);
  if (name !== "endpoints") return undefined;
  if (/^[1-9]\d*$/.test(count)) return { kind: "endpoints", count: Number(count) };
  throw new UsageError(`endpoints=${count}: how many endpoints must be ready is a number from 1`, NO_ENDPOINTS);
}

const NO_ENDPOINTS = "To wait until there are none, use --for=no-endpoints";

interface StatusCondition {
  type?: string;
  status?: string;
  observedGeneration?: number;
}

/** `Ready` or `Ready=False`: names and values are compared without regard to case. */
function readStatusCondition(text: string): WaitCondition {
  const [name = "", value = "true"] = splitOnce(text);
  const holds = (object: KubeObject) => {
    const { conditions = [], observedGeneration } = (object["status"] ?? {}) as {
      conditions?: StatusCondition[];
      observedGeneration?: number;
    };
    const condition = conditions.find(({ type = "" }) => type.toLowerCase() === name.toLowerCase());
    if (!condition) return false;
    // a condition from before the last change says nothing of the object as it is wanted now
    const observed = condition.observedGeneration ?? observedGeneration;
    if (observed !== undefined && observed < (object.metadata?.generation ?? 0)) return false;
    return (condition.status ?? "").toLowerCase() === value.toLowerCase();
  };
  return { kind: "state", holds };
}

function splitOnce(text: string): string[] {
  const at = text.indexOf("=");
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

const FORMAT =
  "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'";

/** `{.path}` (there is a value) or `{.path}=value`; a double `==` belongs to the expression. */
function readPathCondition(text: string): WaitCondition {
  const [path = "", typed, ...more] = text.split(/(?<!=)=(?!=)/);
  if (more.length > 0) throw new UsageError(FORMAT);
  const value = typed?.replaceAll(/^['"]+|['"]+$/g, "");
  if (value === "") {
    throw new UsageError(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  }
  if (path === "") throw new UsageError("jsonpath expression cannot be empty");
  const expression = parseJsonPath(relaxedTemplate(path));
  const holds = (object: KubeObject) => {
    const results = expression.find(object, { allowMissingKeys: true });
    const [first = []] = results;
    if (first.length === 0) return false;
    return value === undefined || isValue(results, value);
  };
  return { kind: "state", holds };
}

function isValue(results: unknown[][], value: string): boolean {
  const [[found, ...others] = [], ...lists] = results;
  if (lists.length > 0) throw new UsageError("given jsonpath expression matches more than one list");
  if (others.length > 0) throw new UsageError("given jsonpath expression matches more than one value");
  if (typeof found === "object" && found !== null) {
    throw new UsageError("jsonpath leads to a nested object or list which is not supported");
  }
  return String(found).trim() === value.trim();
}
