import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { ExitCode, SilentExit, throwCollected, UsageError } from "../errors.ts";
import { isNew } from "../model/stand-ins.ts";
import { type ServiceTrace, STEP_STATES } from "../model/trace.ts";
import { traceServices } from "../model/trace-service.ts";
import { toJson } from "../print/json.ts";
import { tracesData } from "../print/trace-data.ts";
import { type TraceLook, traceText } from "../print/trace-text.ts";
import { toYaml } from "../print/yaml.ts";
import { type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { withNotes } from "./help-notes.ts";
import { noteUnreadable } from "./note-unreadable.ts";
import { nothingFoundIn } from "./nothing-found.ts";
import { isMeant, missingEverywhere, missingPorts, readTarget } from "./trace-ports.ts";
import { readTrace, readTraceFiles, type TraceReading } from "./trace-read.ts";
import { watchTrace } from "./trace-watch.ts";
import { type FileFlags, readFilenames, withFiles } from "./write-flags.ts";
import { namespaceOf } from "./write-target.ts";

interface TraceFlags extends ScopeFlags, FileFlags {
  port?: string;
  from?: string;
  zone: string;
  all?: boolean;
  watch?: boolean;
  failOn: TraceOptions["failOn"];
  output: TraceFormat;
}

type TraceFormat = keyof typeof printers | "jsonl";

export interface TraceOptions {
  scope: Scope;
  names: readonly string[];
  /** A port's name, or its number with or without a protocol; undefined: every port. */
  port: string | undefined;
  /** The node where clients are, and where traffic from outside arrives; undefined: any. */
  from: string | undefined;
  /** -f: files instead of a cluster; empty: the cluster. */
  filenames: readonly string[];
  recursive: boolean;
  /** The cluster's domain. */
  domain: string;
  /** Every endpoint, on a terminal, too. */
  all: boolean;
  watch: boolean;
  /** The mildest state that ends in exit code 9. */
  failOn: "broken" | "warning" | "never";
  output: TraceFormat;
}

const printers = {
  table: traceText,
  wide: traceText,
  json: (traces: readonly ServiceTrace[]) => toJson(tracesData(traces)),
  yaml: (traces: readonly ServiceTrace[]) => toYaml(tracesData(traces)),
};

/** How many endpoints of a port a terminal shows without --all. */
const MOST = 10;

/** `trace`: the way of traffic from the client to the container. */
export function traceCommand(context: Context): Command {
  return withNotes(withFiles(withScope(new Command("trace")), "with the objects, instead of a cluster"), HELP)
    .description("Follow traffic from the client to the container, step by step, to the first thing that is wrong.")
    .argument("[service...]", "web, svc/web, or with a port: web:http, web:80")
    .option("--port <port>", "only this port: its name, or its number")
    .option("--from <node>", "clients are on this node, and traffic from outside arrives there")
    .option("--zone <domain>", "the cluster's domain", "cluster.local")
    .option("--all", "show every endpoint, however many there are")
    .option("-w, --watch", "go on with what changes: repaint on a terminal, else a line for each change")
    .addOption(
      new Option("--fail-on <state>", "end with exit code 9 when a port is in this state, or a worse one")
        .choices(["broken", "warning", "never"])
        .default("broken"),
    )
    .addOption(
      new Option("-o, --output <format>", "jsonl is the timeline of changes, with -w or without")
        .choices([...Object.keys(printers), "jsonl"])
        .default("table"),
    )
    .action((words: string[], flags: TraceFlags) => runTrace(toOptions(words, flags), context));
}

const HELP = `
Marks: ✓ passes, ! passes with a flaw, ✗ ends here, ? cannot be known, · ready but without traffic from here. SHARE is the
endpoint's part of the traffic; INSIDE (clients of the cluster IP) and OUTSIDE stand apart where they differ.

Exit code 9 when traffic to a port does not arrive (--fail-on). -o json and -o yaml print {traces: [{namespace, name, type,
from, state, steps, ports}]}; a port has port, state, steps and endpoints.`;

function toOptions(words: readonly string[], flags: TraceFlags): TraceOptions {
  const { from, zone, all = false, watch = false, failOn, output } = flags;
  const filenames = readFilenames(flags);
  const { names, port } = readTarget(words, flags.port);
  if (names.length === 0 && filenames.length === 0)
    throw new UsageError("name a Service to trace", "See which there are: svcctl get services");
  const follows = watch || output === "jsonl";
  if (follows && filenames.length > 0) throw new UsageError("files do not change: -w and -o jsonl follow a cluster");
  if (watch && (output === "json" || output === "yaml"))
    throw new UsageError(
      `--watch cannot be used with -o ${output}`,
      "For a timeline: svcctl trace SERVICE -w -o jsonl",
    );
  return {
    scope: toScope(flags),
    names,
    port,
    from,
    filenames,
    recursive: flags.recursive ?? false,
    domain: zone,
    all,
    watch: follows,
    failOn,
    output,
  };
}

/** Follows the traffic to Services and prints its ways. Throws a SilentExit of code 9 as --fail-on says. */
export async function runTrace(options: TraceOptions, context: Context): Promise<void> {
  const { io, connect } = context;
  if (options.filenames.length > 0) return report(await readTraceFiles(options, context), options, context);
  const cluster = await connect(options.scope.connect);
  const namespace = namespaceOf(options.scope, cluster);
  if (options.watch) {
    const last = await watchTrace(namespace, options, cluster, context);
    return context.signal.aborted ? undefined : refuse(last, options);
  }
  const reading = await readTrace({ namespace, names: options.names }, options, cluster, context);
  noteUnreadable(reading.snapshot, io);
  return report(reading, options, context);
}

function report(reading: TraceReading, options: TraceOptions, context: Context): void {
  const { io } = context;
  const { services } = reading.snapshot;
  const { filenames, output, port } = options;
  const missing = options.names.length > 0 ? missingPorts(services, port) : missingEverywhere(services, port);
  const failures = [...reading.failures, ...missing];
  const traces = traceReading(reading, options, context);
  if (filenames.length > 0 && services.some(isNew)) io.note(STAND_INS);
  if (traces.length > 0) io.out(printers[output as keyof typeof printers](traces, traceLook(options, context)));
  else if (failures.length === 0)
    io.note(filenames.length > 0 ? "No Services found in these files." : nothingFoundIn(""));
  throwCollected(failures);
  refuse(traces, options);
}

const STAND_INS =
  "These manifests are not in a cluster yet: addresses, node ports and nodes that they lack are examples.";

/** The ways to the Services and ports that the options name. */
export function traceReading(
  { snapshot, settings }: TraceReading,
  { names, port, from, domain, filenames }: TraceOptions,
  { now }: Pick<Context, "now">,
): ServiceTrace[] {
  const services = snapshot.services.filter(({ metadata }) => isWanted(metadata?.name ?? "", names));
  const input = {
    snapshot: { ...snapshot, services, isPartial: true },
    fromFiles: filenames.length > 0,
    replicas: new Map<never, number>(),
  };
  const traces = traceServices((own) => isMeant(own, port), { input, settings, from, domain, now: now() });
  return traces
    .filter(({ ports, type }) => port === undefined || ports.length > 0 || type === "ExternalName")
    .toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

const isWanted = (name: string, names: readonly string[]): boolean => names.length === 0 || names.includes(name);

/** How the options, and the terminal, want the ways shown. */
export const traceLook = ({ output, all }: TraceOptions, { io }: Pick<Context, "io">): TraceLook => ({
  style: io.style,
  width: io.width,
  wide: output === "wide",
  most: io.isTTY && !all ? MOST : undefined,
});

function refuse(traces: readonly ServiceTrace[], { failOn: mildest }: TraceOptions): void {
  if (mildest === "never") return;
  const isBad = ({ state }: ServiceTrace) => STEP_STATES.indexOf(state) >= STEP_STATES.indexOf(mildest);
  if (traces.some(isBad)) throw new SilentExit(ExitCode.findings);
}
