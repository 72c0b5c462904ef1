import { checkAnswer } from "./check-shape.ts";
import type { Resource } from "./client.ts";
import type { Discovery } from "./discovery.ts";
import { AGGREGATED } from "./discovery-shapes.ts";

/** apidiscovery.k8s.io/v2 APIGroupDiscoveryList, as far as it is read. Versions come in order of preference. */
interface AggregatedList {
  items?: { metadata?: { name?: string } | null; versions?: AggregatedVersion[] | null }[] | null;
}

interface AggregatedVersion {
  version?: string;
  freshness?: string;
  resources?: AggregatedResource[] | null;
}

interface AggregatedResource {
  resource?: string;
  responseKind?: { kind?: string };
  scope?: string;
  singularResource?: string;
  shortNames?: string[];
  categories?: string[];
  verbs?: string[];
}

/** Reads the aggregated form. Throws a ConnectionError for what has not its shape. */
export function readAggregated(answer: object): Discovery {
  checkAnswer(answer, AGGREGATED, "discovery document");
  const discovery: Discovery = { found: [], failed: [] };
  for (const { metadata, versions } of (answer as AggregatedList).items ?? []) {
    const group = metadata?.name ?? "";
    for (const [at, version] of (versions ?? []).entries()) {
      if (version.freshness === "Stale") discovery.failed.push(`${group}/${version.version}`);
      const resources = fromAggregated(group, version);
      discovery.found.push(...resources.map((resource) => ({ resource, preferred: at === 0 })));
    }
  }
  return discovery;
}

const fromAggregated = (group: string, { version = "", resources }: AggregatedVersion): Resource[] =>
  (resources ?? [])
    .filter(({ resource }) => resource)
    .map((row) => ({
      group,
      version,
      plural: row.resource ?? "",
      singular: row.singularResource || (row.responseKind?.kind ?? "").toLowerCase(),
      kind: row.responseKind?.kind ?? "",
      namespaced: row.scope === "Namespaced",
      shortNames: row.shortNames ?? [],
      categories: row.categories ?? [],
      verbs: row.verbs ?? [],
    }));
