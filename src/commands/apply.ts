import { Command } from "commander";

import type { Context } from "../context.ts";
import { CliError, UsageError } from "../errors.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { listOf } from "../print/structured.ts";
import { type ApplyFlags, type ApplyOptions, readApplyOptions, withApplyFlags } from "./apply-flags.ts";
import { applyClientSide } from "./apply-client-side.ts";
import { applyServerSide } from "./apply-server-side.ts";
import { viewLastAppliedCommand } from "./apply-view-last-applied.ts";
import { withScope } from "./flags.ts";
import { leftOut } from "./left-to-kubectl.ts";
import { withOutput } from "./output.ts";
import { manifestTargets } from "./write-manifests.ts";
import { resultPrinter } from "./write-result.ts";
import { forEachTarget, type Target } from "./write-target.ts";

/** `apply -f FILENAME` */
export function applyCommand(context: Context): Command {
  const command = new Command("apply")
    .description("Make objects what the files say: create what is missing, change what differs.")
    .usage("-f FILENAME [flags]")
    .argument("[words...]");
  withScope(withOutput(withApplyFlags(command)));
  for (const name of ["edit-last-applied", "set-last-applied"]) {
    command.addCommand(leftOut(name, `svcctl has no command "apply ${name}"`), { hidden: true });
  }
  return command
    .addCommand(viewLastAppliedCommand(context))
    .action((words: string[], flags: ApplyFlags) => runApply(readApplyOptions(words, flags, context), context));
}

export async function runApply(options: ApplyOptions, context: Context): Promise<void> {
  const { scope, output, serverSide, dryRun } = options;
  const collects = Boolean(output.output) && output.output !== "name";
  const print = await resultPrinter(output, dryRun, context);
  const cluster = await context.connect(scope.connect);
  const found = await manifestTargets({ ...options, words: [] }, cluster, context);
  if (found.length === 0) throw new CliError("no objects passed to apply");
  const applied: KubeObject[] = [];
  await forEachTarget(found, async (target) => {
    checkName(target);
    const apply = serverSide ? applyServerSide : applyClientSide;
    const { object, operation } = await apply(target, options, cluster, context);
    applied.push(object);
    if (!collects) print(object, operation);
  });
  const [only] = applied;
  if (collects && only) print(applied.length === 1 ? only : listOf(applied), "");
}

function checkName({ object }: Target): void {
  const { name, generateName } = object?.metadata ?? {};
  if (!name && generateName) throw new UsageError(`from ${generateName}: cannot use generate name with apply`);
}
