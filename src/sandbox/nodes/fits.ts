import { matchesSelector, type Operator, type Requirement } from "../../model/selector.ts";
import type { Node, Pod } from "../../model/snapshot.ts";

type PodSpec = NonNullable<Pod["spec"]>;
type Toleration = NonNullable<PodSpec["tolerations"]>[number];
type Taint = NonNullable<NonNullable<Node["spec"]>["taints"]>[number];
type Affinity = NonNullable<PodSpec["affinity"]>;
type NodeTerm = NonNullable<
  NonNullable<Affinity["nodeAffinity"]>["requiredDuringSchedulingIgnoredDuringExecution"]
>["nodeSelectorTerms"][number];

const UNSCHEDULABLE: Taint = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };

/**
 * Why a Pod may not run on a node, whatever else runs there, in the scheduler's words; undefined when it may. Looks at
 * readiness, taints, spec.unschedulable, spec.nodeSelector and required node affinity.
 */
export function whyNotFit(spec: Partial<PodSpec> | undefined, node: Node): string | undefined {
  const tolerations = spec?.tolerations ?? [];
  const taints = (node.spec?.taints ?? []).filter(({ effect }) => effect !== "PreferNoSchedule");
  if (node.spec?.unschedulable && !tolerates(tolerations, UNSCHEDULABLE)) return "node(s) were unschedulable";
  if (!isNodeReady(node) || taints.some((taint) => !tolerates(tolerations, taint))) {
    return "node(s) had untolerated taint(s)";
  }
  return matchesNode(spec, node) ? undefined : "node(s) didn't match Pod's node affinity/selector";
}

export function isNodeReady({ status }: Node): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false;
}

function tolerates(tolerations: readonly Toleration[], { key, value = "", effect }: Taint): boolean {
  return tolerations.some(
    (toleration) =>
      (!toleration.effect || toleration.effect === effect) &&
      (!toleration.key || toleration.key === key) &&
      (toleration.operator === "Exists" || (toleration.value ?? "") === value),
  );
}

function matchesNode(spec: Partial<PodSpec> | undefined, node: Node): boolean {
  const labels = node.metadata?.labels ?? {};
  const selected = Object.entries(spec?.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return selected && (terms?.some((term) => matchesTerm(term, node)) ?? true);
}

const OPERATORS: Record<string, Operator> = {
  In: "in",
  NotIn: "notin",
  Exists: "exists",
  DoesNotExist: "!",
  Gt: "gt",
  Lt: "lt",
};

/** A term without any requirement takes in nothing; an operator that is not known, neither. */
function matchesTerm({ matchExpressions = [], matchFields = [] }: NodeTerm, { metadata }: Node): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  const [byLabel, byField] = [matchExpressions, matchFields].map((list) => list.map(toRequirement));
  return matchesAll(byLabel, metadata?.labels ?? {}) && matchesAll(byField, { "metadata.name": metadata?.name ?? "" });
}

interface Expression {
  key: string;
  operator: string;
  values?: string[];
}

function toRequirement({ key, operator, values = [] }: Expression): Requirement | undefined {
  const known = OPERATORS[operator];
  return known && { key, operator: known, values };
}

function matchesAll(requirements: readonly (Requirement | undefined)[] = [], labels: Record<string, string>): boolean {
  return requirements.every((requirement) => requirement !== undefined && matchesSelector([requirement], labels));
}
