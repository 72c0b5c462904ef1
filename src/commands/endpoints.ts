import { Command, Option } from "commander";

import type { Context, Io } from "../context.ts";
import { throwCollected, UsageError } from "../errors.ts";
import { readSnapshot, type SnapshotQuery } from "../kube/read-snapshot.ts";
import { type ServiceView, viewServices } from "../model/service-view.ts";
import { endpointsData } from "../print/endpoints-data.ts";
import { endpointLines, type EndpointsLayout, layOutEndpoints, MOST_ENDPOINTS } from "../print/endpoints-table.ts";
import { escapeText } from "../print/escape.ts";
import { printFoldable } from "../print/fold.ts";
import { toJson } from "../print/json.ts";
import { toYaml } from "../print/yaml.ts";
import { watchEndpoints } from "./endpoints-watch.ts";
import { type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { withNotes } from "./help-notes.ts";
import { noteUnreadable } from "./note-unreadable.ts";
import { nothingFoundIn } from "./nothing-found.ts";
import { serviceNames } from "./service-names.ts";
import { namespaceOf } from "./write-target.ts";

interface EndpointsFlags extends ScopeFlags {
  selector?: string;
  output: keyof typeof printers;
  watch?: boolean;
  headers?: boolean;
  all?: boolean;
}

export interface EndpointsOptions {
  scope: Scope;
  /** Only these Services; empty: all. */
  names: readonly string[];
  /** -l: only Services that carry these labels. */
  selector: string | undefined;
  output: keyof typeof printers;
  watch: boolean;
  noHeaders: boolean;
  /** Every endpoint, on a terminal, too. */
  all: boolean;
}

/** What printers need to know beside the views. */
export interface EndpointsLook extends EndpointsLayout, Pick<Io, "style" | "width"> {
  noHeaders: boolean;
  /** The command line names one Service, so that the table need not. */
  isOneNamed: boolean;
  /** How many endpoints of a port are shown; undefined: all. */
  most: number | undefined;
}

const printers = {
  table: printTable,
  wide: (views: readonly ServiceView[], look: EndpointsLook) => printTable(views, { ...look, wide: true }),
  json: (views: readonly ServiceView[]) => toJson(endpointsData(views)),
  yaml: (views: readonly ServiceView[]) => toYaml(endpointsData(views)),
  name: printNames,
};

/** `endpoints`: the Pods and addresses behind each port of Services. */
export function endpointsCommand(context: Context): Command {
  return withNotes(withScope(new Command("endpoints")), HELP)
    .description("Show which Pods and addresses stand behind each port of Services, in which state, and why not.")
    .argument("[service...]", "only these Services")
    .option("-A, --all-namespaces", "in every namespace")
    .option("-l, --selector <selector>", "only Services whose labels this selector takes in")
    .addOption(outputOption())
    .option("-w, --watch", "after that, show each row that changes")
    .option("--all", "show every endpoint, however many there are: a terminal shows 20 of each port")
    .option("--no-headers", "no header line")
    .action((names: string[], flags: EndpointsFlags) => runEndpoints(toOptions(names, flags), context));
}

const outputOption = () =>
  new Option("-o, --output <format>", "wide adds zones and EndpointSlices, name prints the ready Pods")
    .choices(Object.keys(printers))
    .default("table");

const HELP = `
States: ready; serving while terminating (gets traffic when no endpoint is ready); not ready; excluded (no endpoint).

-o json and -o yaml print {services: [{namespace, name, type, selector, ports, endpoints, remarks}]}. An endpoint has
port, target, pod, addresses, node, zone, state, reasons and slices. Reasons and remarks have a stable "kind", facts,
and a "text" for people.`;

function toOptions(names: readonly string[], flags: EndpointsFlags): EndpointsOptions {
  const { output, watch = false } = flags;
  if (names.length > 0 && flags.selector) throw new UsageError("name cannot be provided when a selector is specified");
  if (names.length > 0 && flags.allNamespaces)
    throw new UsageError("a resource cannot be retrieved by name across all namespaces");
  if (watch && output !== "table" && output !== "wide")
    throw new UsageError(`--watch shows a table and cannot be used with -o ${output}`);
  return {
    scope: toScope(flags),
    names: serviceNames(names, "endpoints"),
    selector: flags.selector?.trim() || undefined,
    output,
    watch,
    noHeaders: flags.headers === false,
    all: flags.all ?? false,
  };
}

/** Reads Services and what stands behind them, and prints it; goes on with what changes when the options say so. */
export async function runEndpoints(options: EndpointsOptions, context: Context): Promise<void> {
  const { io, now, connect } = context;
  const cluster = await connect(options.scope.connect);
  const namespace = options.scope.allNamespaces ? undefined : namespaceOf(options.scope, cluster);
  const query: SnapshotQuery = { namespace, names: options.names, labelSelector: options.selector };
  const look = {
    ...io,
    wide: options.output === "wide",
    showNamespace: namespace === undefined,
    noHeaders: options.noHeaders,
    isOneNamed: options.names.length === 1,
    most: io.isTTY && !options.all ? MOST_ENDPOINTS : undefined,
  };
  if (options.watch) return watchEndpoints(query, look, cluster, context);
  const reading = await readSnapshot(cluster, query);
  noteUnreadable(reading, io);
  const views = viewServices(reading, now());
  if (views.length > 0) io.out(printers[options.output](views, look));
  else if (reading.failures.length === 0) io.note(nothingFoundIn(namespace));
  throwCollected(reading.failures);
}

function printTable(views: readonly ServiceView[], look: EndpointsLook): string {
  const table = layOutEndpoints(endpointLines(views, look.most), look, look);
  return printFoldable({ ...table, droppable: look.isOneNamed ? "SERVICE" : undefined }, look);
}

/** The Pods that get traffic, each once, as `get pods -o name` writes them. */
function printNames(views: readonly ServiceView[]): string {
  const ready = views.flatMap(({ rows }) => rows.filter(({ state }) => state === "ready"));
  const names = new Set(
    ready.flatMap(({ podName }) => (podName === undefined ? [] : [`pod/${escapeText(podName)}\n`])),
  );
  return [...names].join("");
}
