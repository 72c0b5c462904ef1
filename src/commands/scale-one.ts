import { CliError, ExitCode } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { retryOnConflict } from "./retry-on-conflict.ts";
import type { Target } from "./write-target.ts";

/** How many replicas there are to be, and under which conditions. */
export interface Wanted {
  replicas: number;
  /** Only if there are this many now. */
  currentReplicas: number | undefined;
  /** Only if this is the current version. */
  resourceVersion: string | undefined;
}

/** autoscaling/v1 Scale, as far as it is used here. */
interface Scale extends KubeObject {
  spec?: { replicas?: number };
  status?: { replicas?: number };
}

/** Sets the replicas through the scale subresource. Rejects when a condition does not hold. */
export async function scaleTo(target: Target, wanted: Wanted, cluster: Cluster, dryRun: boolean): Promise<void> {
  const { resource, ref } = target;
  const { replicas, currentReplicas, resourceVersion } = wanted;
  if (currentReplicas === undefined && resourceVersion === undefined) {
    await cluster.patch(resource, ref, { spec: { replicas } }, { type: "merge", subresource: "scale", dryRun });
    return;
  }
  const readScale = (): Promise<Scale> => cluster.get(resource, ref, "scale");
  await retryOnConflict(
    await readScale(),
    (scale) => {
      checkConditions(scale, wanted);
      const changed = { ...scale, spec: { ...scale.spec, replicas } };
      return cluster.replace(resource, changed, { subresource: "scale", dryRun });
    },
    readScale,
  );
}

function checkConditions(scale: Scale, { currentReplicas, resourceVersion }: Wanted): void {
  const replicas = scale.spec?.replicas ?? 0;
  if (currentReplicas !== undefined && replicas !== currentReplicas) {
    throw preconditionFailed("replicas", currentReplicas, replicas);
  }
  const version = scale.metadata?.resourceVersion;
  if (resourceVersion !== undefined && version !== resourceVersion) {
    throw preconditionFailed("resource version", resourceVersion, version);
  }
}

function preconditionFailed(what: string, expected: unknown, actual: unknown): CliError {
  return new CliError(`Expected ${what} to be ${String(expected)}, was ${String(actual)}`, {
    exitCode: ExitCode.conflict,
  });
}

/** Waits until as many replicas as wanted are there. */
export async function waitForReplicas(
  target: Target,
  replicas: number,
  cluster: Cluster,
  deadline: AbortSignal,
): Promise<void> {
  const { resource, ref } = target;
  const isThere = (scale: Scale) => (scale.status?.replicas ?? 0) === replicas && scale.spec?.replicas === replicas;
  const first = await cluster.get(resource, ref);
  if (isThere(await cluster.get(resource, ref, "scale"))) return;
  const resourceVersion = first.metadata?.resourceVersion;
  const query = { namespace: ref.namespace, name: ref.name, resourceVersion, signal: deadline };
  for await (const { type } of cluster.watch(resource, query)) {
    if (type !== "BOOKMARK" && isThere(await cluster.get(resource, ref, "scale"))) return;
  }
  const name = resource.group === "" ? resource.plural : `${resource.plural}.${resource.group}`;
  throw new CliError(`timed out waiting for "${name}/${ref.name}" to be synced`, { exitCode: ExitCode.timedOut });
}
