import type { Context } from "../context.ts";
import { CliError, ExitCode } from "../errors.ts";
import type { SnapshotQuery, SnapshotReading } from "../kube/read-snapshot.ts";
import { proxySettings } from "../model/dataplane/proxy-config.ts";
import type { ProxySettings } from "../model/dataplane/settings.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { type ClusterObjects, readClusterObjects } from "./cluster-objects.ts";
import { parseKubeProxyMap } from "./kube-proxy-map.ts";
import type { Cluster } from "../kube/client.ts";
import { pickServices, readServiceFiles } from "./service-files.ts";
import type { TraceOptions } from "./trace.ts";

/** What there is to trace, and how kube-proxy treats it. */
export interface TraceReading {
  snapshot: Snapshot;
  settings: ProxySettings;
  /** Of the Services that were asked for. */
  failures: CliError[];
}

/** A reading of whole lists, from which changes can be followed. */
export interface FollowedReading extends TraceReading {
  snapshot: SnapshotReading;
}

/** Reads one list for each kind that traffic depends on. Rejects when --from names a node that is not there. */
export async function readTrace(query: SnapshotQuery, options: TraceOptions, cluster: Cluster, context: Context) {
  const reading = await readClusterObjects(cluster, { ...query, events: true, networkPolicies: true, allPods: true });
  const settings = await settingsOf(reading, options, true, context);
  return { snapshot: reading, settings, failures: reading.failures } satisfies FollowedReading;
}

const WHY = "files do not tell what the EndpointSlice controller makes of them";

/** Reads files as if they were in a cluster; examples stand for addresses and for the Pods of workloads. */
export async function readTraceFiles(options: TraceOptions, context: Context): Promise<TraceReading> {
  const objects = await readServiceFiles(options.filenames, options.recursive, context);
  const { picked, failures } = pickServices(objects.services, options.names, options.scope.namespace);
  const settings = await settingsOf(objects, options, false, context);
  const unreadable = [{ kind: "EndpointSlice", reason: WHY }];
  return { snapshot: { ...objects, services: picked, unreadable, isPartial: true }, settings, failures };
}

async function settingsOf(
  objects: ClusterObjects,
  { from }: Pick<TraceOptions, "from">,
  isRunning: boolean,
  context: Context,
): Promise<ProxySettings> {
  checkNode(objects, from);
  return proxySettings({
    config: await parseKubeProxyMap(objects.configMap, context),
    isRunning,
    mode: undefined,
    clusterCidr: undefined,
    node: "",
    services: objects.services,
    serviceCidrs: objects.serviceCidrs,
  });
}

/** Nodes that cannot be read may be there. */
function checkNode({ nodes, endpointSlices }: ClusterObjects, from: string | undefined): void {
  const mentioned = endpointSlices.flatMap(({ endpoints }) =>
    (endpoints ?? []).flatMap(({ nodeName }) => nodeName ?? []),
  );
  const known = new Set(nodes.length > 0 ? nodes.map(({ metadata }) => metadata?.name ?? "") : mentioned);
  if (from === undefined || known.has(from) || known.size === 0) return;
  const names = [...known].toSorted();
  throw new CliError(`nodes "${from}" not found`, {
    exitCode: ExitCode.notFound,
    hint: `There are: ${names.slice(0, 10).join(", ")}${names.length > 10 ? " and others" : ""}`,
  });
}
