import type { CliError } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import { readSnapshot, type SnapshotQuery, type SnapshotReading } from "../kube/read-snapshot.ts";
import type { KubeObject, Snapshot } from "../model/snapshot.ts";
import { ifThere, type KubeProxyMapReading, readKubeProxyMap } from "./kube-proxy-map.ts";

/** Services with what stands behind them, and what kube-proxy is told of its cluster. */
export interface ClusterObjects extends Snapshot {
  /** Of the Services that were asked for by name and could not be read. */
  failures: CliError[];
  /** kube-system/kube-proxy, where kubeadm keeps kube-proxy's configuration. */
  configMap: KubeProxyMapReading;
  /** networking.k8s.io/v1 ServiceCIDR objects; none when they cannot be read. */
  serviceCidrs: KubeObject[];
}

/** Reads from a cluster what kube-proxy would read there. */
export async function readClusterObjects(
  cluster: Cluster,
  query: SnapshotQuery,
): Promise<ClusterObjects & SnapshotReading> {
  const [reading, configMap, serviceCidrs] = await Promise.all([
    readSnapshot(cluster, query),
    readKubeProxyMap(cluster),
    ifThere(async () => (await cluster.list(await cluster.resource("servicecidrs.networking.k8s.io"))).items),
  ]);
  return { ...reading, configMap, serviceCidrs: serviceCidrs ?? [] };
}
