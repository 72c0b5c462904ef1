import type { Context } from "../context.ts";
import { CliError, ExitCode, UsageError } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import { readSnapshot } from "../kube/read-snapshot.ts";
import { holdsFor, type ServiceCondition } from "../model/service-condition.ts";
import { type ServiceView, viewServices } from "../model/service-view.ts";
import type { KubeObject, Snapshot } from "../model/snapshot.ts";
import { missingText } from "../print/missing-words.ts";
import { followSnapshot } from "./follow-snapshot.ts";
import type { Target } from "./write-target.ts";
import { conditionNotMet, timedOut } from "./write-wait.ts";

/**
 * Waits until a Service, with what stands behind it, is in a state; without a deadline looks once. The Service comes out.
 * Rejects with a NotFound StatusError when it is not there, and at the deadline with what is still missing.
 */
export async function waitForService(
  target: Target,
  condition: ServiceCondition,
  cluster: Cluster,
  deadline: AbortSignal | undefined,
  now: Context["now"],
): Promise<KubeObject> {
  const { resource, ref } = target;
  if (resource.plural !== "services" || resource.group !== "")
    throw new UsageError(`--for=${condition.kind} waits for Services, not for ${resource.plural}`);
  const namespace = ref.namespace;
  const reading = await readSnapshot(cluster, { namespace, nodes: false });
  let view = viewOf(target, reading, now()) ?? (await refuse(target, cluster));
  if (!deadline && !holdsFor(condition, view)) throw unmet(conditionNotMet(target), condition, view);
  const changes = deadline ? followSnapshot(cluster, reading, { namespace, signal: deadline, quiet: true }) : undefined;
  while (!holdsFor(condition, view)) {
    const next = await changes?.next();
    if (!next || next.done) throw unmet(timedOut(target), condition, view);
    view = viewOf(target, next.value, now()) ?? (await refuse(target, cluster));
  }
  await changes?.return(undefined);
  return view.service as unknown as KubeObject;
}

function viewOf({ ref }: Target, snapshot: Snapshot, now: Date): ServiceView | undefined {
  const services = snapshot.services.filter(({ metadata }) => metadata?.name === ref.name);
  return viewServices({ ...snapshot, services, isPartial: true }, now)[0];
}

/** Asks the server for what the list lacks, so that the refusal is its own. */
async function refuse(target: Target, cluster: Cluster): Promise<never> {
  await cluster.get(target.resource, target.ref);
  throw timedOut(target);
}

const unmet = (failure: CliError, condition: ServiceCondition, view: ServiceView): CliError =>
  new CliError(`${failure.message}: ${missingText(condition, view)}`, { exitCode: ExitCode.timedOut });
