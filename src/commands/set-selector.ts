import { Command } from "commander";

import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { Cluster, WriteOptions } from "../kube/client.ts";
import { asMap } from "../model/json-value.ts";
import { createMergePatch } from "../model/merge-patch.ts";
import { parseSelector } from "../model/parse-selector.ts";
import { groupKind } from "../model/pod-template.ts";
import { type Operator, type Requirement, type Selector, SelectorError } from "../model/selector.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { type Scope, type ScopeFlags, toScope } from "./flags.ts";
import type { OutputFlags } from "./output.ts";
import {
  type DryRun,
  type DryRunFlags,
  type FileFlags,
  readDryRun,
  readFilenames,
  withWriting,
} from "./write-flags.ts";
import { offlineTargets } from "./write-manifests.ts";
import { resultPrinter } from "./write-result.ts";
import { forEachTarget, type Target } from "./write-target.ts";
import { findTargets } from "./write-targets.ts";

interface Flags extends ScopeFlags, OutputFlags, DryRunFlags, FileFlags {
  all?: boolean;
  local?: boolean;
  resourceVersion?: string;
  fieldManager: string;
}

export interface SetSelectorOptions {
  words: readonly string[];
  /** As typed; read when there is something to set it on. */
  expression: string;
  scope: Scope;
  filenames: readonly string[];
  recursive: boolean;
  all: boolean;
  local: boolean;
  resourceVersion: string | undefined;
  dryRun: DryRun;
  write: WriteOptions;
  output: OutputFlags;
}

/** `set selector (-f FILENAME | TYPE NAME) EXPRESSIONS` */
export function setSelectorCommand(context: Context): Command {
  const command = new Command("selector")
    .description("Replace the selector of Services.")
    .usage("(-f FILENAME | TYPE NAME) EXPRESSIONS [flags]")
    .argument("[words...]");
  command
    .option("--all", "every object of the types, in the namespace")
    .option("--local", "change the objects of the files, and ask no cluster")
    .option("--resource-version <version>", "change the Service only if this is its current version");
  return withWriting(command, "with the Services", "kubectl-set", true).action((words: string[], flags: Flags) =>
    runSetSelector(toOptions(words, flags, context), context),
  );
}

function toOptions(words: readonly string[], flags: Flags, { io }: Context): SetSelectorOptions {
  const expression = words.at(-1);
  if (expression === undefined) throw new UsageError("one selector is required");
  return {
    words: words.slice(0, -1),
    expression,
    scope: toScope(flags),
    filenames: readFilenames(flags),
    recursive: flags.recursive ?? true,
    all: flags.all ?? false,
    local: flags.local ?? false,
    resourceVersion: flags.resourceVersion || undefined,
    dryRun: readDryRun(flags, io),
    write: { fieldManager: flags.fieldManager },
    output: flags,
  };
}

function readExpression(expression: string): Selector {
  try {
    return parseSelector(expression);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw new UsageError(`couldn't parse the selector string ${JSON.stringify(expression)}: ${error.message}`);
  }
}

/** The operators of expressions, as a LabelSelector calls them. */
const OPERATORS: Partial<Record<Operator, string>> = {
  in: "In",
  notin: "NotIn",
  exists: "Exists",
  "!": "DoesNotExist",
};

/** A Service selects by equality alone. Throws a UsageError, in kubectl's words, for other expressions. */
function readEqualities(expression: string): Record<string, string> {
  const requirements = readExpression(expression);
  const isEquality = ({ operator }: Requirement) => operator === "=" || operator === "==";
  const others = requirements.filter((requirement) => !isEquality(requirement));
  const shown = others.map(({ key, operator, values }) => {
    const name = OPERATORS[operator];
    if (name === undefined) throw new UsageError(`"${operator}" is not a valid label selector operator`);
    return `{${key} ${name} [${values.join(" ")}]}`;
  });
  if (shown.length > 0) throw new UsageError(`match expression [${shown.join(" ")}] not supported on this object`);
  return Object.fromEntries(requirements.map(({ key, values }) => [key, values[0] ?? ""]));
}

export async function runSetSelector(options: SetSelectorOptions, context: Context): Promise<void> {
  const { local, scope, dryRun } = options;
  const print = await resultPrinter(options.output, dryRun, context);

  const cluster = local ? undefined : await context.connect(scope.connect);
  const found = cluster ? await findTargets(options, cluster, context) : await offlineTargets(options, context);
  await forEachTarget(found, async (target) => print(await setOne(target, options, cluster), "selector updated"));
}

async function setOne(target: Target, options: SetSelectorOptions, cluster: Cluster | undefined): Promise<KubeObject> {
  const { dryRun, write, resourceVersion } = options;
  const { resource, ref, source } = target;
  const latest = cluster && (source !== undefined || !target.object) ? await cluster.get(resource, ref) : undefined;
  const before = latest ?? target.object ?? {};
  if (groupKind(before) !== "Service") throw new UsageError("setting a selector is only supported for Services");
  const selector = readEqualities(options.expression);
  const after = { ...before, spec: { ...(before["spec"] as object | undefined), selector } };
  if (!cluster || dryRun === "client") return after;
  const patch = createMergePatch(asMap(before), asMap(after));
  const locked = resourceVersion === undefined ? patch : { ...patch, metadata: { resourceVersion } };
  return cluster.patch(resource, ref, locked, { ...write, type: "strategic", dryRun: dryRun === "server" });
}
