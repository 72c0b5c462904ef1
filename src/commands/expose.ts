import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import type { Cluster, WriteOptions } from "../kube/client.ts";
import { exposeObject, exposeSelector, type ExposeFlags } from "../model/expose.ts";
import { savingConfig, typedJson } from "../model/last-applied.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { noteSelectedPods } from "./expose-note.ts";
import { applyOverrides, type OverrideFlags, withOverrides } from "./expose-overrides.ts";
import { repeated, type Scope, type ScopeFlags, toScope } from "./flags.ts";
import type { OutputFlags } from "./output.ts";
import {
  type DryRun,
  type DryRunFlags,
  type FileFlags,
  integers,
  readDryRun,
  readFilenames,
  withWriting,
} from "./write-flags.ts";
import { offlineTargets } from "./write-manifests.ts";
import { refusing } from "./write-refusal.ts";
import { resultPrinter } from "./write-result.ts";
import { forEachTarget, namespaceOf, readTarget, type Target } from "./write-target.ts";
import { findTargets } from "./write-targets.ts";

interface Flags extends ScopeFlags, OutputFlags, DryRunFlags, FileFlags, OverrideFlags, ExposeFlags {
  saveConfig?: boolean;
  fieldManager: string;
}

export interface ExposeOptions {
  words: readonly string[];
  scope: Scope;
  filenames: readonly string[];
  recursive: boolean;
  service: ExposeFlags;
  overrides: OverrideFlags;
  dryRun: DryRun;
  write: WriteOptions;
  saveConfig: boolean;
  output: OutputFlags;
}

/** `expose (-f FILENAME | TYPE NAME | --selector=… --name=…)` */
export function exposeCommand(context: Context): Command {
  const command = new Command("expose")
    .description("Create a Service for a workload, a Pod or another Service, or for the Pods that --selector names.")
    .usage("(-f FILENAME | TYPE NAME | --selector=a=b --name=NAME) [--port=port] [flags]")
    .argument("[words...]");
  withWriting(withOverrides(withServiceFlags(command)), "with the objects to expose", "kubectl-expose");
  return command.action((words: string[], flags: Flags) => runExpose(toOptions(words, flags, context), context));
}

function withServiceFlags(command: Command): Command {
  return command
    .addOption(
      new Option("--port <port>", "a port of the Service: [name=]port[:targetPort][/PROTOCOL]; repeatable").argParser(
        repeated,
      ),
    )
    .option("--protocol <protocol>", "the protocol of every port: TCP, UDP or SCTP")
    .option("--target-port <port>", "the number or name of the Pods' port behind every port")
    .addOption(
      new Option("--node-port <port>", "the port on each node, for the ports in their order; repeatable").argParser(
        integers("node-port"),
      ),
    )
    .option("--name <name>", "the name of the Service")
    .option("--selector <labels>", "the labels of the Pods (a=b,c=d) instead of the workload's own selector")
    .option("-l, --labels <labels>", "the labels of the Service (a=b,c=d) instead of the workload's own")
    .option("--type <type>", "ClusterIP, NodePort, LoadBalancer or ExternalName")
    .option("--cluster-ip <ip>", "the address of the Service; None for a headless one")
    .option("--external-ip <ip>", "an address outside the cluster that leads to the Service")
    .option("--load-balancer-ip <ip>", "the address to ask the load balancer for")
    .option("--session-affinity <affinity>", "None or ClientIP")
    .option("--keep-port-names", "take over the names of container ports, and aim at them by name")
    .option("--save-config", "keep the configuration in an annotation, for a later apply");
}

function toOptions(words: readonly string[], flags: Flags, { io }: Context): ExposeOptions {
  return {
    words,
    scope: toScope(flags),
    filenames: readFilenames(flags),
    recursive: flags.recursive ?? false,
    service: flags,
    overrides: flags,
    dryRun: readDryRun(flags, io),
    write: { fieldManager: flags.fieldManager },
    saveConfig: flags.saveConfig ?? false,
    output: flags,
  };
}

/** What exposing one object after another shares. */
interface Work extends ExposeOptions {
  show(service: KubeObject): void;
  io: Context["io"];
  /** Connects once, when it is first asked for. */
  cluster(): Promise<Cluster>;
}

export async function runExpose(options: ExposeOptions, context: Context): Promise<void> {
  const { words, filenames, scope, dryRun, output } = options;
  const print = await resultPrinter(output, dryRun, context, true);
  let connected: Promise<Cluster> | undefined;
  const cluster = () => (connected ??= context.connect(scope.connect));
  const work: Work = { ...options, io: context.io, cluster, show: (service) => print(service, "exposed") };
  if (words.length === 0 && filenames.length === 0 && options.service.selector) return exposeOne(undefined, work);
  if (words.length === 0 && filenames.length > 0 && dryRun === "client") {
    const placed = await offlineTargets(options, context);
    return forEachTarget(placed, (target) => exposeOne(target, work));
  }
  const found = await findTargets(options, await cluster(), context);
  await forEachTarget(found, async (target) => {
    await exposeOne({ ...target, object: await readTarget(target, await cluster()) }, work);
  });
}

/** Exposes one object, or with `undefined` what --selector alone names. */
async function exposeOne(target: Target | undefined, work: Work): Promise<void> {
  const { service: flags, dryRun, scope } = work;
  const source = target?.object;
  const generated = refusing(() => (source ? exposeObject(source, flags) : exposeSelector(flags)));
  const service = applyOverrides(generated, work.overrides);
  if (dryRun === "client") return work.show(inNamespace(service, scope.namespace));
  const cluster = await work.cluster();
  const namespace = target?.ref.namespace ?? namespaceOf(scope, cluster);
  const written = await writeService(service, namespace, work, cluster);
  work.show(written);
  await noteSelectedPods({ service: written, source, namespace }, cluster, work.io);
}

function inNamespace(object: KubeObject, namespace: string | undefined): KubeObject {
  if (namespace === undefined) return object;
  const { name, ...metadata } = object.metadata ?? {};
  return { ...object, metadata: { ...(name !== undefined && { name }), namespace, ...metadata } };
}

async function writeService(
  service: KubeObject,
  namespace: string,
  { saveConfig, write, dryRun }: Work,
  cluster: Cluster,
): Promise<KubeObject> {
  const object = inNamespace(savingConfig(service, saveConfig, typedJson), namespace);
  const resource = await cluster.resourceOf(object.apiVersion ?? "", object.kind ?? "");
  return cluster.create(resource, object, { ...write, dryRun: dryRun === "server" });
}
