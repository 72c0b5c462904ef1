import type { Context } from "../context.ts";
import { CliError, ExitCode } from "../errors.ts";
import type { Manifest } from "../manifests/source.ts";
import type { ClusterObjects } from "./cluster-objects.ts";
import { isKubeProxyMap } from "../model/dataplane/kube-proxy-config.ts";
import { objectFault } from "../model/object-shape.ts";
import { groupKind } from "../model/pod-template.ts";
import { Refusal } from "../model/refusal.ts";
import { withStandIns } from "../model/stand-ins.ts";
import type { Around, EndpointSlice, KubeObject, Node, Service } from "../model/snapshot.ts";

/**
 * The objects of manifests, or of the lists that `get -o json` writes; what has no namespace is in "default". Examples
 * stand for what only a cluster adds to manifests.
 */
export async function readServiceFiles(
  filenames: readonly string[],
  recursive: boolean,
  context: Pick<Context, "manifests">,
): Promise<ClusterObjects> {
  const manifests = await context.manifests({ filenames, recursive, validates: false });
  for (const { object, source } of manifests) explain(source, () => checkShape(object));
  const of = (kind: string, group = "") =>
    manifests.filter((manifest) => isOf(manifest, kind, group)).map(({ object }) => object);
  const placed = (kind: string, group = "") => of(kind, group).map(inNamespace);
  const read = {
    services: placed("Service") as unknown as Service[],
    endpointSlices: placed("EndpointSlice", "discovery.k8s.io") as unknown as EndpointSlice[],
  };
  return {
    ...explain(filenames.join(", "), () =>
      withStandIns(
        read,
        manifests.map(({ object }) => object),
      ),
    ),
    nodes: of("Node") as unknown as Node[],
    events: [],
    unreadable: [],
    failures: [],
    configMap: of("ConfigMap").find(isKubeProxyMap) ?? "absent",
    serviceCidrs: of("ServiceCIDR", "networking.k8s.io"),
    around: {
      ingresses: [],
      httpRoutes: [],
      statefulSets: [],
      networkPolicies: placed("NetworkPolicy", "networking.k8s.io") as Around["networkPolicies"],
    },
  };
}

/** Turns what the model refuses into an error of the user's, with the file that it is about. */
function explain<Result>(source: string, step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new CliError(`${source}: ${error.message}`, { exitCode: ExitCode.invalid, cause: error });
  }
}

/** Refuses an object whose fields no API server would take. Throws a Refusal that names the field. */
function checkShape(object: KubeObject): void {
  const fault = objectFault(object, groupKind(object));
  if (fault !== undefined) throw new Refusal(`${object.kind} "${object.metadata?.name ?? ""}": ${fault}`);
}

const isOf = ({ object }: Manifest, kind: string, group: string): boolean => {
  const [first = "", version] = (object.apiVersion ?? "").split("/");
  return object.kind === kind && (version === undefined ? "" : first) === group;
};

function inNamespace(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, namespace: object.metadata?.namespace ?? "default" } };
}

/**
 * The Services among those read that are asked for by name or by namespace; all when nothing is. `place` is where they
 * were looked for, for messages.
 */
export function pickServices(
  services: readonly Service[],
  names: readonly string[],
  namespace: string | undefined,
  place = "these files",
): { picked: Service[]; failures: CliError[] } {
  const here = services.filter(({ metadata }) => namespace === undefined || metadata?.namespace === namespace);
  if (names.length === 0) return { picked: here, failures: [] };
  const wanted = new Set(names);
  const found = new Set(here.map(({ metadata }) => metadata?.name));
  return {
    picked: here.filter(({ metadata }) => wanted.has(metadata?.name ?? "")),
    failures: [...wanted]
      .filter((name) => !found.has(name))
      .map((name) => new CliError(`services "${name}" not found in ${place}`, { exitCode: ExitCode.notFound })),
  };
}
