import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { throwCollected, UsageError } from "../errors.ts";
import { whyUnproxied } from "../model/dataplane/proxy-ports.ts";
import { familiesOf, PROXY_MODES, writeRulesets } from "../model/dataplane/rulesets.ts";
import type { ProxyMode } from "../model/dataplane/settings.ts";
import type { Service } from "../model/snapshot.ts";
import { rulesetsData } from "../print/dataplane/rulesets-data.ts";
import { rulesetsText } from "../print/dataplane/rulesets-text.ts";
import { toJson } from "../print/json.ts";
import { runAgainst } from "./dataplane-against.ts";
import { printModes } from "./dataplane-compare.ts";
import { type DataplaneReading, readDataplane } from "./dataplane-read.ts";
import { printPaths } from "./dataplane-paths.ts";
import { type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { serviceNames } from "./service-names.ts";
import { type FileFlags, readFilenames, withFiles } from "./write-flags.ts";

interface DataplaneFlags extends ScopeFlags, FileFlags {
  mode?: ProxyMode;
  node?: string;
  clusterCidr?: string;
  compare?: boolean;
  against?: string;
  output: DataplaneFormat;
}

type DataplaneFormat = "paths" | "rules" | "json";

export interface DataplaneOptions {
  scope: Scope;
  names: readonly string[];
  filenames: readonly string[];
  recursive: boolean;
  mode: ProxyMode | undefined;
  /** Undefined: the first node by name. */
  node: string | undefined;
  clusterCidr: string | undefined;
  compare: boolean;
  /** The file with a node's own rules, or "-". */
  against: string | undefined;
  output: DataplaneFormat;
}

/** `dataplane`: what kube-proxy makes of Services on a node. */
export function dataplaneCommand(context: Context): Command {
  return withFiles(withScope(new Command("dataplane")), "with the objects, instead of a cluster")
    .description("Show what kube-proxy makes of Services: the ways of packets, or the rules of the node's kernel.")
    .argument("[service...]", "only these Services")
    .option("-A, --all-namespaces", "in every namespace; of rules the whole ruleset, with its fixed parts")
    .addOption(new Option("--mode <mode>", "kube-proxy's mode; the cluster's own when absent").choices(PROXY_MODES))
    .option("--node <name>", "the node whose rules to show; the first by name when absent")
    .option("--cluster-cidr <ranges>", "where Pods have their addresses; the cluster's own when absent")
    .option("--compare", "show the three modes side by side")
    .option(
      "--against <file>",
      "compare with a node's own rules: iptables-save, nft list ruleset or ipvsadm -Ln; - for stdin",
    )
    .addOption(
      new Option("-o, --output <format>", "the ways of packets, the rules as the node's tool prints them, or data")
        .choices(["paths", "rules", "json"])
        .default("paths"),
    )
    .action((names: string[], flags: DataplaneFlags) => runDataplane(toOptions(names, flags), context));
}

function toOptions(names: readonly string[], flags: DataplaneFlags): DataplaneOptions {
  const { mode, node, clusterCidr, compare = false, against, output, allNamespaces } = flags;
  if (names.length > 0 && allNamespaces)
    throw new UsageError("a resource cannot be retrieved by name across all namespaces");
  if (compare && against !== undefined) throw new UsageError("--compare and --against cannot be used together");
  if ((compare || against !== undefined) && output === "rules")
    throw new UsageError(`-o rules cannot be used with ${compare ? "--compare" : "--against"}`);
  const filenames = readFilenames(flags);
  if (against === "-" && filenames.includes("-"))
    throw new UsageError("standard input cannot be used for multiple arguments");
  const recursive = flags.recursive ?? false;
  const words = serviceNames(names, "dataplane");
  return {
    scope: toScope(flags),
    names: words,
    filenames,
    recursive,
    mode,
    node,
    clusterCidr,
    compare,
    against,
    output,
  };
}

const PRINTERS: Record<DataplaneFormat, (reading: DataplaneReading, context: Context) => Iterable<string>> = {
  paths: (reading, { io }) => [printPaths(reading, io)],
  rules: (reading) => rulesetsText(rulesetsOf(reading)),
  json: (reading) => [toJson(rulesetsData(rulesetsOf(reading), reading.settings, unproxied(reading.services)))],
};

/** Reads Services and what kube-proxy would read of them, and prints what it makes of that. */
export async function runDataplane(options: DataplaneOptions, context: Context): Promise<void> {
  const { io } = context;
  const reading = await readDataplane(options, context);
  if (reading.services.length === 0) {
    if (reading.failures.length === 0) io.note(reading.nothingFound);
    return throwCollected(reading.failures);
  }
  if (options.against !== undefined) return runAgainst(options.against, reading, options.output === "json", context);
  if (options.compare) io.out(printModes(reading, options.output === "json", io));
  else for (const piece of PRINTERS[options.output](reading, context)) io.out(piece);
  throwCollected(reading.failures);
}

function rulesetsOf({ services, endpointSlices, settings, isWhole }: DataplaneReading) {
  const families = settings.mode === "nftables" && isWhole ? (["IPv4", "IPv6"] as const) : familiesOf(services);
  return writeRulesets({ services, endpointSlices }, families, settings, isWhole);
}

const unproxied = (services: readonly Service[]) =>
  services.flatMap((service) => {
    const reason = whyUnproxied(service);
    const { namespace = "", name = "" } = service.metadata ?? {};
    return reason === undefined ? [] : [{ service: `${namespace}/${name}`, reason }];
  });
