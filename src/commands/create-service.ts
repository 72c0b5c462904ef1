import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { generateService, type ServiceType } from "../model/generate.ts";
import { parseLabelMap } from "../model/label-edits.ts";
import { createOne, type CreateOneFlags, readName, withCreateOne } from "./create-one.ts";
import { slice } from "./flags.ts";
import { integers } from "./write-flags.ts";
import { refusing, seeHelp } from "./write-refusal.ts";

interface ServiceFlags extends CreateOneFlags {
  tcp?: string[];
  udp?: string[];
  sctp?: string[];
  selector?: string;
  clusterip?: string;
  nodePort?: number[];
  externalName?: string;
}

interface Variant {
  type: ServiceType;
  description: string;
  usage: string;
  options: readonly Option[];
}

/** The four forms of `create service`, by their names on the command line. */
const variants = (): Record<string, Variant> => ({
  clusterip: {
    type: "ClusterIP",
    description: "Create a ClusterIP Service with the given name.",
    usage: "NAME [--tcp=<port>:<targetPort>] [flags]",
    options: [new Option("--clusterip <ip>", "the address of the Service; None for a headless one")],
  },
  nodeport: {
    type: "NodePort",
    description: "Create a NodePort Service with the given name.",
    usage: "NAME [--tcp=port:targetPort] [flags]",
    options: [
      new Option("--node-port <port>", "the port on each node, for the ports in their order; repeatable").argParser(
        integers("node-port"),
      ),
    ],
  },
  loadbalancer: {
    type: "LoadBalancer",
    description: "Create a LoadBalancer Service with the given name.",
    usage: "NAME [--tcp=port:targetPort] [flags]",
    options: [],
  },
  externalname: {
    type: "ExternalName",
    description: "Create an ExternalName Service with the given name: a DNS alias for a name outside.",
    usage: "NAME --external-name external.name [flags]",
    options: [new Option("--external-name <name>", "the name outside")],
  },
});

/** `create service TYPE NAME` */
export function createServiceCommand(context: Context): Command {
  const command = new Command("service")
    .alias("svc")
    .description("Create a Service of one of the four types.")
    .usage("TYPE NAME [flags]")
    .argument("[words...]")
    .action((words: string[]) => {
      const asked =
        words.length > 0 ? `unknown command ${JSON.stringify(words.join(" "))}` : "no type of Service given";
      throw new UsageError(asked, seeHelp("create service"));
    });
  for (const [name, variant] of Object.entries(variants())) command.addCommand(variantCommand(name, variant, context));
  return command;
}

function variantCommand(word: string, variant: Variant, context: Context): Command {
  const { description, usage, options } = variant;
  const command = new Command(word).description(description).usage(usage).argument("[words...]");
  for (const protocol of ["tcp", "udp", "sctp"]) {
    const text = `a ${protocol.toUpperCase()} port, and the Pods' port behind it; repeatable`;
    command.addOption(new Option(`--${protocol} <port:targetPort>`, text).argParser(slice));
  }
  command.option("--selector <labels>", "the labels of the Pods (a=b,c=d) instead of app=NAME");
  for (const option of options) command.addOption(option);
  return withCreateOne(command).action(async (words: string[], flags: ServiceFlags) => {
    if (variant.type === "ExternalName" && flags.externalName === undefined) {
      throw new UsageError('required flag(s) "external-name" not set');
    }
    const name = readName(words, `create service ${word}`);
    const failure = `failed to create ${variant.type} service`;
    await createOne(
      (namespace) => refusing(() => toService(name, namespace, variant.type, flags)),
      flags,
      context,
      failure,
    );
  });
}

function toService(name: string, namespace: string | undefined, type: ServiceType, flags: ServiceFlags) {
  const { tcp = [], udp = [], sctp = [], selector } = flags;
  return generateService({
    name,
    type,
    namespace,
    ports: { TCP: tcp, UDP: udp, SCTP: sctp },
    clusterIP: flags.clusterip,
    externalName: flags.externalName,
    nodePorts: flags.nodePort,
    selector: selector === undefined ? undefined : parseLabelMap(selector),
  });
}
