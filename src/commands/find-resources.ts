import { CliError, ExitCode, UsageError } from "../errors.ts";
import type { Cluster, Resource } from "../kube/client.ts";

/** What types mean: each by any of its names, or a category ("all", "api-extensions") by its members; each resource once. */
export async function findResources(types: readonly string[], cluster: Cluster): Promise<Resource[]> {
  const found = new Map<string, Resource>();
  for (const type of types) {
    for (const resource of await meaningOf(type, cluster)) {
      found.set(`${resource.plural}.${resource.version}.${resource.group}`, resource);
    }
  }
  return [...found.values()];
}

async function meaningOf(word: string, cluster: Cluster): Promise<Resource[]> {
  if (word === "all") return membersOf(word, cluster);
  try {
    return [await cluster.resource(word)];
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== ExitCode.notFound) throw error;
    const members = await membersOf(word, cluster);
    if (members.length === 0) throw error;
    return members;
  }
}

async function membersOf(category: string, cluster: Cluster): Promise<Resource[]> {
  return (await cluster.resources()).filter(({ categories }) => categories.includes(category));
}

/** kubectl's refusal of names beside -l, --field-selector or --all. */
export function nameBesideSelector(words: readonly string[]): UsageError {
  return new UsageError(
    words.some((word) => word.includes("/"))
      ? "selectors and the all flag cannot be used when passing resource/name arguments"
      : "name cannot be provided when a selector is specified",
  );
}
