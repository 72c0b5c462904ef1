import { Command } from "commander";

import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { Resource } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { escapeText } from "../print/escape.ts";
import { toOrderedJson } from "../print/json.ts";
import { toKyaml } from "../print/kyaml.ts";
import { formatTable, type Look } from "../print/table.ts";
import { toYaml } from "../print/yaml.ts";
import { type Scope, type ScopeFlags, slice, toScope, withScope } from "./flags.ts";

interface ApiResourcesFlags extends ScopeFlags {
  apiGroup?: string;
  cached?: boolean;
  categories?: string[];
  namespaced?: boolean;
  headers?: boolean;
  output?: string;
  sortBy?: string;
  verbs?: string[];
}

export interface ApiResourcesOptions {
  scope: Scope;
  filter: Filter;
  sortBy: "" | "name" | "kind";
  output: keyof typeof PRINTERS;
  headers: boolean;
}

/** Absent parts restrict nothing. */
interface Filter {
  apiGroup?: string;
  categories?: readonly string[];
  namespaced?: boolean;
  verbs?: readonly string[];
}

/** `api-resources` */
export const apiResourcesCommand = (context: Context): Command =>
  withScope(new Command("api-resources"))
    .description("Show the types of objects that the server has.")
    .option("--api-group <group>", "only the types of this API group")
    .option("--cached", "accepted for kubectl's sake: svcctl keeps no list between runs")
    .option("--categories <names>", "only types that belong to these categories", slice)
    .option("--namespaced", "only namespaced types; --namespaced=false: only the others")
    .option("--no-headers", "print no headers")
    .option("-o, --output <format>", `output format: ${FORMATS.join(", ")}`)
    .option("--sort-by <field>", "sort by name or kind")
    .option("--verbs <verbs>", "only types that support these verbs", slice)
    .action((flags: ApiResourcesFlags) => runApiResources(readOptions(flags), context));

function readOptions(flags: ApiResourcesFlags): ApiResourcesOptions {
  const { output = "", sortBy = "", headers = true } = flags;
  if (!isPrinter(output)) {
    throw new UsageError(
      `unable to match a printer suitable for the output format ${JSON.stringify(output)}, ` +
        `allowed formats are: ${FORMATS.join(",")}`,
    );
  }
  if (sortBy !== "" && sortBy !== "name" && sortBy !== "kind") {
    throw new UsageError("--sort-by accepts only name or kind");
  }
  return { scope: toScope(flags), filter: flags, sortBy, output, headers };
}

export async function runApiResources(
  { scope, filter, sortBy, output, headers }: ApiResourcesOptions,
  { io, connect }: Context,
): Promise<void> {
  const cluster = await connect(scope.connect);
  const shown = (await cluster.resources()).filter((resource) => isWanted(resource, filter));
  io.out(PRINTERS[output](shown.toSorted(ORDERS[sortBy]), headers, io));
}

function isWanted({ group, namespaced, verbs, categories }: Resource, filter: Filter): boolean {
  return (
    verbs.length > 0 &&
    (filter.apiGroup === undefined || filter.apiGroup === group) &&
    (filter.namespaced === undefined || filter.namespaced === namespaced) &&
    (filter.verbs ?? []).every((verb) => verbs.includes(verb)) &&
    (filter.categories ?? []).every((category) => categories.includes(category))
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const ORDERS: Record<ApiResourcesOptions["sortBy"], (a: Resource, b: Resource) => number> = {
  "": (a, b) => compare(a.group, b.group) || compare(a.plural, b.plural),
  name: (a, b) => compare(a.plural, b.plural),
  kind: (a, b) => compare(a.kind, b.kind),
};

const versionOf = ({ group, version }: Resource): string => (group === "" ? version : `${group}/${version}`);

const cellsOf = (resource: Resource): string[] => [
  resource.plural,
  resource.shortNames.join(","),
  versionOf(resource),
  String(resource.namespaced),
  resource.kind,
];

const HEADERS = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"];

type Printer = (resources: readonly Resource[], headers: boolean, look: Look) => string;

const PRINTERS = {
  "": (resources, headers, look) => formatTable(headers ? HEADERS : undefined, resources.map(cellsOf), look),
  json: (resources) => toOrderedJson(asList(resources)),
  kyaml: (resources) => toKyaml(asList(resources)),
  name: (resources) =>
    resources.map(({ plural, group }) => `${escapeText(group === "" ? plural : `${plural}.${group}`)}\n`).join(""),
  wide: (resources, headers, look) => {
    const rows = resources.map((each) => [...cellsOf(each), each.verbs.join(","), each.categories.join(",")]);
    return formatTable(headers ? [...HEADERS, "VERBS", "CATEGORIES"] : undefined, rows, look);
  },
  yaml: (resources) => toYaml(asList(resources)),
} satisfies Record<string, Printer>;

const FORMATS = Object.keys(PRINTERS).filter((name) => name !== "");

const isPrinter = (name: string): name is keyof typeof PRINTERS => Object.hasOwn(PRINTERS, name);

/** meta.k8s.io/v1 APIResourceList */
const asList = (resources: readonly Resource[]): KubeObject => ({
  kind: "APIResourceList",
  apiVersion: "v1",
  groupVersion: "",
  resources: resources.map(({ plural, singular, namespaced, group, version, kind, verbs, shortNames, categories }) => ({
    name: plural,
    singularName: singular,
    namespaced,
    ...(group !== "" && { group }),
    version,
    kind,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  })),
});
