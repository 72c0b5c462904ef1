import type { Context } from "../context.ts";
import { CliError, ExitCode } from "../errors.ts";
import { readSnapshot } from "../kube/read-snapshot.ts";
import type { Manifest } from "../manifests/source.ts";
import type { CheckInput, KubeProxyMap } from "../model/check-world.ts";
import { isKubeProxyMap } from "../model/dataplane/kube-proxy-config.ts";
import type { Subject } from "../model/findings.ts";
import { manifestSnapshot, NO_PODS } from "../model/manifest-snapshot.ts";
import { checkShape, withoutNulls } from "../model/manifest-shapes.ts";
import { Refusal } from "../model/refusal.ts";
import type { KubeObject } from "../model/snapshot.ts";
import type { Scope } from "./flags.ts";
import type { Place } from "../print/check-data.ts";
import { type KubeProxyMapReading, parseKubeProxyMap, readKubeProxyMap } from "./kube-proxy-map.ts";
import { noteUnreadable } from "./note-unreadable.ts";
import { namespaceOf } from "./write-target.ts";

/** What is to be checked, and where its objects came from. */
export interface CheckReading {
  input: CheckInput;
  /** The namespace that was read; undefined: all that there are. */
  namespace: string | undefined;
  placeOf(subject: Subject): Place | undefined;
}

/** Reads a cluster: one list for each kind. What may not be read is said, and the rest is checked. */
export async function readCluster(scope: Scope, context: Context): Promise<CheckReading> {
  const cluster = await context.connect(scope.connect);
  const namespace = scope.allNamespaces ? undefined : namespaceOf(scope, cluster);
  const [snapshot, configMap] = await Promise.all([
    readSnapshot(cluster, { namespace, events: true, around: true }),
    readKubeProxyMap(cluster),
  ]);
  noteUnreadable(snapshot, context.io);
  const kubeProxy = await kubeProxyOf(configMap, context);
  return { input: { snapshot, fromFiles: false, replicas: new Map(), kubeProxy }, namespace, placeOf: () => undefined };
}

export interface FilesToCheck {
  filenames: readonly string[];
  recursive: boolean;
  scope: Scope;
}

const NO_WORKLOADS = "These files have no workloads: what the Services select is not checked.";

/** Reads files alone, as if they were a whole cluster. What has no namespace is in the one that -n names, or "default". */
export async function readFiles(
  { filenames, recursive, scope }: FilesToCheck,
  context: Pick<Context, "manifests" | "parseText" | "io">,
): Promise<CheckReading> {
  const read = (await context.manifests({ filenames, recursive, validates: false })).map(wellFormed);
  const home = scope.namespace ?? "default";
  const places = new Map(read.map(({ object, source, line }) => [keyOf(object, home), { file: source, line }]));
  const objects = read.map(({ object }) => object);
  const kubeProxy = await kubeProxyOf(objects.find(isKubeProxyMap) ?? "absent", context);
  const input = manifestSnapshot(objects, home);
  if (input.snapshot.services.length > 0 && input.snapshot.unreadable.includes(NO_PODS)) context.io.note(NO_WORKLOADS);
  return {
    input: { ...input, kubeProxy },
    namespace: undefined,
    placeOf: ({ kind, ...metadata }) => places.get(keyOf({ kind, metadata }, home)),
  };
}

/** A configuration that is no YAML says nothing that could be checked. */
async function kubeProxyOf(
  reading: KubeProxyMapReading,
  context: Pick<Context, "parseText">,
): Promise<KubeProxyMap | undefined> {
  const configuration = await parseKubeProxyMap(reading, context).catch(() => undefined);
  return typeof reading === "string" || !configuration ? undefined : { object: reading, configuration };
}

/** Throws a CliError that names the file of an object whose fields have another shape than they must. */
function wellFormed({ object: found, ...place }: Manifest): Manifest {
  const object = withoutNulls(found);
  try {
    checkShape(object);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const name = `${object.kind ?? ""} ${JSON.stringify(object.metadata?.name ?? "")}`;
    throw new CliError(`${name} in ${place.source}: ${error.message}`, { exitCode: ExitCode.invalid, cause: error });
  }
  return { object, ...place };
}

const keyOf = ({ kind, metadata }: KubeObject, home: string): string =>
  JSON.stringify([kind, metadata?.namespace || home, metadata?.name]);
