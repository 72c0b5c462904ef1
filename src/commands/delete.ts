import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { CliError, ExitCode, LeftToKubectl, UsageError } from "../errors.ts";
import type { Cluster, DeleteOptions } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { escapeText } from "../print/escape.ts";
import { deletedLine, targetName } from "./delete-lines.ts";
import { type DeleteFlags, readCascade, readGracePeriod, withDeleteFlags } from "./delete-flags.ts";
import { type Scope, toScope, withScope } from "./flags.ts";
import { type DryRun, readDryRun, readFilenames, withDryRun, withFiles } from "./write-flags.ts";
import { forEachTarget, type Found, type Target } from "./write-target.ts";
import { findTargets } from "./write-targets.ts";
import { A_WEEK, deadlineIn, waitUntilGone } from "./write-wait.ts";

export interface DeleteRun {
  words: readonly string[];
  scope: Scope;
  filenames: readonly string[];
  recursive: boolean;
  selector: string | undefined;
  fieldSelector: string | undefined;
  all: boolean;
  ignoreNotFound: boolean;
  interactive: boolean;
  wait: boolean;
  /** Milliseconds; 0: without end. */
  timeout: number;
  dryRun: DryRun;
  request: DeleteOptions;
  namesOnly: boolean;
}

/** `delete ([-f FILENAME] | TYPE [(NAME | -l label | --all)])` */
export function deleteCommand(context: Context): Command {
  const command = new Command("delete")
    .description("Delete objects by file, by type and name, by label selector, or all of a type.")
    .usage("([-f FILENAME] | TYPE [(NAME | -l label | --all)]) [flags]")
    .argument("[words...]");
  withDeleteFlags(command)
    .option("-o, --output <format>", "output format: name")
    .addOption(new Option("--raw <uri>").hideHelp());
  withScope(withDryRun(withFiles(command, "with the objects to delete")));
  return command.action((words: string[], flags: DeleteFlags) => runDelete(toRun(words, flags, context), context));
}

function toRun(words: readonly string[], flags: DeleteFlags, { io }: Context): DeleteRun {
  const { all = false, selector, fieldSelector, output } = flags;
  checkFlags(flags);
  const gracePeriodSeconds = readGracePeriod(flags, io);
  const dryRun = readDryRun(flags, io);
  return {
    words,
    selector,
    fieldSelector,
    all,
    dryRun,
    scope: toScope(flags),
    filenames: readFilenames(flags),
    recursive: flags.recursive ?? false,
    ignoreNotFound: flags.ignoreNotFound ?? (all || Boolean(selector) || Boolean(fieldSelector)),
    interactive: flags.interactive ?? false,
    wait: flags.wait,
    timeout: flags.timeout,
    request: {
      ...(gracePeriodSeconds >= 0 && { gracePeriodSeconds }),
      propagationPolicy: readCascade(flags.cascade, io),
      dryRun: dryRun === "server",
    },
    namesOnly: output === "name",
  };
}

function checkFlags({ output = "", all, selector, fieldSelector, raw }: DeleteFlags): void {
  if (raw !== undefined) {
    throw new LeftToKubectl("svcctl sends no raw requests");
  }
  if (output !== "" && output !== "name") {
    throw new UsageError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  }
  if (all && (selector || fieldSelector)) {
    throw new UsageError("setting 'all' parameter but found a non empty selector.");
  }
}

export async function runDelete(run: DeleteRun, context: Context): Promise<void> {
  const { io } = context;
  const cluster = await context.connect(run.scope.connect);
  const found = await findTargets(run, cluster, context);
  if (found.length === 0) return io.out("No resources found\n");
  if (run.interactive && !(await confirm(found, context))) return io.out("deletion is cancelled\n");
  warnClusterScope(found, run, context);
  const deleted: Deleted[] = [];
  await forEachTarget(found, async (target) => {
    const answer = await deleteOne(target, run, cluster);
    if (!answer) return;
    io.out(deletedLine(target, run));
    deleted.push({ target, uid: uidOf(answer) });
  });
  if (run.wait && run.dryRun === "none") await waitForAll(deleted, run, cluster, context);
}

interface Deleted {
  target: Target;
  uid: string | undefined;
}

/** The server's answer; undefined when there was nothing to delete, and that is all right. */
async function deleteOne(target: Target, run: DeleteRun, cluster: Cluster): Promise<KubeObject | undefined> {
  if (run.dryRun === "client") return {};
  try {
    return await cluster.delete(target.resource, target.ref, run.request);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    if (run.ignoreNotFound && error.exitCode === ExitCode.notFound) return undefined;
    throw target.source === undefined ? error : error.prefixed(`error when deleting ${JSON.stringify(target.source)}`);
  }
}

/** The deleted object's uid: the server answers with the object, or with a Status that names it. */
function uidOf(answer: KubeObject): string | undefined {
  const { uid } = (answer["details"] ?? {}) as { uid?: string };
  return answer.kind === "Status" ? uid : answer.metadata?.uid;
}

function warnClusterScope(found: readonly Found[], { scope }: DeleteRun, { io }: Context): void {
  const outside = found.some((target) => !(target instanceof CliError) && !target.resource.namespaced);
  if (outside && scope.namespace !== undefined) {
    io.note("warning: deleting cluster-scoped resources, not scoped to the provided namespace");
  }
}

async function confirm(found: readonly Found[], { io, readLine }: Context): Promise<boolean> {
  const names = found.flatMap((target) => (target instanceof CliError ? [] : [escapeText(targetName(target))]));
  const asked = [`You are about to delete the following ${names.length} resource(s):`, ...names];
  io.out(`${asked.join("\n")}\nDo you want to continue? (y/N): `);
  return (await readLine()).trim().toLowerCase() === "y";
}

/** Waits until everything is gone. A user who may not look is not kept from deleting. */
async function waitForAll(
  deleted: readonly Deleted[],
  run: DeleteRun,
  cluster: Cluster,
  context: Context,
): Promise<void> {
  const deadline = deadlineIn(run.timeout || A_WEEK, context.signal);
  for (const { target, uid } of deleted) {
    try {
      await waitUntilGone(target, uid, cluster, deadline);
    } catch (error) {
      if (!(error instanceof CliError) || error.exitCode !== ExitCode.notAllowed) throw error;
    }
  }
}
