import { Command, Option } from "commander";

import type { Context, Io } from "../context.ts";
import { ExitCode, SilentExit, throwCollected, UsageError } from "../errors.ts";
import { lookUp, nameServer, typedNames } from "../model/dns-lookup.ts";
import { serviceRecords, versionRecord } from "../model/dns-records.ts";
import { indexSlices } from "../model/slice-endpoints.ts";
import { dnsData } from "../print/dns-data.ts";
import { dnsTable, lookupText } from "../print/dns-text.ts";
import { zoneFile } from "../print/dns-zone.ts";
import { toJson } from "../print/json.ts";
import { toYaml } from "../print/yaml.ts";
import { readObjects } from "./dataplane-read.ts";
import { type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { noteUnreadable } from "./note-unreadable.ts";
import { serviceNames } from "./service-names.ts";
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

function recordsOf(objects: Awaited<ReturnType<typeof readObjects>>["objects"], zone: string) {
  const slicesOf = indexSlices(objects.endpointSlices);
  return objects.services.map((service) => {
    const { namespace = "", name = "" } = service.metadata ?? {};
    return serviceRecords(service, slicesOf(namespace, name), zone);
  });
}

/** One connection for all questions of a command. */
function connectOnce({ connect }: Context): Context["connect"] {
  let made: ReturnType<Context["connect"]> | undefined;
  return (options) => (made ??= connect(options));
}

/** A name that no server of the cluster knows ends with exit code 3, as what is not found does. */
async function runLookup(
  name: string,
  { scope, filenames, recursive, zone, from, output }: DnsOptions,
  context: Context,
) {
  const connected = { ...context, connect: connectOnce(context) };
  const everywhere = { ...scope, namespace: undefined, allNamespaces: true };
  const { objects } = await readObjects({ scope: everywhere, names: [], filenames, recursive }, connected);
  noteUnreadable(objects, context.io);
  const own =
    scope.namespace ?? (filenames.length > 0 ? "default" : (await connected.connect(scope.connect)).namespace);
  const records = recordsOf(objects, zone).flatMap((service) => service.records);
  const attempts = lookUp(name, from ?? own, zone, nameServer([versionRecord(zone), ...records], zone));
  const data = { name, namespace: from ?? own, zone, questions: attempts };
  if (output === "table") context.io.out(lookupText(attempts, context.io));
  else context.io.out(output === "json" ? toJson(data) : toYaml(data));
  const last = attempts.at(-1)?.answer.kind;
  if (last === "no-such-name" || last === "no-data") throw new SilentExit(ExitCode.notFound);
}
