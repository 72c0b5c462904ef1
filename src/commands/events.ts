import { Command, Option } from "commander";

import type { Context, Io } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { Cluster, ListQuery, WatchEvent } from "../kube/client.ts";
import { printFieldSelector } from "../model/field-selector.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { inTypeOrder } from "../model/type-order.ts";
import { compareEvents, EVENT_HEADERS, eventRow } from "../print/event-row.ts";
import type { ObjectPrinter } from "../print/output.ts";
import { itemsOf } from "../print/structured.ts";
import { tableWriter } from "../print/table.ts";
import { integer, type Scope, type ScopeFlags, slice, toScope, withScope } from "./flags.ts";
import { type OutputFlags, outputPrinter, withOutput } from "./output.ts";
import { namespaceOf } from "./write-target.ts";

interface EventsFlags extends ScopeFlags, OutputFlags {
  for?: string;
  types?: string[];
  watch?: boolean;
  headers?: boolean;
  chunkSize: number;
}

export interface EventsOptions {
  scope: Scope;
  /** TYPE/NAME: only events about this object. */
  about: string | undefined;
  types: readonly string[];
  watch: boolean;
  noHeaders: boolean;
  chunkSize: number;
  output: OutputFlags;
}

/** `events`: what happened to objects, the oldest first. */
export function eventsCommand(context: Context): Command {
  return withOutput(withScope(new Command("events")))
    .description("Show events, the latest last.")
    .option("-A, --all-namespaces", "in every namespace")
    .option("--for <type/name>", "only events about this object")
    .addOption(new Option("--types <types>", "only events of these types: Normal, Warning").argParser(slice))
    .option("-w, --watch", "after that, show new events")
    .option("--no-headers", "no header line")
    .addOption(
      new Option("--chunk-size <number>", "how many to ask for at once").argParser(integer("chunk-size")).default(500),
    )
    .action((flags: EventsFlags) => runEvents(toOptions(flags), context));
}

function toOptions(flags: EventsFlags): EventsOptions {
  const types = flags.types ?? [];
  if (types.some((type) => !/^(?:normal|warning)$/i.test(type)))
    throw new UsageError("valid --types are Normal or Warning");
  return {
    scope: toScope(flags),
    about: flags.for,
    types: types.map((type) => type.toLowerCase()),
    watch: flags.watch ?? false,
    noHeaders: flags.headers === false,
    chunkSize: flags.chunkSize,
    output: flags,
  };
}

/** Lists events, or shows them as they come. */
export async function runEvents(options: EventsOptions, context: Context): Promise<void> {
  const { connect, io } = context;
  const print = (await outputPrinter(options.output, context, true)) ?? tablePrinter(options, context);
  const cluster = await connect(options.scope.connect);
  const events = await cluster.resource("events");
  const query = await queryOf(options, cluster);
  if (options.watch)
    return watchEvents(cluster.watch(events, { ...query, signal: context.signal }), options, print, io);
  const { items } = await cluster.list(events, query);
  const wanted = items.filter((event) => isWanted(event, options)).toSorted(compareEvents);
  if (wanted.length === 0) return io.note(nothingFound(options, cluster));
  io.out(print(inTypeOrder({ apiVersion: "v1", kind: "EventList", metadata: {}, items: wanted })));
}

async function watchEvents(
  changes: AsyncIterable<WatchEvent<KubeObject>>,
  options: EventsOptions,
  print: ObjectPrinter,
  io: Io,
): Promise<void> {
  for await (const { type, object } of changes) {
    // events are deleted when they are old; nothing happens then
    if (type !== "DELETED" && isWanted(object, options)) io.out(print(inTypeOrder(object)));
  }
}

function isWanted(event: KubeObject, { types }: EventsOptions): boolean {
  return types.length === 0 || types.includes(String(event["type"]).toLowerCase());
}

function tablePrinter({ scope, noHeaders }: EventsOptions, { io, now }: Context): ObjectPrinter {
  const writer = tableWriter(io);
  let headers = noHeaders ? undefined : [...(scope.allNamespaces ? ["NAMESPACE"] : []), ...EVENT_HEADERS];
  return (object) => {
    const rows = itemsOf(object).map((event) => [
      ...(scope.allNamespaces ? [event.metadata?.namespace ?? ""] : []),
      ...eventRow(event, now()),
    ]);
    const text = writer.write(headers, rows);
    headers = undefined;
    return text;
  };
}

async function queryOf({ scope, about, chunkSize }: EventsOptions, cluster: Cluster): Promise<ListQuery> {
  const namespace = scope.allNamespaces ? undefined : namespaceOf(scope, cluster);
  return { namespace, chunkSize, fieldSelector: about === undefined ? undefined : await selectorOf(about, cluster) };
}

async function selectorOf(about: string, cluster: Cluster): Promise<string> {
  const [type = "", name = "", ...more] = about.split("/");
  if (type === "" || name === "" || more.length > 0) throw new UsageError("--for must be in resource/name form");
  const { group, version, kind } = await cluster.resource(type);
  const apiVersion = group === "" ? version : `${group}/${version}`;
  return printFieldSelector([
    { field: "involvedObject.kind", operator: "=", value: kind },
    { field: "involvedObject.apiVersion", operator: "=", value: apiVersion },
    { field: "involvedObject.name", operator: "=", value: name },
  ]);
}

const nothingFound = ({ scope }: EventsOptions, cluster: Cluster): string =>
  scope.allNamespaces ? "No events found." : `No events found in ${namespaceOf(scope, cluster)} namespace.`;
