import type { Context } from "../context.ts";
import { ExitCode, SilentExit } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import { askedNames, lookUp, nameServer } from "../model/dns-lookup.ts";
import { podNamespace } from "../model/dns-pods.ts";
import { versionRecord } from "../model/dns-records.ts";
import { lookupText } from "../print/dns-lookup-text.ts";
import { toJson } from "../print/json.ts";
import { toYaml } from "../print/yaml.ts";
import { readObjects } from "./dataplane-read.ts";
import type { DnsOptions } from "./dns.ts";
import { isLeftOut } from "./kube-proxy-map.ts";
import { noteUnreadable } from "./note-unreadable.ts";
import { recordsOf } from "./service-records.ts";

/** `dns --lookup`. A name that no server of the cluster knows ends with exit code 3, as what is not found does. */
export async function runLookup(
  name: string,
  { scope, filenames, recursive, zone, from, output }: DnsOptions,
  context: Context,
): Promise<void> {
  const everywhere = { ...scope, namespace: undefined, allNamespaces: true };
  const { objects, cluster } = await readObjects({ scope: everywhere, names: [], filenames, recursive }, context);
  noteUnreadable(objects, context.io);
  const namespace = from ?? scope.namespace ?? cluster?.namespace ?? "default";
  const records = recordsOf(objects, zone).flatMap((service) => service.records);
  const missing = await missingNamespaces(askedNames(name, namespace, zone), zone, cluster);
  const server = nameServer([versionRecord(zone), ...records], zone, (one) => !missing.has(one));
  const lookup = { name, namespace, zone, questions: lookUp(name, namespace, zone, server) };
  if (output === "table") context.io.out(lookupText(lookup, context.io));
  else context.io.out(output === "json" ? toJson(lookup) : toYaml(lookup));
  const last = lookup.questions.at(-1)?.answer.kind;
  if (last === "no-such-name" || last === "no-data") throw new SilentExit(ExitCode.notFound);
}

/** The namespaces of names of Pods that the cluster does not have; those that it does not show are taken to be there. */
async function missingNamespaces(names: readonly string[], zone: string, cluster: Cluster | undefined) {
  const wanted = new Set(names.flatMap((name) => podNamespace(name, zone) ?? []));
  const missing = new Set<string>();
  for (const name of wanted) if (cluster && (await isMissing(name, cluster))) missing.add(name);
  return missing;
}

async function isMissing(name: string, cluster: Cluster): Promise<boolean> {
  try {
    await cluster.get(await cluster.resource("namespaces"), { name });
    return false;
  } catch (error) {
    if (!isLeftOut(error)) throw error;
    return error.exitCode === ExitCode.notFound;
  }
}
