import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { CliError, ExitCode, UsageError } from "../errors.ts";
import { readSnapshot } from "../kube/read-snapshot.ts";
import { podAddresses } from "../model/addresses.ts";
import { formatLabels } from "../model/selector.ts";
import { viewServices } from "../model/service-view.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { findLeads } from "../model/who.ts";
import type { Lead } from "../model/who-lead.ts";
import { isClusterWide, parseQuestion, type Question } from "../model/who-question.ts";
import { toJson } from "../print/json.ts";
import { redactUrl } from "../print/redact-url.ts";
import { whoData, type WhoLook, whoText } from "../print/who-text.ts";
import { toYaml } from "../print/yaml.ts";
import { type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { withNotes } from "./help-notes.ts";
import { noteUnreadable } from "./note-unreadable.ts";
import { namespaceOf } from "./write-target.ts";

interface WhoFlags extends ScopeFlags {
  zone: string;
  output: keyof typeof printers;
}

export interface WhoOptions {
  scope: Scope;
  /** The question as typed, for messages; of a URL without its password. */
  text: string;
  question: Question;
  zone: string;
  output: keyof typeof printers;
}

const printers = {
  table: whoText,
  wide: whoText,
  json: (leads: readonly Lead[]) => toJson(whoData(leads)),
  yaml: (leads: readonly Lead[]) => toYaml(whoData(leads)),
} satisfies Record<string, (leads: readonly Lead[], look: WhoLook) => string>;

/** `who`: from an address, a Pod, a node port or a name back to Services. */
export function whoCommand(context: Context): Command {
  return withNotes(withScope(new Command("who")), HELP)
    .description("Show which Services an IP, a Pod, a node port or a DNS name belongs to, and through which port.")
    .argument(
      "<ip|pod|nodeport|name>",
      "10.96.0.1, 10.244.0.5:8080, web-0, pod/web-0, 30080/TCP, web.shop.svc, http://web.shop:80/",
    )
    .option("-A, --all-namespaces", "in every namespace")
    .option("--zone <domain>", "the cluster's domain", "cluster.local")
    .addOption(
      new Option("-o, --output <format>", "wide adds nodes, types and selectors")
        .choices(Object.keys(printers))
        .default("table"),
    )
    .action((text: string, flags: WhoFlags) => runWho(toOptions(text, flags), context));
}

const HELP = `
IPs, node ports and names with dots are looked for in every namespace, unless -n names one; others in the namespace. A
DNS name means what it means to a Pod in the namespace. Pods that a Service leaves out are shown with the reason.

Exit code 3 when no Service is found. -o json and -o yaml print {leads: [{service, port, targets, way, endpoint}]}.`;

function toOptions(text: string, flags: WhoFlags): WhoOptions {
  const question = parseQuestion(text);
  if (!question)
    throw new UsageError(
      `"${redactUrl(text)}" is no IP, Pod, node port or DNS name`,
      "Name one: svcctl who 10.96.0.1, pod/web-0, 30080 or web.shop.svc",
    );
  const { zone, output } = flags;
  return { scope: toScope(flags), text: redactUrl(text), question, zone, output };
}

/** Looks for the Services that are met there, and prints them. Rejects (not found) when there is none. */
export async function runWho(options: WhoOptions, { io, now, connect }: Context): Promise<void> {
  const { scope, question, text, zone, output } = options;
  const cluster = await connect(scope.connect);
  const isWide = scope.allNamespaces || (scope.namespace === undefined && isClusterWide(question));
  const namespace = namespaceOf(scope, cluster);
  const snapshot = await readSnapshot(cluster, { namespace: isWide ? undefined : namespace });
  noteUnreadable(snapshot, io);
  const leads = findLeads(question, viewServices(snapshot, now()), snapshot.nodes, { namespace, zone });
  if (leads.length > 0)
    return io.out(printers[output](leads, { ...io, isOneNamespace: !isWide, wide: output === "wide" }));
  const where = isWide ? "" : ` in namespace ${namespace}`;
  const hint = identify(question, snapshot);
  throw new CliError(`no Service${where} leads to "${text}"`, {
    exitCode: ExitCode.notFound,
    ...(hint !== undefined && { hint }),
  });
}

/** What it is that no Service leads to, as far as the snapshot tells. */
function identify(question: Question, { pods, nodes }: Snapshot): string | undefined {
  const isIt = (names: readonly (string | undefined)[], addresses: readonly string[]) =>
    (question.kind === "address" && addresses.includes(question.address)) ||
    ("name" in question && names.includes(question.name));
  const pod = pods.find((candidate) => isIt([candidate.metadata?.name], podAddresses(candidate)));
  if (pod) {
    const labels = pod.metadata?.labels ?? {};
    const told = Object.keys(labels).length === 0 ? "it has no labels" : `its labels are ${formatLabels(labels)}`;
    return `Pod ${pod.metadata?.name ?? ""} is in no Service: ${told}.`;
  }
  const node = nodes.find(({ metadata, status }) =>
    isIt(
      [metadata?.name],
      (status?.addresses ?? []).map(({ address }) => address),
    ),
  );
  return node && `It is the node ${node.metadata?.name ?? ""}, and no Service has a node port.`;
}
