import type { Context } from "../context.ts";
import { CliError, ExitCode, UsageError } from "../errors.ts";
import type { Cluster, KubeList, Table, WatchEvent, WatchQuery } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";
import type { Output } from "../print/output-format.ts";
import { eventPrinter } from "../print/output.ts";
import { layOutTable } from "../print/server-table.ts";
import { itemsOf } from "../print/structured.ts";
import { tableWriter } from "../print/table.ts";
import { dataPrinter } from "./get-data.ts";
import type { GetOptions } from "./get-flags.ts";
import type { Planned, Read } from "./get-plan.ts";
import { readObjects } from "./get-read.ts";
import { sortObjects, sortRows } from "./get-sort.ts";
import { askForTable, layoutOf } from "./get-tables.ts";
import { keepEvents } from "./get-watch-filter.ts";

/** Shows what a read gives and, until interrupted, every change of it. */
export async function watchReads(
  reads: readonly Planned[],
  options: GetOptions,
  output: Output | undefined,
  cluster: Cluster,
  context: Context,
): Promise<void> {
  const read = onlyRead(reads);
  if (options.sortBy !== undefined) context.io.note(`warning: ${SORT_IGNORED[options.watch ? "watch" : "watchOnly"]}`);
  const asTables = output === undefined || output.format === "wide";
  try {
    await (asTables
      ? watchTables(read, options, cluster, context)
      : watchData(read, options, output, cluster, context));
  } catch (error) {
    const isMissing = error instanceof CliError && error.exitCode === ExitCode.notFound;
    if (!isMissing || !options.ignoreNotFound) throw error;
  }
}

const SORT_IGNORED = {
  watch: "--watch requested, --sort-by will be ignored for watch events received",
  watchOnly: "--watch-only requested, --sort-by will be ignored",
};

function onlyRead(plan: readonly Planned[]): Read {
  const reads = plan.map((read) => {
    if (read instanceof CliError) throw read;
    return read;
  });
  const [read, ...more] = reads;
  if (read && more.length === 0) return read;
  throw new UsageError(
    more.some(({ resource }) => resource !== read?.resource)
      ? "you may only specify a single resource type"
      : "you may only watch a single resource or type of resource at a time",
  );
}

async function watchTables(read: Read, options: GetOptions, cluster: Cluster, context: Context): Promise<void> {
  const { io } = context;
  const print = tablePrinter(read, options, context);
  const includeObject = read.keeps || options.sortBy !== undefined ? "Object" : "Metadata";
  const known = await askForTable(read, options, includeObject, cluster, context);
  if (!options.watchOnly) write(io, print({ type: "ADDED", object: sortRows(known, options) }));
  const brings = read.keeps ? "Object" : "Metadata";
  const changes = cluster.watchTable(read.resource, { ...watchQuery(read, known, context), includeObject: brings });
  const first = known.rows.flatMap(({ object }) => (object ? [object] : []));
  for await (const event of keepEvents(changes, read.keeps, first, (table) => table.rows[0]?.object)) {
    write(io, print(event));
  }
}

/** Prints tables below each other as one: the header once, the columns at least as wide as before. */
function tablePrinter({ resource }: Read, options: GetOptions, { io }: Context): (event: WatchEvent<Table>) => string {
  const writer = tableWriter(io);
  let hasHeader = options.noHeaders;
  return ({ type, object }) => {
    const eventType = options.outputWatchEvents ? type : undefined;
    const { headers, rows } = layOutTable(object, { ...layoutOf(resource, options), eventType });
    if (rows.length === 0) return "";
    const head = hasHeader ? undefined : headers.map((header) => header.toUpperCase());
    hasHeader = true;
    return writer.write(head, rows);
  };
}

async function watchData(
  read: Read,
  options: GetOptions,
  output: Output,
  cluster: Cluster,
  context: Context,
): Promise<void> {
  const { io } = context;
  const printObject = dataPrinter(output, options, io);
  const printEvent = eventPrinter(output, printObject);
  const print = ({ type, object }: WatchEvent<KubeObject>): string =>
    options.outputWatchEvents ? printEvent(type, object) : printObject(object);
  const known = await readObjects(read, cluster);
  const first = sortObjects(itemsOf(known as KubeObject), options);
  if (!options.watchOnly) write(io, first.map((object) => print({ type: "ADDED", object })).join(""));
  const changes = cluster.watch(read.resource, watchQuery(read, known, context));
  for await (const event of keepEvents(changes, read.keeps, first, (object) => object)) write(io, print(event));
}

/** Goes on from what is known. */
function watchQuery({ ref, query }: Read, known: KubeObject | KubeList | Table, { signal }: Context): WatchQuery {
  const resourceVersion = known.metadata?.resourceVersion;
  if (ref) return { namespace: ref.namespace, name: ref.name, resourceVersion, signal };
  return { ...query, known: known as KubeList | Table, resourceVersion, signal };
}

function write({ out }: Context["io"], text: string): void {
  if (text !== "") out(text);
}
