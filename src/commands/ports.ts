import { Command, InvalidArgumentError, Option } from "commander";

import type { Context } from "../context.ts";
import { CliError, ExitCode } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import { countNodePorts, DEFAULT_RANGE, parsePortRange, type PortRange, portUses } from "../model/port-use.ts";
import type { Service } from "../model/snapshot.ts";
import { toJson } from "../print/json.ts";
import { portsData, type PortsLook, portsText, type PortsView } from "../print/ports-text.ts";
import { toYaml } from "../print/yaml.ts";
import { type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { withNotes } from "./help-notes.ts";
import { nothingFoundIn } from "./nothing-found.ts";
import { namespaceOf } from "./write-target.ts";

interface PortsFlags extends ScopeFlags {
  range: PortRange;
  output: keyof typeof printers;
}

export interface PortsOptions {
  scope: Scope;
  /** The API server's --service-node-port-range. */
  range: PortRange;
  output: keyof typeof printers;
}

const printers = {
  table: portsText,
  wide: portsText,
  json: (view: PortsView) => toJson(portsData(view)),
  yaml: (view: PortsView) => toYaml(portsData(view)),
} satisfies Record<string, (view: PortsView, look: PortsLook) => string>;

/** `ports`: the node ports and the addresses from outside that Services hold. */
export function portsCommand(context: Context): Command {
  return withNotes(withScope(new Command("ports")), HELP)
    .description("Show the node ports, load balancer addresses and external IPs in use, by whom, and what is free.")
    .option("-A, --all-namespaces", "in every namespace")
    .addOption(
      new Option("--range <first-last>", "the API server's --service-node-port-range, which it tells nobody")
        .argParser(readRange)
        .default(DEFAULT_RANGE, "30000-32767"),
    )
    .addOption(
      new Option("-o, --output <format>", "wide adds types and selectors")
        .choices(Object.keys(printers))
        .default("table"),
    )
    .action((flags: PortsFlags) => {
      const { range, output } = flags;
      return runPorts({ scope: toScope(flags), range, output }, context);
    });
}

const HELP = `
Node ports belong to the whole cluster: they are counted there, whichever namespace is shown. A user who may list the
Services of one namespace only sees what that one holds, and no count.

-o json and -o yaml print {ports: [{kind, address, port, protocol, service, servicePort}], nodePorts: {range, used, free,
byHand, outside}}.`;

function readRange(text: string): PortRange {
  const range = parsePortRange(text);
  if (!range) throw new InvalidArgumentError("--range must be two port numbers, the smaller first, as in 30000-32767");
  return range;
}

/** Reads the Services and prints which ports they hold outside the cluster's own network. */
export async function runPorts({ scope, range, output }: PortsOptions, { io, connect }: Context): Promise<void> {
  const cluster = await connect(scope.connect);
  const namespace = scope.allNamespaces ? undefined : namespaceOf(scope, cluster);
  const { services, isWhole } = await readServices(cluster, namespace);
  const all = portUses(services);
  const uses = all.filter((use) => namespace === undefined || use.namespace === namespace);
  const view: PortsView = { uses, count: isWhole ? countNodePorts(all, range) : undefined };
  if (!isWhole) io.note("Warning: Services of other namespaces cannot be read, so free node ports are not counted");
  if (uses.length === 0) io.note(nothingFoundIn(namespace));
  io.out(printers[output](view, { ...io, showNamespace: namespace === undefined, wide: output === "wide" }));
}

/** All Services; those of the namespace when the server refuses more. */
async function readServices(
  cluster: Cluster,
  namespace: string | undefined,
): Promise<{ services: Service[]; isWhole: boolean }> {
  const resource = await cluster.resource("services");
  const read = async (query: { namespace?: string }) =>
    (await cluster.list(resource, query)).items as unknown as Service[];
  try {
    return { services: await read({}), isWhole: true };
  } catch (error) {
    const isRefused = error instanceof CliError && error.exitCode === ExitCode.notAllowed;
    if (!isRefused || namespace === undefined) throw error;
    return { services: await read({ namespace }), isWhole: false };
  }
}
