import { Refusal } from "./refusal.ts";
import type { LabelSelector } from "./selector.ts";
import type { KubeObject } from "./snapshot.ts";

/** The parts of a Pod, or of a Pod template, that exposing it needs. */
export interface PodShape {
  metadata?: { labels?: Record<string, string> };
  spec?: { containers?: ContainerShape[] };
}

interface ContainerShape {
  ports?: { name?: string; containerPort: number; protocol?: string }[];
}

interface WorkloadSpec {
  selector?: LabelSelector | Record<string, string>;
  template?: PodShape;
  jobTemplate?: { spec?: { template?: PodShape } };
}

const specOf = (object: KubeObject) => (object["spec"] ?? {}) as WorkloadSpec;

/** "StatefulSet.apps", "ConfigMap": a kind with its group, as kubectl names it in messages. */
export function groupKind({ apiVersion = "", kind = "" }: KubeObject): string {
  const group = groupOf(apiVersion);
  return group === "" ? kind : `${kind}.${group}`;
}

/** The group of an apiVersion: "" for "v1", "apps" for "apps/v1". */
export const groupOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";

/** The Pod itself, or the template that a workload (a CronJob too) makes Pods from; undefined when there is neither. */
export function podShapeOf(object: KubeObject): PodShape | undefined {
  if (groupKind(object) === "Pod") return object as PodShape;
  const { template, jobTemplate } = specOf(object);
  const shape = template ?? jobTemplate?.spec?.template;
  return shape?.spec === undefined ? undefined : shape;
}

/**
 * The labels by which a Service selects an object's Pods: a Pod's own labels, a Service's selector, a workload's
 * `matchLabels`; without a selector (a CronJob, a Job that was not created yet) its template's labels. Throws a Refusal
 * in the words of kubectl's polymorphichelpers.
 */
export function selectorFor(object: KubeObject): Record<string, string> {
  const kind = (object.kind ?? "").toLowerCase();
  const { selector } = specOf(object);
  if (kind === "service")
    return filled(selector as Record<string, string> | undefined, "the service has no pod selector set");
  const labels = podShapeOf(object)?.metadata?.labels;
  if (kind === "pod") return filled(labels, "the pod has no labels and cannot be exposed");
  const nothing = `invalid ${kind}: no selectors, therefore cannot be exposed`;
  if (selector === undefined) return filled(needsSelector(object) ? undefined : labels, nothing);
  return filled(isLabelSelector(selector) ? equalitiesOf(selector) : selector, nothing);
}

/** The API refuses these without a selector, so that a file without one is not guessed at. */
const needsSelector = ({ apiVersion = "" }: KubeObject) => groupOf(apiVersion) === "apps";

function filled(labels: Record<string, string> | undefined, otherwise: string): Record<string, string> {
  if (labels === undefined || Object.keys(labels).length === 0) throw new Refusal(otherwise);
  return { ...labels };
}

/** Tells a LabelSelector from the plain map of a ReplicationController, in which every value is a text. */
function isLabelSelector(selector: LabelSelector | Record<string, string>): selector is LabelSelector {
  return typeof selector["matchLabels"] === "object" || Array.isArray(selector["matchExpressions"]);
}

/** `matchLabels`, and expressions that say the same: In with a single value. Other expressions are refused. */
function equalitiesOf({ matchLabels = {}, matchExpressions = [] }: LabelSelector): Record<string, string> {
  const equal = matchExpressions.flatMap(({ key, operator, values = [] }): [string, string][] =>
    operator === "In" && values.length === 1 ? [[key, values[0] ?? ""]] : [],
  );
  if (equal.length < matchExpressions.length) {
    const shown = matchExpressions.map(
      ({ key, operator, values = [] }) => `{Key:${key} Operator:${operator} Values:[${values.join(" ")}]}`,
    );
    throw new Refusal(`couldn't convert expressions - "[${shown.join(" ")}]" to map-based selector format`);
  }
  return { ...matchLabels, ...Object.fromEntries(equal) };
}
