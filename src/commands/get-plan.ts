import type { Context } from "../context.ts";
import { CliError, UsageError } from "../errors.ts";
import type { Cluster, ListQuery, ObjectRef, Resource } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { findResources, nameBesideSelector } from "./find-resources.ts";
import type { GetOptions } from "./get-flags.ts";
import { isService, splitTypeSelector } from "./get-service-type.ts";
import { namespaceOf } from "./write-target.ts";
import { readWords } from "./write-words.ts";

/** One question to the server: for one object, or for a list. */
export interface Read {
  resource: Resource;
  /** The object; undefined for a list. */
  ref: ObjectRef | undefined;
  query: ListQuery;
  subresource: string | undefined;
  /** What of the list is kept, beyond what the server selects. */
  keeps: ((object: KubeObject) => boolean) | undefined;
}

/** A question, or why a document of a file makes none: the others are asked all the same. */
export type Planned = Read | CliError;

/** What decides what is read. */
export type PlanOptions = Pick<
  GetOptions,
  "scope" | "words" | "filenames" | "recursive" | "selector" | "fieldSelector" | "subresource" | "type" | "chunkSize"
>;

/** What is to be read, in the order typed, as cli-runtime's resource builder finds it. Rejects with a UsageError. */
export async function planReads(options: PlanOptions, cluster: Cluster, context: Context): Promise<Planned[]> {
  const { filenames, words } = options;
  if (filenames.length > 0) return planFiles(options, cluster, context);
  const { objects, types } = readWords(words);
  if (objects.length === 0) return planLists(types, options, cluster);
  if (options.selector !== undefined || options.fieldSelector !== undefined) throw nameBesideSelector(words);
  const reads: Read[] = [];
  for (const { type, name } of objects) {
    for (const resource of await findResources([type], cluster)) {
      reads.push(readOne(resource, { name, namespace: namespaceOfName(resource, options, cluster) }, options));
    }
  }
  return reads;
}

function readOne(resource: Resource, ref: ObjectRef, { subresource }: PlanOptions): Read {
  return { resource, ref, query: {}, subresource, keeps: undefined };
}

function namespaceOfName(resource: Resource, { scope }: PlanOptions, cluster: Cluster): string | undefined {
  if (!resource.namespaced) return undefined;
  if (!scope.allNamespaces) return namespaceOf(scope, cluster);
  throw new UsageError("a resource cannot be retrieved by name across all namespaces");
}

async function planFiles(options: PlanOptions, cluster: Cluster, context: Context): Promise<Planned[]> {
  if (options.words.length > 0) {
    throw new UsageError(
      "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
    );
  }
  const { manifestTargets } = await import("./write-manifests.ts");
  const found = await manifestTargets(options, cluster, context);
  return found.map((target) => (target instanceof CliError ? target : readOne(target.resource, target.ref, options)));
}

async function planLists(types: readonly string[], options: PlanOptions, cluster: Cluster): Promise<Read[]> {
  if (options.subresource !== undefined) {
    throw new UsageError("subresource cannot be used when bulk resources are specified");
  }
  const resources = await findResources(types, cluster);
  if (options.type !== undefined && resources.some((resource) => !isService(resource))) {
    throw new UsageError("--type can only be used with services");
  }
  return resources.map((resource) => readList(resource, options, cluster));
}

function readList(resource: Resource, options: PlanOptions, cluster: Cluster): Read {
  const { scope, selector, chunkSize } = options;
  const { fieldSelector, keeps } = isService(resource)
    ? splitTypeSelector(options.fieldSelector)
    : wholeSelector(options);
  const namespace = resource.namespaced && !scope.allNamespaces ? namespaceOf(scope, cluster) : undefined;
  const query = { namespace, labelSelector: selector, fieldSelector, chunkSize };
  return { resource, ref: undefined, query, subresource: undefined, keeps };
}

const wholeSelector = ({ fieldSelector }: PlanOptions) => ({ fieldSelector, keeps: undefined });
