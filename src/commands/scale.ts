import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { asCliError, CliError, throwCollected, UsageError } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { integer, type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { type OutputFlags, withOutput } from "./output.ts";
import { scaleTo, waitForReplicas, type Wanted } from "./scale-one.ts";
import {
  type DryRun,
  type DryRunFlags,
  duration,
  type FileFlags,
  readDryRun,
  readFilenames,
  withDryRun,
  withFiles,
} from "./write-flags.ts";
import { resultPrinter } from "./write-result.ts";
import { type Found, readTarget, type Target } from "./write-target.ts";
import { findTargets } from "./write-targets.ts";
import { deadlineIn } from "./write-wait.ts";

interface ScaleFlags extends ScopeFlags, OutputFlags, DryRunFlags, FileFlags {
  all?: boolean;
  selector?: string;
  replicas?: number;
  currentReplicas: number;
  resourceVersion?: string;
  timeout: number;
}

export interface ScaleOptions extends Wanted {
  words: readonly string[];
  scope: Scope;
  filenames: readonly string[];
  recursive: boolean;
  selector: string | undefined;
  all: boolean;
  /** Milliseconds to wait until the Pods are there; 0: no waiting. */
  timeout: number;
  dryRun: DryRun;
  output: OutputFlags;
}

/** `scale --replicas=COUNT (-f FILENAME | TYPE NAME)` */
export function scaleCommand(context: Context): Command {
  const command = new Command("scale")
    .description("Set how many replicas a Deployment, ReplicaSet, ReplicationController or StatefulSet has.")
    .usage("--replicas=COUNT (-f FILENAME | TYPE NAME) [flags]")
    .argument("[words...]");
  command
    .addOption(new Option("--replicas <count>", "how many replicas to have; required").argParser(integer("replicas")))
    .addOption(
      new Option("--current-replicas <count>", "scale only if there are this many now; -1: whatever there are")
        .argParser(integer("current-replicas"))
        .default(-1),
    )
    .option("--resource-version <version>", "scale only if this is the current version")
    .option("--all", "every object of the types, in the namespace")
    .option("-l, --selector <selector>", "the objects that this label selector takes in")
    .addOption(
      new Option("--timeout <time>", "how long to wait until the replicas are there; 0 means not to wait")
        .argParser(duration("timeout"))
        .default(0, "0s"),
    );
  withScope(withOutput(withDryRun(withFiles(command, "with the workloads to scale"))));
  return command.action((words: string[], flags: ScaleFlags) => runScale(toOptions(words, flags, context), context));
}

function toOptions(words: readonly string[], flags: ScaleFlags, { io }: Context): ScaleOptions {
  const { replicas, currentReplicas, selector, resourceVersion, timeout } = flags;
  if (replicas === undefined) throw new UsageError('required flag(s) "replicas" not set');
  if (replicas < 0) {
    throw new UsageError("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
  }
  if (currentReplicas < -1) throw new UsageError("The --current-replicas must specify an integer of -1 or greater");
  return {
    words,
    replicas,
    selector,
    timeout,
    currentReplicas: currentReplicas === -1 ? undefined : currentReplicas,
    resourceVersion: resourceVersion || undefined,
    scope: toScope(flags),
    filenames: readFilenames(flags),
    recursive: flags.recursive ?? false,
    all: (flags.all ?? false) && words.length === 1,
    dryRun: readDryRun(flags, io),
    output: flags,
  };
}

/** Objects that cannot be found do not keep the others from being scaled; the first that cannot be scaled ends the run. */
export async function runScale(options: ScaleOptions, context: Context): Promise<void> {
  const { scope, dryRun, output, replicas, resourceVersion, timeout } = options;
  const print = await resultPrinter(output, dryRun, context);
  const cluster = await context.connect(scope.connect);
  const { targets, failures } = await readAll(await findTargets(options, cluster, context), cluster);
  if (resourceVersion !== undefined && targets.length > 1) {
    throw new UsageError("cannot use --resource-version with multiple resources");
  }
  if (targets.length === 0 && failures.length === 0) throw new CliError("no objects passed to scale");
  for (const { target, object } of targets) {
    if (dryRun !== "client") await scaleTo(target, options, cluster, dryRun === "server");
    if (timeout !== 0 && dryRun === "none") {
      await waitForReplicas(target, replicas, cluster, deadlineIn(timeout, context.signal));
    }
    print(withReplicas(object, replicas), "scaled");
  }
  throwCollected(failures);
}

interface Read {
  target: Target;
  object: KubeObject;
}

async function readAll(found: readonly Found[], cluster: Cluster): Promise<{ targets: Read[]; failures: CliError[] }> {
  const targets: Read[] = [];
  const failures: CliError[] = [];
  for (const target of found) {
    try {
      if (target instanceof CliError) throw target;
      targets.push({ target, object: await readTarget(target, cluster) });
    } catch (error) {
      failures.push(asCliError(error));
    }
  }
  return { targets, failures };
}

const withReplicas = (object: KubeObject, replicas: number): KubeObject => ({
  ...object,
  spec: { ...(object["spec"] as object | undefined), replicas },
});
