import type { Io } from "../context.ts";
import type { Cluster } from "../kube/client.ts";
import { CILIUM, replacesKubeProxy } from "../model/dataplane/kube-proxy-config.ts";
import { ifThere, type KubeProxyMapReading } from "./kube-proxy-map.ts";

const TAKING = "taking kube-proxy's defaults. See --mode and --cluster-cidr.";

const REFUSED = `ConfigMap kube-system/kube-proxy cannot be read: ${TAKING}`;
const ABSENT = `kube-proxy has no ConfigMap kube-system/kube-proxy here: ${TAKING}`;
const ANOTHER_FORM = `ConfigMap kube-system/kube-proxy has no config.conf: ${TAKING}`;

const REPLACED =
  "Cilium does kube-proxy's work in this cluster (kube-proxy-replacement in ConfigMap kube-system/cilium-config): " +
  "its nodes have none of these rules. This is what kube-proxy would write.";

/** Says on stderr that kube-proxy's defaults are taken, and why; not where flags say all that matters. */
export async function noteDefaults(
  reading: KubeProxyMapReading,
  isTold: boolean,
  cluster: Cluster,
  { note }: Pick<Io, "note">,
): Promise<void> {
  if (reading === "absent" && (await isReplaced(cluster))) return note(REPLACED);
  if (isTold) return;
  note(reading === "refused" ? REFUSED : reading === "absent" ? ABSENT : ANOTHER_FORM);
}

async function isReplaced(cluster: Cluster): Promise<boolean> {
  const configMap = await ifThere(async () => cluster.get(await cluster.resource("configmaps"), CILIUM));
  return configMap !== undefined && replacesKubeProxy(configMap);
}
