import type { Context } from "../context.ts";
import { CliError, ExitCode } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import type { Applied } from "./apply-client-side.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { handOverOwnership } from "./apply-hand-over.ts";
import { warnIfDeleting } from "./apply-notes.ts";
import type { ApplyOptions } from "./apply-flags.ts";
import type { Target } from "./write-target.ts";

/** Applies one object by `apply --server-side`: the server merges, and knows who owns which field. */
export async function applyServerSide(
  target: Target,
  options: ApplyOptions,
  cluster: Cluster,
  { io }: Context,
): Promise<Applied> {
  const { write, dryRun } = options;
  let object = await sendApply(target, options, cluster);
  const persists = dryRun === "none" && options.subresource === undefined;
  if (persists && (await handOverOwnership(target, object, write.fieldManager ?? "", cluster, io))) {
    object = await sendApply(target, options, cluster);
  }
  warnIfDeleting(object, io);
  return { object, operation: "serverside-applied" };
}

async function sendApply(
  { resource, ref, object }: Target,
  { write, forceConflicts, subresource }: ApplyOptions,
  cluster: Cluster,
): Promise<KubeObject> {
  const request = { ...write, type: "apply" as const, force: forceConflicts, ...(subresource && { subresource }) };
  try {
    return await cluster.patch(resource, ref, object, request);
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== ExitCode.conflict) throw error;
    throw new CliError(`${error.message}\n${ADVICE}`, { exitCode: ExitCode.conflict, cause: error });
  }
}

const ADVICE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;
