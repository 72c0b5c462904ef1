import { apiVersionOf } from "../kinds.ts";
import type { Kind, Subresource } from "../types.ts";
import { parseAccept } from "./negotiate.ts";
import { reviewKinds } from "./reviews.ts";

/** All groups and versions and their kinds, in the order of the API server. */
interface Served {
  group: string;
  version: string;
  kinds: readonly Kind[];
}

/** A subresource in discovery: its type is the kind's own unless it says otherwise. */
interface Part {
  verbs: readonly string[];
  kind?: (kind: Kind) => string;
  group?: string;
  version?: string;
}

const change = ["get", "patch", "update"];

const parts: Readonly<Record<Subresource, Part>> = {
  status: { verbs: change },
  scale: { verbs: change, group: "autoscaling", version: "v1", kind: () => "Scale" },
  finalize: { verbs: ["update"] },
  log: { verbs: ["get"] },
  eviction: { verbs: ["create"], group: "policy", version: "v1", kind: () => "Eviction" },
  proxy: { verbs: ["create", "delete", ...change], kind: ({ kind }) => `${kind}ProxyOptions` },
};

const allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

function verbsOf(kind: Kind): readonly string[] {
  if (reviewKinds.includes(kind)) return ["create"];
  return kind.kind === "Namespace" ? allVerbs.filter((verb) => verb !== "deletecollection") : allVerbs;
}

/** Groups and versions that are served, and what is in them. */
export function servedGroups(kinds: readonly Kind[]): Served[] {
  const served = new Map<string, { group: string; version: string; kinds: Kind[] }>();
  for (const kind of [...kinds, ...reviewKinds]) {
    const { group, version } = kind;
    const known = served.get(apiVersionOf(kind)) ?? { group, version, kinds: [] };
    known.kinds.push(kind);
    served.set(apiVersionOf(kind), known);
  }
  return [...served.values()];
}

/** GET /api */
export function apiVersions(address: string) {
  const serverAddressByClientCIDRs = [{ clientCIDR: "0.0.0.0/0", serverAddress: address }];
  return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs };
}

/** GET /apis */
export function apiGroups(kinds: readonly Kind[]) {
  const named = servedGroups(kinds).filter(({ group }) => group !== "");
  return { kind: "APIGroupList", apiVersion: "v1", groups: named.map(groupOf) };
}

function groupOf({ group, version }: Pick<Served, "group" | "version">) {
  const preferredVersion = { groupVersion: `${group}/${version}`, version };
  return { name: group, versions: [preferredVersion], preferredVersion };
}

/** GET /apis/GROUP; undefined when there is no such group. */
export function apiGroup(kinds: readonly Kind[], name: string) {
  const served = servedGroups(kinds).find(({ group }) => group === name);
  return served && { kind: "APIGroup", apiVersion: "v1", ...groupOf(served) };
}

/** GET /api/v1 and /apis/GROUP/VERSION; undefined when there is no such group and version. */
export function apiResources(kinds: readonly Kind[], group: string, version: string) {
  const served = servedGroups(kinds).find((one) => one.group === group && one.version === version);
  if (!served) return undefined;
  const head = { kind: "APIResourceList", ...(group !== "" && { apiVersion: "v1" }) };
  const resources = served.kinds.flatMap((kind) => [resourceOf(kind), ...kind.subresources.map(partOf(kind))]);
  const byName = resources.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { ...head, groupVersion: apiVersionOf(served), resources: byName };
}

function resourceOf(kind: Kind) {
  return {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: verbsOf(kind),
    ...namesOf(kind),
  };
}

/** Only what there is. */
function namesOf({ shortNames, categories }: Kind) {
  return { ...(shortNames.length > 0 && { shortNames }), ...(categories.length > 0 && { categories }) };
}

function partOf(kind: Kind) {
  return (subresource: Subresource) => {
    const { verbs, group, version, kind: word } = parts[subresource];
    return {
      name: `${kind.plural}/${subresource}`,
      singularName: "",
      namespaced: kind.namespaced,
      ...(group !== undefined && { group, version }),
      kind: word?.(kind) ?? kind.kind,
      verbs,
    };
  };
}

/** The version of apidiscovery.k8s.io in which a client wants everything at once; undefined when it does not. */
export function aggregatedVersion(accept: string | undefined): string | undefined {
  for (const { type, parameters } of parseAccept(accept ?? "")) {
    const version = parameters.get("v") ?? "";
    const isAggregated =
      parameters.get("as") === "APIGroupDiscoveryList" && parameters.get("g") === "apidiscovery.k8s.io";
    if (type === "application/json" && isAggregated && ["v2", "v2beta1"].includes(version)) return version;
    if (["application/json", "*/*", "application/*"].includes(type) && !parameters.has("as")) return undefined;
  }
  return undefined;
}

/** GET /api (the core group) or /apis (the others), all resources at once. */
export function aggregatedDiscovery(kinds: readonly Kind[], version: string, isCore: boolean) {
  const served = servedGroups(kinds).filter(({ group }) => (group === "") === isCore);
  const items = served.map((one) => ({
    metadata: { ...(one.group !== "" && { name: one.group }) },
    versions: [{ version: one.version, resources: one.kinds.map(aggregatedResource), freshness: "Current" }],
  }));
  return { kind: "APIGroupDiscoveryList", apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items };
}

function aggregatedResource(kind: Kind) {
  const subresources = kind.subresources.map((subresource) => {
    const { verbs, group = "", version = "", kind: word } = parts[subresource];
    return { subresource, responseKind: { group, version, kind: word?.(kind) ?? kind.kind }, verbs };
  });
  return {
    resource: kind.plural,
    responseKind: { group: "", version: "", kind: kind.kind },
    scope: kind.namespaced ? "Namespaced" : "Cluster",
    singularResource: kind.singular,
    verbs: verbsOf(kind),
    ...namesOf(kind),
    ...(subresources.length > 0 && { subresources }),
  };
}
