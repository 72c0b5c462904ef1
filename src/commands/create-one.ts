import { type Command } from "commander";

import type { Context } from "../context.ts";
import { CliError, UsageError } from "../errors.ts";
import { savingConfig, typedJson } from "../model/last-applied.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { type Scope, type ScopeFlags, toScope, withScope } from "./flags.ts";
import { type OutputFlags, withOutput } from "./output.ts";
import {
  type DryRunFlags,
  readDryRun,
  readValidation,
  type ValidateFlags,
  withDryRun,
  withFieldManager,
  withValidate,
} from "./write-flags.ts";
import { seeHelp } from "./write-refusal.ts";
import { resultPrinter } from "./write-result.ts";
import { namespaceOf } from "./write-target.ts";

/** The flags that every `create KIND NAME` has. */
export interface CreateOneFlags extends ScopeFlags, OutputFlags, DryRunFlags, ValidateFlags {
  fieldManager: string;
  saveConfig?: boolean;
}

/** Adds the flags that every `create KIND NAME` has. */
export function withCreateOne(command: Command): Command {
  command.option("--save-config", "keep the configuration in an annotation, for a later apply");
  return withScope(withOutput(withFieldManager(withDryRun(withValidate(command)), "kubectl-create")));
}

/** The one NAME of the words. Throws a UsageError in kubectl's words. `path` is the command's: "create namespace". */
export function readName(words: readonly string[], path: string): string {
  const [name] = words;
  if (name !== undefined && words.length === 1) return name;
  throw new UsageError(`exactly one NAME is required, got ${words.length}`, seeHelp(path));
}

/** Where a failure of creating happened, as kubectl tells it: "failed to create ClusterIP service". */
export type Failure = string | undefined;

/**
 * Creates one generated object and shows what became of it. `--dry-run=client` asks no cluster. A namespace is written
 * into the object only when -n names one.
 */
export async function createOne(
  generate: (namespace: string | undefined) => KubeObject,
  flags: CreateOneFlags,
  context: Context,
  failure?: Failure,
): Promise<void> {
  const scope = toScope(flags);
  const dryRun = readDryRun(flags, context.io);
  const write = {
    fieldManager: flags.fieldManager,
    fieldValidation: readValidation(flags),
    dryRun: dryRun === "server",
  };
  const print = await resultPrinter(flags, dryRun, context, true);
  const object = savingConfig(generate(scope.namespace), flags.saveConfig ?? false, typedJson);
  if (dryRun === "client") return print(object, "created");
  print(await told(failure, () => send(object, scope, write, context)), "created");
}

async function send(
  object: KubeObject,
  scope: Scope,
  write: Parameters<Awaited<ReturnType<Context["connect"]>>["create"]>[2],
  context: Context,
): Promise<KubeObject> {
  const cluster = await context.connect(scope.connect);
  const resource = await cluster.resourceOf(object.apiVersion ?? "", object.kind ?? "");
  const namespace = namespaceOf(scope, cluster);
  const placed = resource.namespaced ? { ...object, metadata: { ...object.metadata, namespace } } : object;
  return cluster.create(resource, placed, write);
}

/** kubectl tells these failures as plain errors: `error: failed to create ClusterIP service: services "x" already exists`. */
async function told(failure: Failure, act: () => Promise<KubeObject>): Promise<KubeObject> {
  try {
    return await act();
  } catch (error) {
    if (failure === undefined || !(error instanceof CliError)) throw error;
    throw new CliError(`${failure}: ${error.message}`, { exitCode: error.exitCode, cause: error });
  }
}
