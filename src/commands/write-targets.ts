import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { Cluster, ListQuery, Resource } from "../kube/client.ts";
import { findResources, nameBesideSelector } from "./find-resources.ts";
import { manifestTargets } from "./write-manifests.ts";
import { collecting, type Found, namespaceOf, type Target, type TargetRequest } from "./write-target.ts";
import { nothingNamed, readWords } from "./write-words.ts";

/** Finds what the command line names, as cli-runtime's resource builder does. Rejects with a UsageError. */
export async function findTargets(request: TargetRequest, cluster: Cluster, context: Context): Promise<Found[]> {
  const { words, filenames } = request;
  if (filenames.length > 0) {
    if (words.length > 0) throw wordsBesideFiles(words);
    return manifestTargets(request, cluster, context);
  }
  const { objects, types } = readWords(words);
  if (request.all || request.selector?.trim() || request.fieldSelector?.trim()) {
    if (objects.length > 0) throw nameBesideSelector(words);
    if (types.length === 0) throw new UsageError("at least one resource must be specified to use a selector");
    return listTargets(await findResources(types, cluster), request, cluster);
  }
  if (objects.length > 0) return namedTargets(objects, request, cluster);
  if (types.length === 0) throw nothingNamed();
  await findResources(types, cluster);
  throw new UsageError("resource(s) were provided, but no name was specified");
}

function wordsBesideFiles(words: readonly string[]): UsageError {
  return new UsageError(
    words.every((word) => word.includes("/"))
      ? "resource/name arguments cannot be provided when a path is specified"
      : "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
  );
}

async function namedTargets(
  objects: readonly { type: string; name: string }[],
  { scope }: TargetRequest,
  cluster: Cluster,
): Promise<Target[]> {
  const targets: Target[] = [];
  for (const { type, name } of objects) {
    for (const resource of await findResources([type], cluster)) {
      if (scope.allNamespaces && resource.namespaced) {
        throw new UsageError("a resource cannot be retrieved by name across all namespaces");
      }
      const ref = { name, namespace: resource.namespaced ? namespaceOf(scope, cluster) : undefined };
      targets.push({ resource, ref, object: undefined, source: undefined });
    }
  }
  return targets;
}

async function listTargets(resources: readonly Resource[], request: TargetRequest, cluster: Cluster): Promise<Found[]> {
  const { scope, selector, fieldSelector } = request;
  const found: Found[] = [];
  for (const resource of resources) {
    const namespace = resource.namespaced && !scope.allNamespaces ? namespaceOf(scope, cluster) : undefined;
    const query = {
      namespace,
      labelSelector: selector?.trim() || undefined,
      fieldSelector: fieldSelector || undefined,
    };
    found.push(...(await collecting(() => listObjects(resource, query, cluster))));
  }
  return found;
}

async function listObjects(resource: Resource, query: ListQuery, cluster: Cluster): Promise<Target[]> {
  const { items } = await cluster.list(resource, query);
  const apiVersion = resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
  return items.map((item) => ({
    resource,
    ref: { name: item.metadata?.name ?? "", namespace: item.metadata?.namespace },
    object: { apiVersion, kind: resource.kind, ...item },
    source: undefined,
  }));
}
