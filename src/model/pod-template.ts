import { asMap, isList, isMap, type JsonMap, valueOf } from "./json-value.ts";
import { Refusal } from "./refusal.ts";
import type { KubeObject } from "./snapshot.ts";

/** "StatefulSet.apps", "ConfigMap": a kind with its group, as kubectl names it in messages. */
export function groupKind({ apiVersion = "", kind = "" }: KubeObject): string {
  const group = groupOf(apiVersion);
  return group === "" ? kind : `${kind}.${group}`;
}

/** The group of an apiVersion: "" for "v1", "apps" for "apps/v1". */
export const groupOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";

/** A map inside an object that may come from a file; `path` is its place, for the refusal of anything else. */
export function mapAt(parent: JsonMap, path: string): JsonMap | undefined {
  const value = valueOf(parent, lastStep(path)) ?? undefined;
  if (value === undefined || isMap(value)) return value;
  throw new Refusal(`${path} must be a map`);
}

/** The maps of a list inside an object that may come from a file. Throws a Refusal for anything else. */
export function mapsAt(parent: JsonMap, path: string): readonly JsonMap[] {
  const value = valueOf(parent, lastStep(path)) ?? [];
  if (isList(value) && value.every(isMap)) return value;
  throw new Refusal(`${path} must be a list of maps`);
}

const lastStep = (path: string) => path.slice(path.lastIndexOf(".") + 1);

/** A map of texts, as labels and selectors are. Throws a Refusal for anything else. */
function textsAt(parent: JsonMap, path: string): Record<string, string> | undefined {
  const map = mapAt(parent, path);
  if (!map) return undefined;
  const entries = Object.entries(map).map(([key, value]): [string, string] => {
    if (typeof value !== "string") throw new Refusal(`${path}.${key} must be a text`);
    return [key, value];
  });
  return Object.fromEntries(entries);
}

/** Where the Pods of an object are described: their labels and their spec. */
export interface PodShape {
  /** Where it stands in the object: "" for a Pod, "spec.template." for a workload. */
  path: string;
  labels: Record<string, string> | undefined;
  spec: JsonMap;
}

/** The Pod itself, or the template that a workload (a CronJob too) makes Pods from; undefined when there is neither. */
export function podShapeOf(object: KubeObject): PodShape | undefined {
  if (groupKind(object) === "Pod") return shapeAt(asMap(object), "");
  const spec = mapAt(asMap(object), "spec") ?? {};
  const template = mapAt(spec, "spec.template");
  if (template) return shapeAt(template, "spec.template.");
  const jobSpec = mapAt(mapAt(spec, "spec.jobTemplate") ?? {}, "spec.jobTemplate.spec") ?? {};
  const jobTemplate = mapAt(jobSpec, "spec.jobTemplate.spec.template");
  return jobTemplate && shapeAt(jobTemplate, "spec.jobTemplate.spec.template.");
}

function shapeAt(template: JsonMap, path: string): PodShape | undefined {
  const spec = mapAt(template, `${path}spec`);
  const metadata = mapAt(template, `${path}metadata`) ?? {};
  return spec && { path, spec, labels: textsAt(metadata, `${path}metadata.labels`) };
}

/**
 * The labels by which a Service selects an object's Pods: a Pod's own labels, a Service's selector, a workload's
 * `matchLabels`; without a selector (a CronJob, a Job that was not created yet) its template's labels. Throws a Refusal
 * in the words of kubectl's polymorphichelpers.
 */
export function selectorFor(object: KubeObject): Record<string, string> {
  const spec = mapAt(asMap(object), "spec") ?? {};
  const what = groupKind(object);
  if (what === "Service") return filled(textsAt(spec, "spec.selector"), "the service has no pod selector set");
  const labels = podShapeOf(object)?.labels;
  if (what === "Pod") return filled(labels, "the pod has no labels and cannot be exposed");
  const nothing = `invalid ${(object.kind ?? "").toLowerCase()}: no selectors, therefore cannot be exposed`;
  const selector = mapAt(spec, "spec.selector");
  if (!selector) return filled(needsSelector(object) ? undefined : labels, nothing);
  const isPlain = !("matchLabels" in selector) && !("matchExpressions" in selector);
  return filled(isPlain ? textsAt(spec, "spec.selector") : equalitiesOf(selector), nothing);
}

/** The API refuses these without a selector, so that a file without one is not guessed at. */
const needsSelector = ({ apiVersion = "" }: KubeObject) => groupOf(apiVersion) === "apps";

function filled(labels: Record<string, string> | undefined, otherwise: string): Record<string, string> {
  if (labels === undefined || Object.keys(labels).length === 0) throw new Refusal(otherwise);
  return labels;
}

/** `matchLabels`, and expressions that say the same: In with a single value. Other expressions are refused. */
function equalitiesOf(selector: JsonMap): Record<string, string> {
  const expressions = mapsAt(selector, "spec.selector.matchExpressions").map(({ key, operator, values }) => ({
    key: String(key),
    operator: String(operator),
    values: isList(values) ? values.map(String) : [],
  }));
  const equal = expressions.flatMap(({ key, operator, values }) =>
    operator === "In" && values.length === 1 ? [[key, values[0] ?? ""] as const] : [],
  );
  if (equal.length < expressions.length) {
    const shown = expressions.map(
      ({ key, operator, values }) => `{Key:${key} Operator:${operator} Values:[${values.join(" ")}]}`,
    );
    throw new Refusal(`couldn't convert expressions - "[${shown.join(" ")}]" to map-based selector format`);
  }
  return { ...textsAt(selector, "spec.selector.matchLabels"), ...Object.fromEntries(equal) };
}
