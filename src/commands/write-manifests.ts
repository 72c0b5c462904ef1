import type { Context } from "../context.ts";
import { CliError, ExitCode, UsageError } from "../errors.ts";
import type { Cluster, Resource } from "../kube/client.ts";
import type { Manifest } from "../manifests/source.ts";
import { parseSelector } from "../model/parse-selector.ts";
import { groupOf } from "../model/pod-template.ts";
import { matchesSelector, type Selector, SelectorError } from "../model/selector.ts";
import type { KubeObject } from "../model/snapshot.ts";
import type { Scope } from "./flags.ts";
import { collecting, type Found, namespaceOf, type Target, type TargetRequest } from "./write-target.ts";

/** The objects of the files that -f names, each with its place in the cluster. */
export async function manifestTargets(request: TargetRequest, cluster: Cluster, context: Context): Promise<Found[]> {
  return placeManifests(await readSelected(request, context), request.scope, cluster);
}

/** The objects of the files that -f names, as they stand there: no cluster is asked. */
export async function offlineTargets(request: TargetRequest, context: Context): Promise<Found[]> {
  if (request.words.length > 0 || request.filenames.length === 0) throw needsFiles();
  return placeAtWord(await readSelected(request, context));
}

const needsFiles = () =>
  new UsageError(
    "you must specify resources by --filename when --local is set.\n" +
      "Example resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'",
  );

/** What could be read of the files, and why the rest could not. */
export type Read = readonly (Manifest | CliError)[];

/** The manifests that -f names and -l takes in. */
export async function readSelected(request: TargetRequest, { manifests }: Context): Promise<Read> {
  const { filenames, recursive = false, validates = false } = request;
  const selector = readSelector(request.selector);
  const failures: CliError[] = [];
  const onFailure = (failure: CliError) => void failures.push(failure);
  const read = await manifests({ filenames, recursive, validates, onFailure });
  return [...read.filter(({ object }) => matchesSelector(selector, object.metadata?.labels)), ...failures];
}

/** Gives each manifest its place: the server says which kinds it knows, and which of them have namespaces. */
export async function placeManifests(read: Read, scope: Scope, cluster: Cluster): Promise<Found[]> {
  const found: Found[] = [];
  for (const manifest of read) {
    if (manifest instanceof CliError) found.push(manifest);
    else found.push(...(await collecting(async () => [await placeManifest(manifest, scope, cluster)])));
  }
  return found;
}

/** The same without a cluster: kinds are taken at their word, and so is the namespace. */
export function placeAtWord(read: Read): Found[] {
  return read.map((manifest) => {
    if (manifest instanceof CliError) return manifest;
    const { object, source } = manifest;
    const { name = "", namespace } = object.metadata ?? {};
    return { resource: resourceByWord(object), ref: { name, namespace }, object, source };
  });
}

/** The selector that -l gives. Throws a UsageError in the words of kubectl. */
export function readSelector(text = ""): Selector {
  try {
    return parseSelector(text);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw new UsageError(`the provided selector ${JSON.stringify(text)} is not valid: ${error.message}`);
  }
}

async function placeManifest({ object, source }: Manifest, scope: Scope, cluster: Cluster): Promise<Target> {
  const resource = await findKind(object, source, cluster);
  if (!resource.namespaced) {
    return { resource, ref: { name: object.metadata?.name ?? "" }, object, source };
  }
  const namespace = object.metadata?.namespace || namespaceOf(scope, cluster);
  if (scope.namespace !== undefined && namespace !== scope.namespace)
    throw namespaceMismatch(namespace, scope.namespace);
  const placed = { ...object, metadata: { ...object.metadata, namespace } };
  return { resource, ref: { name: object.metadata?.name ?? "", namespace }, object: placed, source };
}

function namespaceMismatch(own: string, wanted: string): CliError {
  return new CliError(
    `the namespace from the provided object "${own}" does not match the namespace "${wanted}". ` +
      `You must pass '--namespace=${own}' to perform this operation.`,
    { exitCode: ExitCode.usage },
  );
}

async function findKind(object: KubeObject, source: string, cluster: Cluster): Promise<Resource> {
  const { apiVersion = "", kind = "", metadata } = object;
  try {
    return await cluster.resourceOf(apiVersion, kind);
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== ExitCode.notFound) throw error;
    throw new CliError(
      `resource mapping not found for name: "${metadata?.name ?? ""}" namespace: "${metadata?.namespace ?? ""}" ` +
        `from "${source}": ${error.message}\nensure CRDs are installed first`,
      { exitCode: error.exitCode, cause: error },
    );
  }
}

/** What an object says of its own kind, where no server can be asked. */
function resourceByWord({ apiVersion = "v1", kind = "" }: KubeObject): Resource {
  return {
    group: groupOf(apiVersion),
    version: apiVersion.split("/").at(-1) ?? apiVersion,
    kind,
    plural: "",
    singular: kind.toLowerCase(),
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: [],
  };
}
