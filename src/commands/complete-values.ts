import type { Option } from "commander";

import type { Context } from "../context.ts";
import type { Completion } from "../print/completion.ts";
import { SERVICE_TYPES } from "./get-flags.ts";
import type { Scope } from "./flags.ts";

/** Where the cursor stands: the command, its words that are no flags, the word begun, and whom to ask. */
export interface Place {
  /** "config use-context" */
  path: string;
  operands: readonly string[];
  current: string;
  scope: Scope;
  context: Context;
}

export const plain = (values: readonly string[], prefix = ""): Completion => ({
  candidates: values.map((value) => ({ value: `${prefix}${value}` })),
});

const NOTHING = plain([]);

const FILES = new Set(
  [
    "filename",
    "kubeconfig",
    "certificate-authority",
    "client-certificate",
    "client-key",
    "patch-file",
    "cache-dir",
    "data",
    "against",
  ].map((name) => `--${name}`),
);

const VALUES: Record<string, readonly string[]> = {
  "--cascade": ["background", "foreground", "orphan"],
  "--dry-run": ["client", "none", "server"],
  "--override-type": ["json", "merge", "strategic"],
  "--session-affinity": ["ClientIP", "None"],
  "--types": ["Normal", "Warning"],
  "--validate": ["ignore", "strict", "warn"],
};

/** What may be the value of a flag. */
export async function flagValues({ long, argChoices, description }: Option, place: Place): Promise<Completion> {
  const { path, context } = place;
  if (argChoices) return plain(argChoices);
  if (long === "--output") return plain(formatsIn(description));
  if (long === "--type") return plain(path === "patch" ? ["json", "merge", "strategic"] : SERVICE_TYPES);
  if (long === "--for" && path === "wait") return { ...plain(WAITS), goesOn: true };
  if (long === "--namespace" || (long === "--from" && path === "dns")) return plain(await namesOf("namespaces", place));
  if (long === "--node" || long === "--from") return plain(await namesOf("nodes", place));
  if (long === "--context") return plain(await entriesOf("contexts", context, place.scope));
  if (long === "--cluster") return plain(await entriesOf("clusters", context, place.scope));
  if (long === "--user") return plain(await entriesOf("users", context, place.scope));
  if (FILES.has(long ?? "")) return { candidates: [], files: true };
  return long !== undefined && Object.hasOwn(VALUES, long) ? plain(VALUES[long] ?? []) : NOTHING;
}

const WAITS = ["condition=", "create", "delete", "endpoints", "jsonpath=", "load-balancer", "no-endpoints"];

/** The flag's description lists them: `output format: json, yaml`. */
const formatsIn = (description: string): string[] =>
  /^output format: (.*)$/.exec(description)?.[1]?.split(/, | or /) ?? [];

/** The names of objects of a type, in the namespace that the line names. */
export async function namesOf(type: string, { scope, context }: Place): Promise<string[]> {
  const cluster = await context.connect(scope.connect);
  const resource = await cluster.resource(type);
  const namespace = resource.namespaced && !scope.allNamespaces ? (scope.namespace ?? cluster.namespace) : undefined;
  const { rows } = await cluster.listTable(resource, { namespace, includeObject: "Metadata" });
  return rows.map(({ object }) => object?.metadata?.name ?? "");
}

/** The plural names of the types that the server has, of those that know a verb when one is given. */
export async function typesOf({ scope, context }: Place, verb?: string): Promise<string[]> {
  const cluster = await context.connect(scope.connect);
  const resources = await cluster.resources();
  const known = resources.filter(({ verbs }) => verb === undefined || verbs.includes(verb));
  return [...new Set(known.map(({ plural }) => plural))].toSorted();
}

/** The names of a kubeconfig's entries. */
export async function entriesOf(
  section: "contexts" | "clusters" | "users",
  context: Context,
  { connect: { kubeconfig } }: Scope,
): Promise<string[]> {
  const { merged } = await context.kubeconfig(kubeconfig === undefined ? {} : { kubeconfig });
  return (merged[section] ?? []).map(({ name }) => name);
}
