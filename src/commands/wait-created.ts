import { CliError, ExitCode } from "../errors.ts";
import type { Cluster, ListQuery, Resource } from "../kube/client.ts";
import type { WaitOptions } from "./wait.ts";
import { findResources } from "./find-resources.ts";
import { type Found, namespaceOf } from "./write-target.ts";
import { readWords } from "./write-words.ts";

/** Waits until every object that is named is there, or any that a selector takes in. Without a deadline looks once. */
export async function waitUntilCreated(
  found: readonly Found[],
  options: WaitOptions,
  cluster: Cluster,
  deadline: AbortSignal | undefined,
): Promise<void> {
  if (options.all || options.selector || options.fieldSelector) {
    if (found.length === 0) await waitUntilAny(options, cluster, deadline);
    return;
  }
  for (const target of found) {
    if (target instanceof CliError) throw target;
    const { namespace, name } = target.ref;
    await waitUntilListed(target.resource, { namespace, fieldSelector: `metadata.name=${name}` }, cluster, deadline);
  }
}

async function waitUntilAny(options: WaitOptions, cluster: Cluster, deadline: AbortSignal | undefined): Promise<void> {
  const { words, scope, selector: labelSelector, fieldSelector } = options;
  const [resource] = await findResources(readWords(words).types, cluster);
  if (!resource) return;
  const namespace = resource.namespaced && !scope.allNamespaces ? namespaceOf(scope, cluster) : undefined;
  await waitUntilListed(resource, { namespace, labelSelector, fieldSelector }, cluster, deadline);
}

async function waitUntilListed(
  resource: Resource,
  query: ListQuery,
  cluster: Cluster,
  deadline: AbortSignal | undefined,
): Promise<void> {
  const { items, metadata } = await cluster.list(resource, query);
  if (items.length > 0) return;
  if (deadline) {
    const { resourceVersion } = metadata;
    const events = cluster.watch(resource, { ...query, resourceVersion, signal: deadline, quiet: true });
    for await (const { type } of events) if (type === "ADDED" || type === "MODIFIED") return;
  }
  throw new CliError("timed out waiting for the condition", { exitCode: ExitCode.timedOut });
}
