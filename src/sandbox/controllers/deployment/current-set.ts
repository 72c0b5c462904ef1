import type { Deployment, ReplicaSet } from "../../../model/snapshot.ts";
import { apiVersionOf } from "../../kinds.ts";
import { equalJson } from "../../registry/core.ts";
import type { ControllerContext } from "../context.ts";
import { controllerReference } from "../pods.ts";
import { sameTemplate, TEMPLATE_HASH, templateHash } from "../template-hash.ts";
import {
  byCreation,
  DESIRED,
  type Family,
  limitsOf,
  MAX,
  REVISION,
  REVISION_HISTORY,
  revisionOf,
  sum,
  wantedBy,
} from "./replica-sets.ts";
import { noteScaling, sizeNotes } from "./scale.ts";

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
/** Annotations of a Deployment that its ReplicaSets do not take over. */
const OWN_ANNOTATIONS = new Set([LAST_APPLIED, REVISION, REVISION_HISTORY, DESIRED, MAX]);

/** Tells the ReplicaSet of the present template from those of earlier ones. */
export function familyOf(deployment: Deployment, sets: readonly ReplicaSet[]): Family {
  const ordered = sets.toSorted(byCreation);
  const current = ordered.find(({ spec }) => sameTemplate(spec?.template, deployment.spec?.template));
  return { current, old: ordered.filter((set) => set !== current) };
}

/** The revision of the present template: one more than any earlier one, unless it has been the newest all along. */
function revisionNumber({ current, old }: Family): number {
  const earlier = Math.max(0, ...old.map(revisionOf));
  return Math.max(earlier + 1, current ? revisionOf(current) : 0);
}

/**
 * Brings the current ReplicaSet's notes up to date; makes it, at the size that a rollout starts with, if `create` is
 * set.
 */
export function updateCurrentSet(
  context: ControllerContext,
  deployment: Deployment,
  family: Family,
  create: boolean,
): ReplicaSet | undefined {
  if (!family.current && !create) return undefined;
  const revision = String(revisionNumber(family));
  const annotations = annotationsFor(deployment, family.current, revision);
  if (family.current) return update(context, deployment, family.current, annotations);
  const created = context.objects.replicaSets.create(newSet(context, deployment, family, annotations));
  noteScaling(context.record, deployment, created, 0, wantedBy(created));
  return created;
}

function update(
  { objects }: ControllerContext,
  deployment: Deployment,
  set: ReplicaSet,
  annotations: Record<string, string>,
): ReplicaSet {
  const minReadySeconds = deployment.spec?.minReadySeconds ?? 0;
  if (equalJson(set.metadata?.annotations, annotations) && (set.spec?.minReadySeconds ?? 0) === minReadySeconds) {
    return set;
  }
  const spec = set.spec && { ...set.spec, minReadySeconds };
  return objects.replicaSets.update({ ...set, metadata: { ...set.metadata, annotations }, ...(spec && { spec }) });
}

function annotationsFor(deployment: Deployment, set: ReplicaSet | undefined, revision: string): Record<string, string> {
  const copied = Object.entries(deployment.metadata?.annotations ?? {}).filter(([key]) => !OWN_ANNOTATIONS.has(key));
  const before = set?.metadata?.annotations ?? sizeNotes(deployment);
  const annotations = { ...before, ...Object.fromEntries(copied), [REVISION]: revision };
  const earlier = before[REVISION];
  if (earlier === undefined || earlier === revision) return annotations;
  return { ...annotations, [REVISION_HISTORY]: [before[REVISION_HISTORY], earlier].filter(Boolean).join(",") };
}

function newSet(
  { objects }: ControllerContext,
  deployment: Deployment,
  { old }: Family,
  annotations: Record<string, string>,
): ReplicaSet {
  const { metadata, spec } = deployment;
  const hash = { [TEMPLATE_HASH]: templateHash(spec?.template) };
  const labels = { ...spec?.template.metadata?.labels, ...hash };
  const room = wantedBy(deployment) + limitsOf(deployment).surge - sum(old, wantedBy);
  const rolls = spec?.strategy?.type === "RollingUpdate";
  return {
    metadata: {
      name: `${metadata?.name}-${hash[TEMPLATE_HASH]}`,
      namespace: metadata?.namespace ?? "",
      labels,
      annotations,
      ownerReferences: [
        controllerReference(apiVersionOf(objects.deployments.kind), objects.deployments.kind.kind, deployment),
      ],
    },
    spec: {
      replicas: rolls ? Math.max(0, Math.min(wantedBy(deployment), room)) : wantedBy(deployment),
      ...(spec?.minReadySeconds !== undefined && { minReadySeconds: spec.minReadySeconds }),
      selector: { ...spec?.selector, matchLabels: { ...spec?.selector.matchLabels, ...hash } },
      template: { ...spec?.template, metadata: { ...spec?.template.metadata, labels } },
    },
  };
}
