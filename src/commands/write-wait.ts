import { CliError, ExitCode } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import { linkSignals } from "../link-signals.ts";
import type { KubeObject } from "../model/snapshot.ts";
import type { Target } from "./write-target.ts";

/** How kubectl waits when it is told to wait without end: a week. Milliseconds. */
export const A_WEEK = 7 * 24 * 3_600_000;

/** Aborts `milliseconds` from now, and when the user ends the program. */
export const deadlineIn = (milliseconds: number, interrupted: AbortSignal): AbortSignal =>
  linkSignals([interrupted], milliseconds).signal;

/** "services/web": a target as kubectl names it while waiting. */
export const waitName = ({ resource, ref }: Target): string => `${resource.plural}/${ref.name}`;

/** What a wait says that its deadline has ended. */
export function timedOut(target: Target): CliError {
  return new CliError(`timed out waiting for the condition on ${waitName(target)}`, { exitCode: ExitCode.timedOut });
}

/** What a look says that found a condition not to hold. */
export function conditionNotMet(target: Target): CliError {
  return new CliError(`condition not met for ${waitName(target)}`, { exitCode: ExitCode.timedOut });
}

/**
 * Waits until `check` holds for the object, through a watch. The object that made it hold comes out. Rejects with a
 * NotFound StatusError when the object goes away, and at the deadline.
 */
export async function waitUntil(
  target: Target,
  check: (object: KubeObject) => boolean,
  cluster: Cluster,
  deadline: AbortSignal,
): Promise<KubeObject> {
  const { resource, ref } = target;
  const current = await cluster.get(resource, ref);
  if (check(current)) return current;
  const { resourceVersion } = current.metadata ?? {};
  const query = { namespace: ref.namespace, name: ref.name, resourceVersion, signal: deadline, quiet: true };
  for await (const { type, object } of cluster.watch(resource, query)) {
    if (type === "DELETED") await cluster.get(resource, ref);
    if ((type === "ADDED" || type === "MODIFIED") && check(object)) return object;
  }
  throw timedOut(target);
}

/** Waits until the object is gone, or another one has its name. `uid` is the object's own; undefined: whichever is there. */
export async function waitUntilGone(
  target: Target,
  uid: string | undefined,
  cluster: Cluster,
  deadline: AbortSignal,
): Promise<void> {
  const { resource, ref } = target;
  const current = await findObject(target, cluster);
  if (!current || (uid !== undefined && current.metadata?.uid !== uid)) return;
  const { resourceVersion } = current.metadata ?? {};
  const query = { namespace: ref.namespace, name: ref.name, resourceVersion, signal: deadline, quiet: true };
  for await (const { type } of cluster.watch(resource, query)) if (type === "DELETED") return;
  throw timedOut(target);
}

/** The object as the server has it; undefined when there is none. */
export async function findObject({ resource, ref }: Target, cluster: Cluster): Promise<KubeObject | undefined> {
  try {
    return await cluster.get(resource, ref);
  } catch (error) {
    if (error instanceof CliError && error.exitCode === ExitCode.notFound) return undefined;
    throw error;
  }
}
