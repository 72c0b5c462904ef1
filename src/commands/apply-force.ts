import { CliError } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";
import type { ApplyOptions } from "./apply-flags.ts";
import type { Target } from "./write-target.ts";
import { A_WEEK, deadlineIn, waitUntilGone } from "./write-wait.ts";

/** What is to be replaced, and by what. */
export interface Replacement {
  target: Target;
  modified: KubeObject;
  current: KubeObject;
}

/**
 * Deletes an object and creates it anew: what `apply --force` does when a patch is refused. When the new one is refused,
 * too, the old one is created again.
 */
export async function replaceByForce(
  { target, modified, current }: Replacement,
  { force, write }: ApplyOptions,
  cluster: Cluster,
  interrupted: AbortSignal,
): Promise<KubeObject> {
  const { resource, ref } = target;
  await cluster.delete(resource, ref, force?.request ?? {});
  const deadline = deadlineIn(force?.timeout || A_WEEK, interrupted);
  await waitUntilGone(target, current.metadata?.uid, cluster, deadline);
  try {
    return await cluster.create(resource, modified, write);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    await restore(target, current, cluster, error);
    throw error;
  }
}

async function restore({ resource }: Target, object: KubeObject, cluster: Cluster, why: CliError): Promise<void> {
  const { resourceVersion: _, uid: _uid, ...metadata } = object.metadata ?? {};
  try {
    await cluster.create(resource, { ...object, metadata });
  } catch (error) {
    throw new CliError(
      `An error occurred force-replacing the existing object with the newly provided one:\n\n${why.message}.\n\n` +
        "Additionally, an error occurred attempting to restore the original object:\n\n" +
        (error instanceof Error ? error.message : String(error)),
      { cause: error },
    );
  }
}
