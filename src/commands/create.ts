import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { CliError, ExitCode, LeftToKubectl, UsageError } from "../errors.ts";
import type { Cluster, WriteOptions } from "../kube/client.ts";
import { savingConfig } from "../model/last-applied.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { toCompactJson } from "../print/json.ts";
import { createDeploymentCommand, createNamespaceCommand } from "./create-workload.ts";
import { createServiceCommand } from "./create-service.ts";
import { type Scope, type ScopeFlags, toScope } from "./flags.ts";
import { leftOut } from "./left-to-kubectl.ts";
import type { OutputFlags } from "./output.ts";
import {
  type DryRun,
  type DryRunFlags,
  type FileFlags,
  readDryRun,
  readFilenames,
  readValidation,
  type ValidateFlags,
  withValidate,
  withWriting,
} from "./write-flags.ts";
import { placeAtWord, placeManifests, type Read, readSelected } from "./write-manifests.ts";
import { seeHelp } from "./write-refusal.ts";
import { resultPrinter } from "./write-result.ts";
import { forEachTarget, type Found, type Target } from "./write-target.ts";

interface CreateFlags extends ScopeFlags, OutputFlags, DryRunFlags, FileFlags, ValidateFlags {
  fieldManager: string;
  saveConfig?: boolean;
  selector?: string;
  edit?: boolean;
  raw?: string;
}

export interface CreateOptions {
  scope: Scope;
  filenames: readonly string[];
  recursive: boolean;
  selector: string | undefined;
  validates: boolean;
  dryRun: DryRun;
  write: WriteOptions;
  saveConfig: boolean;
  output: OutputFlags;
}

/** `create -f FILE`, and the kinds that are created from flags. */
export function createCommand(context: Context): Command {
  const command = new Command("create")
    .description("Create objects from files or standard input, or a Service, Deployment or Namespace from flags.")
    .usage("-f FILENAME [flags]")
    .argument("[words...]");
  command
    .option("-l, --selector <selector>", "only the objects of the files that this label selector takes in")
    .option("--save-config", "keep the configuration in an annotation, for a later apply")
    .addOption(new Option("--edit").hideHelp())
    .addOption(new Option("--windows-line-endings").hideHelp())
    .addOption(new Option("--raw <uri>").hideHelp());
  withWriting(withValidate(command), "with the objects to create", "kubectl-create");
  for (const child of [createServiceCommand, createDeploymentCommand, createNamespaceCommand]) {
    command.addCommand(child(context));
  }
  for (const kind of leftOutKinds()) command.addCommand(kind, { hidden: true });
  return command.action((words: string[], flags: CreateFlags) => runCreate(toOptions(words, flags, context), context));
}

/** What kubectl creates from flags beside what svcctl does: names, each with its aliases. */
const KUBECTL_KINDS = (
  "clusterrole,clusterrolebinding,configmap/cm,cronjob/cj,ingress/ing,job,poddisruptionbudget/pdb,priorityclass/pc," +
  "quota/resourcequota,role,rolebinding,secret,serviceaccount/sa,token"
).split(",");

function leftOutKinds(): Command[] {
  return KUBECTL_KINDS.map((names) => {
    const [name = "", ...aliases] = names.split("/");
    return leftOut(name, `svcctl creates no ${name} from flags`).aliases(aliases);
  });
}

function toOptions(words: readonly string[], flags: CreateFlags, { io }: Context): CreateOptions {
  checkWords(words, flags);
  const fieldValidation = readValidation(flags);
  return {
    scope: toScope(flags),
    filenames: readFilenames(flags),
    recursive: flags.recursive ?? false,
    selector: flags.selector,
    dryRun: readDryRun(flags, io),
    validates: fieldValidation !== "Ignore",
    write: { fieldManager: flags.fieldManager, fieldValidation },
    saveConfig: flags.saveConfig ?? false,
    output: flags,
  };
}

function checkWords(words: readonly string[], flags: CreateFlags): void {
  if (words.length > 0) throw new UsageError(`Unexpected args: [${words.join(" ")}]`, seeHelp("create"));
  if (flags.edit) throw new LeftToKubectl("svcctl opens no editor");
  if (flags.raw !== undefined) throw new LeftToKubectl("svcctl posts no raw requests");
  if (readFilenames(flags).length === 0) throw new UsageError("must specify one of -f and -k");
}

export async function runCreate(options: CreateOptions, context: Context): Promise<void> {
  const { dryRun, saveConfig, output } = options;
  const print = await resultPrinter(output, dryRun, context);
  const { found, cluster } = await readTargets(options, context);
  if (found.length === 0) throw new CliError("no objects passed to create");
  await forEachTarget(found, async (target) => {
    const object = savingConfig(target.object ?? {}, saveConfig, toCompactJson);
    print(await createOne({ ...target, object }, cluster, options), "created");
  });
}

async function createOne(target: Target, cluster: Cluster | undefined, options: CreateOptions): Promise<KubeObject> {
  const { resource, object = {}, source } = target;
  const { dryRun, write } = options;
  if (dryRun === "client" || !cluster) return object;
  try {
    return await cluster.create(resource, object, { ...write, dryRun: dryRun === "server" });
  } catch (error) {
    throw error instanceof CliError ? error.prefixed(`error when creating ${JSON.stringify(source)}`) : error;
  }
}

/** With `--dry-run=client` a cluster is asked what it knows of the kinds if there is one; none is needed. */
async function readTargets(options: CreateOptions, context: Context): Promise<CreateTargets> {
  const { scope, dryRun } = options;
  const manifests = await readSelected({ ...options, words: [] }, context);
  try {
    const cluster = await context.connect(scope.connect);
    const found = await placeManifests(manifests, scope, cluster);
    const unreachable = found.find((item) => item instanceof CliError && item.exitCode === ExitCode.noConnection);
    if (unreachable) throw unreachable;
    return { found, cluster };
  } catch (error) {
    const offline = error instanceof CliError && error.exitCode === ExitCode.noConnection && dryRun === "client";
    if (!offline) throw error;
    return { found: placeAtWord(inNamespace(manifests, scope.namespace)), cluster: undefined };
  }
}

/** Objects that name no namespace get the one of -n: which kinds have none, no server can be asked. */
function inNamespace(read: Read, namespace: string | undefined): Read {
  if (namespace === undefined) return read;
  return read.map((manifest) =>
    manifest instanceof CliError
      ? manifest
      : { ...manifest, object: { ...manifest.object, metadata: { namespace, ...manifest.object.metadata } } },
  );
}

interface CreateTargets {
  found: readonly Found[];
  /** Undefined where none is needed and none can be reached. */
  cluster: Cluster | undefined;
}
