import { Command, Option } from "commander";

import type { Context, Io } from "../context.ts";
import { throwCollected, UsageError } from "../errors.ts";
import { nameServer, typedNames } from "../model/dns-lookup.ts";
import { versionRecord } from "../model/dns-records.ts";
import { dnsData } from "../print/dns-data.ts";
import { dnsTable } from "../print/dns-text.ts";
import { zoneFile } from "../print/dns-zone.ts";
import { toJson } from "../print/json.ts";
import { toYaml } from "../print/yaml.ts";
import { readObjects } from "./dataplane-read.ts";
import { runLookup } from "./dns-lookup.ts";
import { type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { noteUnreadable } from "./note-unreadable.ts";
import { serviceNames } from "./service-names.ts";
import { recordsOf } from "./service-records.ts";
import { type FileFlags, readFilenames, withFiles } from "./write-flags.ts";

interface DnsFlags extends ScopeFlags, FileFlags {
  zone: string;
  lookup?: string;
  from?: string;
  output: DnsFormat;
}

type DnsFormat = "table" | "zone" | "json" | "yaml";

export interface DnsOptions {
  scope: Scope;
  names: readonly string[];
  filenames: readonly string[];
  recursive: boolean;
  zone: string;
  /** The name to look up, and the namespace of the Pod that does; its own (-n) when undefined. */
  lookup: string | undefined;
  from: string | undefined;
  output: DnsFormat;
}

/** `dns`: the names of Services, and what they answer. */
export function dnsCommand(context: Context): Command {
  return withFiles(withScope(new Command("dns")), "with the objects, instead of a cluster")
    .description("Show the DNS records of Services, and what Pods may type, by the Kubernetes DNS specification 1.1.0.")
    .argument("[service...]", "only these Services")
    .option("-A, --all-namespaces", "in every namespace")
    .option("--zone <domain>", "the cluster's domain", "cluster.local")
    .option("--lookup <name>", "show what a Pod's resolver asks for this name, and the answers")
    .option("--from <namespace>", "the namespace of the Pod that looks up")
    .addOption(
      new Option("-o, --output <format>", "zone is a file that a DNS server loads")
        .choices(["table", "zone", "json", "yaml"])
        .default("table"),
    )
    .action((names: string[], flags: DnsFlags) => runDns(toOptions(names, flags), context));
}

function toOptions(names: readonly string[], flags: DnsFlags): DnsOptions {
  const { zone, lookup, from, output } = flags;
  if (names.length > 0 && flags.allNamespaces)
    throw new UsageError("a resource cannot be retrieved by name across all namespaces");
  if (lookup !== undefined && names.length > 0) throw new UsageError("--lookup looks among all Services: name none");
  if (lookup !== undefined && output === "zone") throw new UsageError("-o zone cannot be used with --lookup");
  if (lookup === undefined && from !== undefined) throw new UsageError("--from is used with --lookup");
  if (lookup?.trim() === "") throw new UsageError("--lookup needs a name");
  if (!DOMAIN.test(zone)) throw new UsageError(`--zone must be a domain: ${JSON.stringify(zone)} is none`);
  const filenames = readFilenames(flags);
  const recursive = flags.recursive ?? false;
  return { scope: toScope(flags), names: serviceNames(names, "dns"), filenames, recursive, zone, lookup, from, output };
}

/** Labels of letters, digits and hyphens, parted by dots; one may stand at the end. */
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.?$/i;

/** Shows the records of Services; with --lookup the way of one name. */
export async function runDns(options: DnsOptions, context: Context): Promise<void> {
  if (options.lookup !== undefined) return runLookup(options.lookup, options, context);
  const { io } = context;
  const { zone, output } = options;
  const { objects, nothingFound } = await readObjects(options, context);
  noteUnreadable(objects, io);
  if (objects.services.length === 0 && objects.failures.length === 0) return io.note(nothingFound);
  const found = recordsOf(objects, zone);
  const records = [versionRecord(zone), ...found.flatMap((service) => service.records)];
  const server = nameServer(records, zone);
  const services = found.map((service) => ({ ...service, typed: typedNames(service, zone, server) }));
  const printers: Record<DnsFormat, (look: Io) => string> = {
    table: (look) => dnsTable(services, zone, options.names.length > 0, look),
    zone: () => zoneFile(records, zone),
    json: () => toJson(dnsData(services, zone)),
    yaml: () => toYaml(dnsData(services, zone)),
  };
  if (services.length > 0) io.out(printers[output](io));
  throwCollected(objects.failures);
}
