import type { Io } from "../context.ts";
import { CliError } from "../errors.ts";
import type { Cluster, PatchOptions } from "../kube/client.ts";
import { annotationOwners, handOver } from "../model/field-ownership.ts";
import { LAST_APPLIED } from "../model/last-applied.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { escapeText } from "../print/escape.ts";
import { retryOnConflict } from "./retry-on-conflict.ts";
import type { Target } from "./write-target.ts";

/**
 * Hands what client-side apply owns of an object over to server-side apply, as kubectl does after the first
 * `apply --server-side`: resolves with whether anything was handed over. Failures are warnings: the next apply tries again.
 */
export async function handOverOwnership(
  target: Target,
  applied: KubeObject,
  manager: string,
  cluster: Cluster,
  io: Io,
): Promise<boolean> {
  try {
    const object = manager === "kubectl" ? await keepAnnotation(target, applied, cluster) : applied;
    return await changeOwners(target, object, manager, cluster);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    io.note(
      "Warning: server rejected managed fields migration to Server-Side Apply. This is non-fatal and will be retried " +
        `next time you apply. Error: ${escapeText(error.message)}`,
    );
    return false;
  }
}

/** Gives the annotation an owner of its own, so that handing over the rest does not take it away. */
async function keepAnnotation({ resource, ref }: Target, object: KubeObject, cluster: Cluster): Promise<KubeObject> {
  const annotation = object.metadata?.annotations?.[LAST_APPLIED];
  if (annotation === undefined || annotationOwners(object, "Apply").length > 0) return object;
  const { apiVersion, kind } = object;
  const metadata = { ...ref, annotations: { [LAST_APPLIED]: annotation } };
  const options: PatchOptions = { type: "apply", fieldManager: "kubectl-last-applied" };
  return cluster.patch(resource, ref, { apiVersion, kind, metadata }, options);
}

async function changeOwners(target: Target, applied: KubeObject, manager: string, cluster: Cluster): Promise<boolean> {
  const { resource, ref } = target;
  const clientManagers = new Set(annotationOwners(applied, "Update").map((entry) => entry.manager ?? ""));
  const attempt = async (object: KubeObject): Promise<boolean> => {
    const managedFields = handOver(object, clientManagers, manager);
    if (!managedFields) return false;
    const patch = [
      { op: "replace", path: "/metadata/managedFields", value: managedFields },
      // replaced by itself: the server answers with a conflict when the object has changed
      { op: "replace", path: "/metadata/resourceVersion", value: object.metadata?.resourceVersion },
    ];
    await cluster.patch(resource, ref, patch, { type: "json" });
    return true;
  };
  return retryOnConflict(applied, attempt, () => cluster.get(resource, ref));
}
