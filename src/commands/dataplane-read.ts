import type { Context } from "../context.ts";
import { CliError, ExitCode } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import { proxySettings } from "../model/dataplane/proxy-config.ts";
import type { ProxySettings } from "../model/dataplane/settings.ts";
import { isNew } from "../model/stand-ins.ts";
import type { EndpointSlice, Node, Service } from "../model/snapshot.ts";
import { type ClusterObjects, readClusterObjects } from "./cluster-objects.ts";
import type { DataplaneOptions } from "./dataplane.ts";
import { noteDefaults } from "./kube-proxy-defaults.ts";
import { parseKubeProxyMap } from "./kube-proxy-map.ts";
import { noteUnreadable } from "./note-unreadable.ts";
import { nothingFoundIn } from "./nothing-found.ts";
import { pickServices, readServiceFiles } from "./service-files.ts";
import { namespaceOf } from "./write-target.ts";

/** Services, and how a node's kube-proxy sees them. */
export interface DataplaneReading {
  services: Service[];
  endpointSlices: EndpointSlice[];
  settings: ProxySettings;
  /** Whether somebody said which mode kube-proxy is in. */
  knowsMode: boolean;
  /** Whether these are all Services, so that the rules that none of them owns belong to the answer. */
  isWhole: boolean;
  failures: CliError[];
  /** What to say when there is no Service. */
  nothingFound: string;
}

/** Reads objects from files or from the cluster, and the settings of kube-proxy on the chosen node. */
export async function readDataplane(options: DataplaneOptions, context: Context): Promise<DataplaneReading> {
  const { objects, nothingFound, cluster } = await readObjects(options, context);
  noteUnreadable(objects, context.io);
  const { services, endpointSlices, failures } = objects;
  const config = await parseKubeProxyMap(objects.configMap, context);
  if (cluster && !config) await noteDefaults(objects.configMap, options.clusterCidr !== undefined, cluster, context.io);
  const settings = proxySettings({
    config,
    isRunning: cluster !== undefined,
    mode: options.mode,
    clusterCidr: options.clusterCidr,
    node: chooseNode(objects, options.node),
    services,
    serviceCidrs: objects.serviceCidrs,
  });
  const knowsMode = config !== undefined || options.mode !== undefined;
  return {
    services,
    endpointSlices,
    settings,
    knowsMode,
    isWhole: options.scope.allNamespaces,
    failures,
    nothingFound,
  };
}

const STAND_INS = "These manifests are not in a cluster yet: addresses and node ports that they lack are examples.";

/** Objects, and the cluster that they came from; undefined when they came from files. */
interface ObjectsReading {
  objects: ClusterObjects;
  nothingFound: string;
  cluster: Cluster | undefined;
}

/** Without names, files stand for all that is in them. */
export async function readObjects(
  { scope, names, filenames, recursive }: Pick<DataplaneOptions, "scope" | "names" | "filenames" | "recursive">,
  context: Pick<Context, "connect" | "manifests" | "io">,
): Promise<ObjectsReading> {
  if (filenames.length > 0) {
    const objects = await readServiceFiles(filenames, recursive, context);
    const { picked, failures } = pickServices(objects.services, names, scope.namespace);
    if (picked.some((service) => isNew(service) && service.spec?.type !== "ExternalName")) context.io.note(STAND_INS);
    const nothingFound = "No Services found in these files.";
    return { objects: { ...objects, services: picked, failures }, nothingFound, cluster: undefined };
  }
  const cluster = await context.connect(scope.connect);
  const namespace = scope.allNamespaces ? undefined : namespaceOf(scope, cluster);
  const objects = await readClusterObjects(cluster, { namespace, names });
  return { objects, nothingFound: nothingFoundIn(namespace), cluster };
}

/** Without Node objects, a name is enough, or the first that EndpointSlices name. */
function chooseNode({ nodes, endpointSlices }: ClusterObjects, wanted: string | undefined): Node | string {
  const named = new Map(nodes.map((node) => [node.metadata?.name ?? "", node]));
  const mentioned = endpointSlices.flatMap(({ endpoints }) =>
    (endpoints ?? []).flatMap(({ nodeName }) => nodeName ?? []),
  );
  const [first = ""] = named.size > 0 ? [...named.keys()].toSorted() : mentioned.toSorted();
  const name = wanted ?? first;
  const found = named.get(name);
  if (found || named.size === 0) return found ?? name;
  const hint = `There are: ${[...named.keys()].toSorted().join(", ")}`;
  throw new CliError(`nodes "${name}" not found`, { exitCode: ExitCode.notFound, hint });
}
