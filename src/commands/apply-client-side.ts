import type { Context } from "../context.ts";
import { CliError, ExitCode } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import { type ApplyPatch, createApplyPatch } from "../model/apply-patch.ts";
import { asMap } from "../model/json-value.ts";
import { readLastApplied, withLastApplied } from "../model/last-applied.ts";
import { groupKind } from "../model/pod-template.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { toCompactJson } from "../print/json.ts";
import type { ApplyOptions } from "./apply-flags.ts";
import { replaceByForce } from "./apply-force.ts";
import { warnIfDeleting, warnIfNeverApplied } from "./apply-notes.ts";
import { patchLocally } from "./patch-types.ts";
import { retryOnConflict } from "./retry-on-conflict.ts";
import { refusing } from "./write-refusal.ts";
import type { Target } from "./write-target.ts";
import { findObject, waitName } from "./write-wait.ts";

/** What became of one object. */
export interface Applied {
  object: KubeObject;
  /** "created", "configured", "unchanged", "serverside-applied" */
  operation: string;
}

/**
 * Applies one object as kubectl does by itself: creates it, or patches what differs between what was applied last, what
 * is applied now and what the cluster has.
 */
export async function applyClientSide(
  target: Target,
  options: ApplyOptions,
  cluster: Cluster,
  { io, signal }: Context,
): Promise<Applied> {
  const { object: configuration = {} } = target;
  const modified = withLastApplied(configuration, toCompactJson);
  const current = await findObject(target, cluster);
  if (!current) return { object: await create(modified, target, options, cluster), operation: "created" };
  warnIfNeverApplied(current, waitName(target), io);
  const applied = await patchWithRetries({ target, modified, current }, options, cluster, signal);
  warnIfDeleting(applied.object, io);
  return applied;
}

async function create(
  object: KubeObject,
  { resource, source }: Target,
  { dryRun, write }: ApplyOptions,
  cluster: Cluster,
): Promise<KubeObject> {
  if (dryRun === "client") return object;
  try {
    return await cluster.create(resource, object, write);
  } catch (error) {
    throw error instanceof CliError ? error.prefixed(`error when creating ${JSON.stringify(source)}`) : error;
  }
}

interface Change {
  target: Target;
  modified: KubeObject;
  current: KubeObject;
}

/** Patches, and with --force deletes and creates again what cannot be patched. */
async function patchWithRetries(
  change: Change,
  options: ApplyOptions,
  cluster: Cluster,
  interrupted: AbortSignal,
): Promise<Applied> {
  const { resource, ref } = change.target;
  let latest = change.current;
  try {
    return await retryOnConflict(
      latest,
      (current) => patchOnce({ ...change, current }, options, cluster),
      async () => (latest = await cluster.get(resource, ref)),
    );
  } catch (error) {
    if (!options.force || !(error instanceof CliError) || !isForceable(error)) throw error;
    const object = await replaceByForce({ ...change, current: latest }, options, cluster, interrupted);
    return { object, operation: "configured" };
  }
}

const isForceable = ({ exitCode }: CliError): boolean =>
  exitCode === ExitCode.conflict || exitCode === ExitCode.invalid;

async function patchOnce(change: Change, options: ApplyOptions, cluster: Cluster): Promise<Applied> {
  const plan = planPatch(change, options);
  const { target, current } = change;
  if (Object.keys(plan.patch).length === 0) return { object: current, operation: "unchanged" };
  try {
    return { object: await sendPatch(target, plan, current, options, cluster), operation: "configured" };
  } catch (error) {
    throw error instanceof CliError ? tellPatch(error, plan, target) : error;
  }
}

function planPatch({ target, modified, current }: Change, { overwrite }: ApplyOptions): ApplyPatch {
  const rules = { groupKind: groupKind(current), overwrite };
  try {
    return refusing(() => {
      const original = readLastApplied(current);
      return createApplyPatch({ original, modified: asMap(modified), current: asMap(current) }, rules);
    });
  } catch (error) {
    throw error instanceof CliError ? error.prefixed(`error when patching ${JSON.stringify(target.source)}`) : error;
  }
}

async function sendPatch(
  { resource, ref }: Target,
  { type, patch }: ApplyPatch,
  current: KubeObject,
  { write, dryRun }: ApplyOptions,
  cluster: Cluster,
): Promise<KubeObject> {
  if (dryRun === "client") return patchLocally(current, patch, type);
  return cluster.patch(resource, ref, patch, { ...write, type });
}

/** kubectl's account of a patch that was refused: the patch, the object, the file. */
function tellPatch(error: CliError, { patch }: ApplyPatch, { resource, ref, source = "" }: Target): CliError {
  const { group, version, plural, kind } = resource;
  const type = `Resource: "${group}/${version}, Resource=${plural}", GroupVersionKind: "${group}/${version}, Kind=${kind}"`;
  const place = `Name: "${ref.name}", Namespace: "${ref.namespace ?? ""}"`;
  const file = JSON.stringify(source);
  return error
    .prefixed(`error when patching ${file}`)
    .prefixed(`error when applying patch:\n${toCompactJson(patch)}\nto:\n${type}\n${place}\nfor: ${file}`);
}
