import { CliError, ExitCode } from "../errors.ts";
import type { Resource } from "./client.ts";

const ALL_VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

type Row = [groupVersion: string, plural: string, kind: string, shortName?: string, category?: string];

// What svcctl works with, as Kubernetes 1.36 serves it: none of these costs a discovery request
const ROWS: readonly Row[] = [
  ["v1", "services", "Service", "svc", "all"],
  ["v1", "pods", "Pod", "po", "all"],
  ["v1", "replicationcontrollers", "ReplicationController", "rc", "all"],
  ["v1", "endpoints", "Endpoints", "ep"],
  ["v1", "events", "Event", "ev"],
  ["v1", "configmaps", "ConfigMap", "cm"],
  ["v1", "secrets", "Secret"],
  ["v1", "serviceaccounts", "ServiceAccount", "sa"],
  ["v1", "namespaces", "Namespace", "ns"],
  ["v1", "nodes", "Node", "no"],
  ["apps/v1", "deployments", "Deployment", "deploy", "all"],
  ["apps/v1", "replicasets", "ReplicaSet", "rs", "all"],
  ["apps/v1", "statefulsets", "StatefulSet", "sts", "all"],
  ["apps/v1", "daemonsets", "DaemonSet", "ds", "all"],
  ["batch/v1", "jobs", "Job", undefined, "all"],
  ["batch/v1", "cronjobs", "CronJob", "cj", "all"],
  ["discovery.k8s.io/v1", "endpointslices", "EndpointSlice"],
  ["networking.k8s.io/v1", "ingresses", "Ingress", "ing"],
  ["networking.k8s.io/v1", "networkpolicies", "NetworkPolicy", "netpol"],
];

const CLUSTER_SCOPED = new Set(["Namespace", "Node"]);

/** The kinds that svcctl knows without asking the server. */
export const builtInResources: readonly Resource[] = ROWS.map(([groupVersion, plural, kind, shortName, category]) => ({
  ...parseGroupVersion(groupVersion),
  plural,
  singular: kind.toLowerCase(),
  kind,
  namespaced: !CLUSTER_SCOPED.has(kind),
  shortNames: shortName === undefined ? [] : [shortName],
  categories: category === undefined ? [] : [category],
  // the API server cannot delete Namespaces by the collection
  verbs: kind === "Namespace" ? ALL_VERBS.filter((verb) => verb !== "deletecollection") : ALL_VERBS,
}));

/** "apps/v1" → group and version; the core group is "". */
export function parseGroupVersion(groupVersion: string): { group: string; version: string } {
  const at = groupVersion.indexOf("/");
  return { group: groupVersion.slice(0, Math.max(at, 0)), version: groupVersion.slice(at + 1) };
}

/** Group and version as they stand in an object's apiVersion. */
export const apiVersionOf = ({ group, version }: Pick<Resource, "group" | "version">): string =>
  group === "" ? version : `${group}/${version}`;

/** What a user may write for a resource: a name, perhaps with its group, perhaps with version and group. */
interface Reading {
  /** As written. */
  name: string;
  version?: string;
  group?: string;
}

/** kubectl's ParseResourceArg: "deployments.v1.apps" names version and group, "deployments.apps" the group. */
function readingsOf(word: string): Reading[] {
  const [name = "", ...parts] = word.split(".");
  const [second, ...rest] = parts.map((part) => part.toLowerCase());
  if (second === undefined) return [{ name }];
  const byGroup = { name, group: [second, ...rest].join(".") };
  return rest.length === 0 ? [byGroup] : [{ name, version: second, group: rest.join(".") }, byGroup];
}

/**
 * Finds what a user's word names: by plural, singular or kind, whatever its case, or by short name, which kubectl takes
 * in lower case alone; a group may be cut short. Of several the first counts, so `resources` comes in order of
 * preference.
 */
export function findResource(resources: readonly Resource[], word: string): Resource | undefined {
  for (const { name, version, group } of readingsOf(word)) {
    const named = resources.filter(
      (candidate) =>
        isCalled(candidate, name) &&
        (version === undefined || candidate.version === version) &&
        (group === undefined || candidate.group.startsWith(group)),
    );
    const found = named.find((candidate) => candidate.group === group) ?? named[0];
    if (found) return found;
  }
  return undefined;
}

function isCalled({ plural, singular, kind, shortNames }: Resource, name: string): boolean {
  return shortNames.includes(name) || [plural, singular, kind.toLowerCase()].includes(name.toLowerCase());
}

/** The user's word names nothing that the server serves. kubectl names no group here. */
export const unknownResource = (word: string): CliError =>
  new CliError(`the server doesn't have a resource type ${JSON.stringify(word.split(".")[0])}`, {
    exitCode: ExitCode.notFound,
  });

/** No resource has this apiVersion and kind. */
export const unknownKind = (apiVersion: string, kind: string): CliError =>
  new CliError(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`, {
    exitCode: ExitCode.notFound,
  });

/** The path of a collection, an object or a subresource below the server's URL. Throws for a name that no path can hold. */
export function resourcePath(
  resource: Resource,
  namespace: string | undefined,
  name?: string,
  subresource?: string,
): string {
  const { group, version, plural, namespaced } = resource;
  const root = group === "" ? ["api", version] : ["apis", group, version];
  const place = namespaced && namespace !== undefined ? ["namespaces", checkSegment(namespace)] : [];
  const object = name === undefined ? [] : [checkSegment(name)];
  const segments = [...root, ...place, plural, ...object, ...(subresource === undefined ? [] : [subresource])];
  return `/${segments.map(encoded).join("/")}`;
}

/** Half of a surrogate pair is no text: Go, too, puts the replacement character in its place. */
const encoded = (segment: string): string => encodeURIComponent(segment.replace(/\p{Surrogate}/gu, "\ufffd"));

/** apimachinery's IsValidPathSegmentName. */
function checkSegment(name: string): string {
  if (name === "") throw new CliError("resource name may not be empty");
  const faults = name === "." || name === ".." ? [`may not be '${name}'`] : [];
  for (const character of ["/", "%"]) if (name.includes(character)) faults.push(`may not contain '${character}'`);
  if (faults.length > 0) throw new CliError(`invalid resource name ${JSON.stringify(name)}: [${faults.join(" ")}]`);
  return name;
}
