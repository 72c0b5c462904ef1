import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { CliError, ExitCode, UsageError } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { repeated, type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { withNotes } from "./help-notes.ts";
import { type OutputFlags, withOutput } from "./output.ts";
import { readConditions, type WaitCondition } from "./wait-conditions.ts";
import { waitUntilCreated } from "./wait-created.ts";
import { waitForService } from "./wait-service.ts";
import { duration, type FileFlags, readFilenames, withFiles } from "./write-flags.ts";
import { resultPrinter } from "./write-result.ts";
import { forEachTarget, type Found, type Target } from "./write-target.ts";
import { findTargets } from "./write-targets.ts";
import { A_WEEK, conditionNotMet, deadlineIn, findObject, waitUntil, waitUntilGone } from "./write-wait.ts";

interface Flags extends ScopeFlags, OutputFlags, FileFlags {
  for?: string[];
  timeout: number;
  all?: boolean;
  selector?: string;
  fieldSelector?: string;
  local?: boolean;
}

export interface WaitOptions {
  words: readonly string[];
  conditions: readonly WaitCondition[];
  /** Milliseconds; 0: look once. */
  timeout: number;
  scope: Scope;
  filenames: readonly string[];
  recursive: boolean;
  selector: string | undefined;
  fieldSelector: string | undefined;
  all: boolean;
  output: OutputFlags;
}

/** `wait ([-f FILENAME] | TYPE/NAME | TYPE [(-l label | --all)]) --for=CONDITION` */
export function waitCommand(context: Context): Command {
  const command = new Command("wait")
    .description("Wait until objects are created, deleted, or in a state, or until Services have endpoints.")
    .usage("([-f FILENAME] | TYPE/NAME | TYPE [(-l label | --all)]) --for=CONDITION [flags]")
    .argument("[words...]");
  command
    .addOption(
      new Option(
        "--for <condition>",
        "create, delete, condition=NAME[=VALUE], jsonpath='{PATH}'[=VALUE], or of Services endpoints[=N], " +
          "no-endpoints, load-balancer; repeatable, all must hold",
      ).argParser(repeated),
    )
    .addOption(
      new Option("--timeout <time>", "how long to wait; 0 means to look once, a negative time a week")
        .argParser(duration("timeout"))
        .default(30_000, "30s"),
    )
    .option("--all", "every object of the types, in the namespace")
    .option("-A, --all-namespaces", "in every namespace")
    .option("-l, --selector <selector>", "the objects that this label selector takes in")
    .option("--field-selector <selector>", "the objects that this field selector takes in")
    .addOption(new Option("--local").hideHelp());
  withNotes(withScope(withOutput(withFiles(command, "with the objects to wait for", true))), HELP);
  return command.action((words: string[], flags: Flags) => runWait(toOptions(words, flags), context));
}

const HELP = `
Of Services, --for=endpoints waits until an endpoint is ready behind every port, endpoints=N until N are; no-endpoints
until none gets traffic any more; load-balancer until there is an address. When the time is up, what is still missing is
told: how many endpoints are ready, and why others are not (exit code 8).`;

function toOptions(words: readonly string[], flags: Flags): WaitOptions {
  const { selector, fieldSelector, all = false, timeout } = flags;
  if (flags.local) throw new UsageError("without a cluster there is nothing to wait for: --local is not supported");
  return {
    words,
    selector,
    fieldSelector,
    all,
    conditions: readConditions(flags.for ?? []),
    timeout: timeout < 0 ? A_WEEK : timeout,
    scope: toScope(flags),
    filenames: readFilenames(flags),
    recursive: flags.recursive ?? true,
    output: flags,
  };
}

export async function runWait(options: WaitOptions, context: Context): Promise<void> {
  const { conditions, timeout, scope, output } = options;
  const print = await resultPrinter(output, "none", context);
  const cluster = await context.connect(scope.connect);
  const deadline = timeout === 0 ? undefined : deadlineIn(timeout, context.signal);
  if (conditions.some(({ kind }) => kind === "create")) {
    await waitUntilCreated(await findTargets(options, cluster, context), options, cluster, deadline);
  }
  const deletes = conditions.some(({ kind }) => kind === "delete");
  const found = await findExisting(await findTargets(options, cluster, context), deletes, cluster);
  if (found.length === 0 && !deletes)
    throw new CliError("no matching resources found", { exitCode: ExitCode.notFound });
  await forEachTarget(found, async (target) => {
    for (const condition of conditions)
      print(await meet(target, condition, cluster, deadline, context), "condition met");
  });
}

/** Each target with its object. What is not there is no failure where its deletion is waited for. */
async function findExisting(found: readonly Found[], deletes: boolean, cluster: Cluster): Promise<Found[]> {
  const existing: Found[] = [];
  for (const target of found) {
    if (target instanceof CliError) {
      existing.push(target);
      continue;
    }
    const object = deletes ? await findObject(target, cluster) : target.object;
    if (object || !deletes) existing.push({ ...target, object });
  }
  return existing;
}

/** Waits for one condition of one object; without a deadline looks once. */
async function meet(
  target: Target,
  condition: WaitCondition,
  cluster: Cluster,
  deadline: AbortSignal | undefined,
  { now }: Pick<Context, "now">,
): Promise<KubeObject> {
  if (condition.kind === "service") return waitForService(target, condition.condition, cluster, deadline, now);
  if (condition.kind === "delete") {
    const object = target.object ?? {};
    if (!deadline) throw conditionNotMet(target);
    await waitUntilGone(target, object.metadata?.uid, cluster, deadline);
    return object;
  }
  const holds = condition.kind === "create" ? () => true : condition.holds;
  if (deadline) return waitUntil(target, holds, cluster, deadline);
  const object = await cluster.get(target.resource, target.ref);
  if (holds(object)) return object;
  throw conditionNotMet(target);
}
