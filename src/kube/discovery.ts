import type { Resource } from "./client.ts";
import { parseAnswer } from "./parse-answer.ts";
import { parseGroupVersion } from "./resources.ts";
import { StatusError } from "./status.ts";
import type { Transport } from "./transport.ts";

/** A resource, and whether its version is the one that its group prefers. */
export interface Discovered {
  resource: Resource;
  preferred: boolean;
}

/** What the server serves. `failed` names group-versions that exist and could not be asked: an extension that is down. */
export interface Discovery {
  found: Discovered[];
  failed: string[];
}

const AGGREGATED = ["v2", "v2beta1"]
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .join(",");

/**
 * Asks the server for every resource, in its order of preference: by aggregated discovery in two requests, or from a
 * server that does not know it, group by group.
 */
export async function discover(transport: Transport): Promise<Discovery> {
  const accept = `${AGGREGATED},application/json`;
  const answers = await Promise.all(["/api", "/apis"].map((path) => getJson(transport, path, accept)));
  const parts = await Promise.all(answers.map((answer) => readRoot(transport, answer)));
  return { found: parts.flatMap(({ found }) => found), failed: parts.flatMap(({ failed }) => failed) };
}

async function getJson(transport: Transport, path: string, accept?: string): Promise<Record<string, unknown>> {
  const body = await transport.request({ method: "GET", path, ...(accept !== undefined && { accept }) });
  return parseAnswer(body, `GET ${path}`);
}

function readRoot(transport: Transport, answer: Record<string, unknown>): Discovery | Promise<Discovery> {
  if (answer["kind"] === "APIGroupDiscoveryList") return readAggregated(answer as unknown as AggregatedList);
  const { versions, groups } = answer as { versions?: string[]; groups?: LegacyGroup[] };
  if (versions)
    return readGroups(
      transport,
      versions.map((version) => [version, version === versions[0]]),
    );
  return readGroups(
    transport,
    (groups ?? []).flatMap((group) =>
      group.versions.map(({ groupVersion }) => [groupVersion, groupVersion === group.preferredVersion?.groupVersion]),
    ),
  );
}

interface LegacyGroup {
  name: string;
  versions: { groupVersion: string }[];
  preferredVersion?: { groupVersion: string };
}

interface LegacyResource {
  name: string;
  singularName: string;
  kind: string;
  namespaced: boolean;
  shortNames?: string[];
  categories?: string[];
  verbs: string[];
}

async function readGroups(transport: Transport, groupVersions: [string, boolean][]): Promise<Discovery> {
  const parts = await Promise.all(groupVersions.map((each) => readGroupVersion(transport, ...each)));
  return { found: parts.flatMap(({ found }) => found), failed: parts.flatMap(({ failed }) => failed) };
}

async function readGroupVersion(transport: Transport, groupVersion: string, preferred: boolean): Promise<Discovery> {
  try {
    const path = groupVersion.includes("/") ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
    const { resources } = (await getJson(transport, path)) as { resources?: LegacyResource[] };
    const whole = (resources ?? []).filter(({ name }) => !name.includes("/"));
    return { found: whole.map((row) => ({ resource: fromLegacy(row, groupVersion), preferred })), failed: [] };
  } catch (thrown) {
    // an extension server that is down must not hide the rest
    if (thrown instanceof StatusError) return { found: [], failed: thrown.code === 404 ? [] : [groupVersion] };
    throw thrown;
  }
}

function fromLegacy(row: LegacyResource, groupVersion: string): Resource {
  return {
    ...parseGroupVersion(groupVersion),
    plural: row.name,
    singular: row.singularName || row.kind.toLowerCase(),
    kind: row.kind,
    namespaced: row.namespaced,
    shortNames: row.shortNames ?? [],
    categories: row.categories ?? [],
    verbs: row.verbs,
  };
}

/** apidiscovery.k8s.io/v2 APIGroupDiscoveryList, as far as it is read. Versions come in order of preference. */
interface AggregatedList {
  items?: { metadata?: { name?: string }; versions?: AggregatedVersion[] }[];
}

interface AggregatedVersion {
  version: string;
  freshness?: string;
  resources?: {
    resource: string;
    responseKind?: { kind?: string };
    scope: string;
    singularResource?: string;
    shortNames?: string[];
    categories?: string[];
    verbs: string[];
  }[];
}

function readAggregated({ items = [] }: AggregatedList): Discovery {
  const discovery: Discovery = { found: [], failed: [] };
  for (const { metadata, versions = [] } of items) {
    const group = metadata?.name ?? "";
    for (const [at, version] of versions.entries()) {
      if (version.freshness === "Stale") discovery.failed.push(`${group}/${version.version}`);
      const resources = fromAggregated(group, version);
      discovery.found.push(...resources.map((resource) => ({ resource, preferred: at === 0 })));
    }
  }
  return discovery;
}

const fromAggregated = (group: string, { version, resources = [] }: AggregatedVersion): Resource[] =>
  resources.map((row) => ({
    group,
    version,
    plural: row.resource,
    singular: row.singularResource || (row.responseKind?.kind ?? "").toLowerCase(),
    kind: row.responseKind?.kind ?? "",
    namespaced: row.scope === "Namespaced",
    shortNames: row.shortNames ?? [],
    categories: row.categories ?? [],
    verbs: row.verbs,
  }));
