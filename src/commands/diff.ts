import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { CliError, ExitCode, InternalError, LeftToKubectl, SilentExit, UsageError } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import { diffStates, type DiffOptions, type States } from "./diff-states.ts";
import { integer, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { type FileFlags, readFilenames, withFiles } from "./write-flags.ts";
import { manifestTargets } from "./write-manifests.ts";
import { seeHelp } from "./write-refusal.ts";
import type { Found } from "./write-target.ts";

interface Flags extends ScopeFlags, FileFlags {
  selector?: string;
  serverSide?: boolean;
  forceConflicts?: boolean;
  fieldManager?: string;
  showManagedFields?: boolean;
  showSecrets?: boolean;
  prune?: boolean;
  pruneAllowlist?: string;
  concurrency: number;
}

/** `diff -f FILENAME`. Exit code 0: no difference, 1: some, above 1: a failure. */
export function diffCommand(context: Context): Command {
  const command = new Command("diff")
    .description("Show what apply would change: the objects as they are beside the objects as they would be.")
    .usage("-f FILENAME [flags]")
    .argument("[words...]");
  command
    .option("-l, --selector <selector>", "only the objects of the files that this label selector takes in")
    .option("--server-side", "compare with what apply --server-side would do")
    .option("--force-conflicts", "with --server-side: take over fields that others own")
    .option(
      "--field-manager <name>",
      'the owner of the fields: "kubectl-client-side-apply", or "kubectl" on the server',
    )
    .option("--show-managed-fields", "compare managedFields, too")
    .option("--show-secrets", "show the values of Secrets")
    .addOption(
      new Option("--concurrency <count>", "how many objects to ask the server about at once")
        .argParser(integer("concurrency"))
        .default(1),
    )
    .addOption(new Option("--prune").hideHelp())
    .addOption(new Option("--prune-allowlist <kind>").hideHelp());
  return withScope(withFiles(command, "with the objects to compare")).action((words: string[], flags: Flags) =>
    failingAboveOne(() => runDiff(toOptions(words, flags), context)),
  );
}

function toOptions(words: readonly string[], flags: Flags): DiffOptions {
  const {
    serverSide = false,
    forceConflicts = false,
    selector,
    showManagedFields = false,
    showSecrets = false,
  } = flags;
  if (words.length > 0) throw new UsageError(`Unexpected args: [${words.join(" ")}]`, seeHelp("diff"));
  const filenames = readFilenames(flags);
  if (filenames.length === 0) throw new UsageError("must specify one of -f and -k");
  if (forceConflicts && !serverSide) throw new UsageError("--force-conflicts only works with --server-side");
  if (flags.prune || flags.pruneAllowlist !== undefined) {
    throw new LeftToKubectl("svcctl prunes nothing");
  }
  return {
    serverSide,
    forceConflicts,
    selector,
    showManagedFields,
    showSecrets,
    filenames,
    concurrency: Math.max(flags.concurrency, 1),
    scope: toScope(flags),
    recursive: flags.recursive ?? false,
    fieldManager: flags.fieldManager ?? (serverSide ? "kubectl" : "kubectl-client-side-apply"),
  };
}

export async function runDiff(options: DiffOptions, context: Context): Promise<void> {
  const cluster = await context.connect(options.scope.connect);
  const found = await manifestTargets({ ...options, words: [] }, cluster, context);
  const live = new Map<string, string>();
  const merged = new Map<string, string>();
  for (let at = 0; at < found.length; at += options.concurrency) {
    const group = found.slice(at, at + options.concurrency);
    for (const states of await Promise.all(group.map((target) => statesOf(target, options, cluster)))) {
      live.set(states.name, states.live);
      merged.set(states.name, states.merged);
    }
  }
  const program = context.env["KUBECTL_EXTERNAL_DIFF"];
  const { output, differ } = await context.compare({ live, merged, program: program || undefined });
  context.io.out(output);
  if (differ) throw new SilentExit(ExitCode.failed);
}

async function statesOf(target: Found, options: DiffOptions, cluster: Cluster): Promise<States> {
  if (target instanceof CliError) throw target;
  return diffStates(target, options, cluster);
}

/** Exit code 1 means differences: a failure that has it gets kubectl's code for failures of diff. */
async function failingAboveOne(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (error instanceof SilentExit) throw error;
    const failure = error instanceof CliError ? error : new InternalError(error);
    throw failure.exitCode > ExitCode.failed ? failure : failure.withExitCode(ExitCode.usage);
  }
}
