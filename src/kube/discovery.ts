import { checkAnswer } from "./check-shape.ts";
import type { Resource } from "./client.ts";
import { readAggregated } from "./discovery-aggregated.ts";
import { RESOURCES, ROOT } from "./discovery-shapes.ts";
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
  if (answer["kind"] === "APIGroupDiscoveryList") return readAggregated(answer);
  checkAnswer(answer, ROOT, "discovery document");
  const { versions, groups } = answer as { versions?: string[] | null; groups?: LegacyGroup[] | null };
  const core = (versions ?? []).map((version): [string, boolean] => [version, version === versions?.[0]]);
  const named = (groups ?? []).flatMap(({ versions: own, preferredVersion }) =>
    (own ?? []).map(({ groupVersion }): [string, boolean] => [
      groupVersion,
      groupVersion === preferredVersion?.groupVersion,
    ]),
  );
  return readGroups(transport, versions ? core : named);
}

interface LegacyGroup {
  versions?: { groupVersion: string }[] | null;
  preferredVersion?: { groupVersion: string } | null;
}

interface LegacyResource {
  name: string;
  singularName?: string;
  kind?: string;
  namespaced?: boolean;
  shortNames?: string[];
  categories?: string[];
  verbs?: string[];
}

async function readGroups(transport: Transport, groupVersions: [string, boolean][]): Promise<Discovery> {
  const parts = await Promise.all(groupVersions.map((each) => readGroupVersion(transport, ...each)));
  return { found: parts.flatMap(({ found }) => found), failed: parts.flatMap(({ failed }) => failed) };
}

async function readGroupVersion(transport: Transport, groupVersion: string, preferred: boolean): Promise<Discovery> {
  try {
    const path = groupVersion.includes("/") ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
    const answer = await getJson(transport, path);
    checkAnswer(answer, RESOURCES, "discovery document");
    const { resources } = answer as { resources?: LegacyResource[] | null };
    const whole = (resources ?? []).filter(({ name }) => name && !name.includes("/"));
    return { found: whole.map((row) => ({ resource: fromLegacy(row, groupVersion), preferred })), failed: [] };
  } catch (thrown) {
    // an extension server that is down must not hide the rest
    if (thrown instanceof StatusError) return { found: [], failed: thrown.code === 404 ? [] : [groupVersion] };
    throw thrown;
  }
}

function fromLegacy(row: LegacyResource, groupVersion: string): Resource {
  const kind = row.kind ?? "";
  return {
    ...parseGroupVersion(groupVersion),
    plural: row.name,
    singular: row.singularName || kind.toLowerCase(),
    kind,
    namespaced: row.namespaced ?? false,
    shortNames: row.shortNames ?? [],
    categories: row.categories ?? [],
    verbs: row.verbs ?? [],
  };
}
