import type { Deployment, ReplicaSet } from "../../../model/snapshot.ts";
import { equalJson } from "../../registry/core.ts";
import { type ControllerContext, ownerUids } from "../context.ts";
import { createIndex } from "../observe.ts";
import { isTerminating } from "../pods.ts";
import { createLabelIndex } from "../selector-index.ts";
import { claim, watchWorkload } from "../workloads.ts";
import { familyOf, updateCurrentSet } from "./current-set.ts";
import { type Family, REVISION } from "./replica-sets.ts";
import { clearOld, forgetOld, rollOn } from "./rollout.ts";
import { isResized, resize } from "./scale.ts";
import { isComplete, statusOf, untilTimeout } from "./status.ts";

/**
 * Rolls Deployments out. Each turn takes one step from what is there; the changes that follow from it bring the next
 * turn.
 */
export function runDeployments(context: ControllerContext): void {
  const { observer, loop, now } = context;
  const { deployments, replicaSets } = context.objects;
  const byOwner = createIndex<ReplicaSet>(observer, replicaSets.kind, ownerUids);
  const byLabel = createLabelIndex<ReplicaSet>(observer, replicaSets.kind);
  const dependents = { objects: replicaSets, ownedBy: byOwner.get, matching: byLabel.matching };

  const queue = loop.queue((key) => {
    const deployment = deployments.get(key);
    if (!deployment) return;
    const claimed = claim(deployments, deployment, deployment.spec?.selector, dependents);
    if (!isTerminating(deployment)) takeStep(context, deployment, familyOf(deployment, claimed));
    const latest = deployments.get(key) ?? deployment;
    const family = familyOf(latest, byOwner.get(latest.metadata?.uid ?? ""));
    const status = statusOf(latest, family, now());
    const metadata = { ...latest.metadata, annotations: annotationsOf(latest, family) };
    const isNew = !equalJson(status, latest.status) || !equalJson(metadata, latest.metadata);
    if (isNew) deployments.update({ ...latest, metadata, status }, "status");
    const left = untilTimeout({ ...latest, status }, now());
    if (left !== undefined) queue.addAfter(key, left + 1);
  });
  watchWorkload(context, deployments, replicaSets, ({ spec }) => spec?.selector, queue);
}

function takeStep(context: ControllerContext, deployment: Deployment, family: Family): void {
  const { spec } = deployment;
  if (spec?.paused || isResized(deployment, family)) {
    updateCurrentSet(context, deployment, family, false);
    return resize(context, deployment, family);
  }
  const recreates = spec?.strategy?.type === "Recreate";
  const cleared = !recreates || clearOld(context, deployment, family);
  const current = updateCurrentSet(context, deployment, family, cleared);
  const known = { current, old: family.old };
  if (recreates && cleared) resize(context, deployment, { current, old: [] });
  if (!recreates && family.current) rollOn(context, deployment, known);
  if (isComplete(deployment, deployment.status ?? {})) forgetOld(context, deployment, known);
}

/** A Deployment has the revision of its current ReplicaSet. */
function annotationsOf({ metadata }: Deployment, { current }: Family): Record<string, string> | undefined {
  const revision = current?.metadata?.annotations?.[REVISION];
  return revision === undefined ? metadata?.annotations : { ...metadata?.annotations, [REVISION]: revision };
}
