import type { Io } from "../context.ts";
import { CliError } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import { groupKind } from "../model/pod-template.ts";
import { mapRequirements, printSelector } from "../model/selector.ts";
import { protocolOf, resolveTargetPort, type ServicePort, targetPortOf } from "../model/ports.ts";
import type { KubeObject, Pod } from "../model/snapshot.ts";
import { escapeText } from "../print/escape.ts";
import { objectName } from "../print/structured.ts";

export interface Exposed {
  service: KubeObject;
  /** What was exposed; undefined where --selector alone named the Pods. */
  source: KubeObject | undefined;
  namespace: string;
}

/**
 * Tells on stderr how many Pods the Service selects, how many of them are not the workload's own (Pods that another
 * workload owns, or none), and how many have no port of the name that the Service targets. A cluster that lists no Pods for this user gets no note: the Service is created all the same.
 */
export async function noteSelectedPods(
  { service, source, namespace }: Exposed,
  cluster: Cluster,
  io: Io,
): Promise<void> {
  const { selector } = (service["spec"] ?? {}) as { selector?: Record<string, string> };
  if (!selector || Object.keys(selector).length === 0) return;
  try {
    const pods = await listOwned(cluster, "pods", {
      namespace,
      labelSelector: printSelector(mapRequirements(selector)),
    });
    const others = source && (await countOthers(pods, source, namespace, cluster));
    const name = objectName(service);
    const lines = [
      `${name} selects ${count(pods.length)}${othersText(others, source)}`,
      ...missingPorts(service, pods),
    ];
    for (const line of lines) io.note(escapeText(line));
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
  }
}

/** A line for each target port that is a name, and that some of the Pods have not: those get no traffic there. */
function missingPorts(service: KubeObject, pods: readonly KubeObject[]): string[] {
  const { ports = [] } = (service["spec"] ?? {}) as { ports?: ServicePort[] };
  return ports.flatMap((port) => {
    const lacking = pods.filter((pod) => resolveTargetPort(pod as Pod, port) === undefined).length;
    if (lacking === 0) return [];
    const who = lacking === pods.length ? "no Pod has a" : `${count(lacking)} ${lacking === 1 ? "has" : "have"} no`;
    const named = JSON.stringify(targetPortOf(port));
    return [`${who} ${protocolOf(port)} port named ${named}, which port ${port.port} targets`];
  });
}

const count = (pods: number) => `${pods} ${pods === 1 ? "Pod" : "Pods"}`;

function othersText(others: number | undefined, source: KubeObject | undefined): string {
  if (!others || !source) return "";
  return `, ${others} of which ${others === 1 ? "is" : "are"} not of ${objectName(source)}`;
}

/** Kinds whose Pods belong to objects that they own in turn. */
const BETWEEN: Record<string, string> = { "Deployment.apps": "replicasets.apps", "CronJob.batch": "jobs.batch" };

/** Undefined for a Service, which owns no Pods, and for an object of a file that is not in the cluster. */
async function countOthers(
  pods: readonly KubeObject[],
  source: KubeObject,
  namespace: string,
  cluster: Cluster,
): Promise<number | undefined> {
  const uid = source.metadata?.uid;
  if (uid === undefined || groupKind(source) === "Service") return undefined;
  const between = BETWEEN[groupKind(source)];
  const middle = between === undefined ? [] : await listOwned(cluster, between, { namespace });
  const owners = new Set([uid, ...middle.filter((object) => isOwnedBy(object, new Set([uid]))).map(uidOf)]);
  return pods.filter((pod) => uidOf(pod) !== uid && !isOwnedBy(pod, owners)).length;
}

const uidOf = (object: KubeObject) => object.metadata?.uid;

const isOwnedBy = (object: KubeObject, owners: ReadonlySet<string | undefined>) =>
  (object.metadata?.ownerReferences ?? []).some((owner) => owners.has(owner.uid));

async function listOwned(
  cluster: Cluster,
  word: string,
  query: { namespace: string; labelSelector?: string },
): Promise<KubeObject[]> {
  return (await cluster.list(await cluster.resource(word), query)).items;
}
