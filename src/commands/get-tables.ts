import type { Context } from "../context.ts";
import { throwCollected } from "../errors.ts";
import type { Cluster, Resource, Table, TableQuery } from "../kube/client.ts";
import { layOutTable, type TableLayout } from "../print/server-table.ts";
import { tableWriter } from "../print/table.ts";
import type { GetOptions } from "./get-flags.ts";
import type { Planned, Read } from "./get-plan.ts";
import { type Answers, readAll, readObjects, readTable } from "./get-read.ts";
import { namespaceOf } from "./write-target.ts";

type Answer = Answers<Table>["answers"][number];

/** Shows what the reads give as tables, one below the other for each kind; then the failures. */
export async function getTables(
  reads: readonly Planned[],
  options: GetOptions,
  cluster: Cluster,
  context: Context,
): Promise<void> {
  const { io } = context;
  const { answers, failures } = await readAll(reads, options, (read) => sortedTable(read, options, cluster, context));
  const text = printAnswers(answers, options, context);
  if (text !== "") io.out(text);
  else if (!options.ignoreNotFound && failures.length === 0) io.note(nothingFound(answers, options, cluster));
  throwCollected(failures);
}

/** The server's table, whose rows bring `includeObject`; one made here under --server-print=false. */
export async function askForTable(
  read: Read,
  options: GetOptions,
  includeObject: TableQuery["includeObject"],
  cluster: Cluster,
  { now }: Context,
): Promise<Table> {
  if (options.serverPrint) return readTable(read, includeObject, cluster);
  const { plainTable } = await import("./get-plain-table.ts");
  return plainTable(await readObjects(read, cluster), now());
}

/**
 * What of each object is shown beside the server's cells. Without it a table is a tenth as long: kubectl asks for the
 * metadata of every object and shows none of it.
 */
function neededOf({ resource }: Read, options: GetOptions): TableQuery["includeObject"] {
  if (options.sortBy !== undefined) return "Object";
  const { withNamespace, labelColumns = [], showLabels } = layoutOf(resource, options);
  return withNamespace || labelColumns.length > 0 || showLabels ? "Metadata" : "None";
}

async function sortedTable(read: Read, options: GetOptions, cluster: Cluster, context: Context): Promise<Table> {
  const table = await askForTable(read, options, neededOf(read, options), cluster, context);
  return options.sortBy === undefined ? table : (await import("./get-sort.ts")).sortRows(table, options);
}

function printAnswers(answers: readonly Answer[], options: GetOptions, { io }: Context): string {
  const kinds = new Set(answers.map(({ resource }) => kindPrefix(resource)));
  const groups = groupByKind(answers).map(({ resource, tables }) => {
    const layout = layoutOf(resource, options, { showKind: kinds.size > 1 });
    const shown = tables.filter(({ rows }) => rows.length > 0).map((table) => layOutTable(table, layout));
    const headers = options.noHeaders ? undefined : shown[0]?.headers;
    return tableWriter(io).write(
      headers?.map((header) => header.toUpperCase()),
      shown.flatMap(({ rows }) => rows),
    );
  });
  return groups.filter((text) => text !== "").join(options.noHeaders ? "" : "\n");
}

/** Answers of one kind that follow each other make one table. */
function groupByKind(answers: readonly Answer[]): { resource: Resource; tables: Table[] }[] {
  const groups: { resource: Resource; tables: Table[] }[] = [];
  for (const { resource, answer } of answers) {
    const last = groups.at(-1);
    if (last && kindPrefix(last.resource) === kindPrefix(resource)) last.tables.push(answer);
    else groups.push({ resource, tables: [answer] });
  }
  return groups;
}

const kindPrefix = ({ kind, group }: Resource): string =>
  group === "" ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;

/** How the tables of a kind are laid out. */
export function layoutOf(resource: Resource, options: GetOptions, more: { showKind?: boolean } = {}): TableLayout {
  return {
    wide: options.outputFlags.output === "wide",
    withNamespace: options.scope.allNamespaces && resource.namespaced,
    kindPrefix: options.showKind || more.showKind ? kindPrefix(resource) : undefined,
    labelColumns: options.labelColumns,
    showLabels: options.showLabels,
  };
}

function nothingFound(answers: readonly Answer[], { scope }: GetOptions, cluster: Cluster): string {
  const isNamespaced = !scope.allNamespaces && answers.every(({ resource }) => resource.namespaced);
  return isNamespaced ? `No resources found in ${namespaceOf(scope, cluster)} namespace.` : "No resources found";
}
