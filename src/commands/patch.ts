import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { CliError, UsageError } from "../errors.ts";
import type { Cluster, PatchOptions } from "../kube/client.ts";
import { asMap, isEqual, type JsonValue } from "../model/json-value.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { type Scope, type ScopeFlags, toScope } from "./flags.ts";
import type { OutputFlags } from "./output.ts";
import { patchLocally, type PatchType, readPatchType } from "./patch-types.ts";
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
import { forEachTarget, readTarget, type Target } from "./write-target.ts";
import { findTargets } from "./write-targets.ts";

interface Flags extends ScopeFlags, OutputFlags, DryRunFlags, FileFlags {
  patch?: string;
  patchFile?: string;
  type: string;
  subresource?: string;
  local?: boolean;
  fieldManager: string;
}

export interface PatchRun {
  words: readonly string[];
  /** The patch itself, or the file that holds it. */
  patch: string;
  patchFile: string;
  type: PatchType;
  subresource: string | undefined;
  local: boolean;
  scope: Scope;
  filenames: readonly string[];
  recursive: boolean;
  dryRun: DryRun;
  fieldManager: string;
  output: OutputFlags;
}

/** `patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]` */
export function patchCommand(context: Context): Command {
  const command = new Command("patch")
    .description("Change fields of objects by a strategic merge patch, a JSON merge patch or a JSON patch.")
    .usage("(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE] [flags]")
    .argument("[words...]");
  command
    .option("-p, --patch <patch>", "the patch, as JSON or YAML")
    .option("--patch-file <file>", "the file that holds the patch")
    .addOption(new Option("--type <type>", "what the patch is: json, merge or strategic").default("strategic"))
    .option("--subresource <name>", "patch this subresource of the object")
    .option("--local", "patch the objects of the files, and ask no cluster");
  return withWriting(command, "with the objects to patch", "kubectl-patch").action((words: string[], flags: Flags) =>
    runPatch(toRun(words, flags, context), context),
  );
}

function toRun(words: readonly string[], flags: Flags, { io }: Context): PatchRun {
  const { patch = "", patchFile = "", type, subresource, local = false, fieldManager } = flags;
  const dryRun = readDryRun(flags, io);
  if (patch && patchFile) throw new UsageError("cannot specify --patch and --patch-file together");
  if (!patch && !patchFile) {
    throw new UsageError("must specify --patch or --patch-file containing the contents of the patch");
  }
  if (local && words.length > 0) throw new UsageError("cannot specify --local and server resources");
  if (local && dryRun === "server") {
    throw new UsageError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?");
  }
  return {
    words,
    patch,
    patchFile,
    type: readPatchType(type),
    subresource: subresource || undefined,
    local,
    dryRun,
    fieldManager,
    scope: toScope(flags),
    filenames: readFilenames(flags),
    recursive: flags.recursive ?? false,
    output: flags,
  };
}

export async function runPatch(run: PatchRun, context: Context): Promise<void> {
  const { local, scope } = run;
  // kubectl's line for a patch does not tell a dry run
  const print = await resultPrinter(run.output, "none", context);
  const patch = await readPatch(run, context);
  const cluster = local ? undefined : await context.connect(scope.connect);
  const found = cluster ? await findTargets(run, cluster, context) : await offlineTargets(run, context);
  if (found.length === 0) throw new CliError("no objects passed to patch");
  await forEachTarget(found, async (target) => {
    const before = await readObject(target, run, cluster);
    const after = await patchOne(target, before, patch, run, cluster);
    print(after, isEqual(asMap(before), asMap(after)) ? "patched (no change)" : "patched");
  });
}

async function readPatch({ patch, patchFile }: PatchRun, context: Context): Promise<JsonValue> {
  const text = patchFile ? await readPatchFile(patchFile, context) : patch;
  try {
    return (await context.parseText(text)) as JsonValue;
  } catch (error) {
    throw error instanceof CliError ? error.prefixed(`unable to parse ${JSON.stringify(patch)}`) : error;
  }
}

async function readPatchFile(path: string, { readTextFile }: Context): Promise<string> {
  try {
    return await readTextFile(path);
  } catch (error) {
    throw error instanceof CliError ? error.prefixed("unable to read patch file") : error;
  }
}

async function readObject(
  target: Target,
  { subresource }: PatchRun,
  cluster: Cluster | undefined,
): Promise<KubeObject> {
  if (!cluster) return target.object ?? {};
  if (subresource === undefined) return readTarget(target, cluster);
  return cluster.get(target.resource, target.ref, subresource);
}

async function patchOne(
  { resource, ref }: Target,
  before: KubeObject,
  patch: JsonValue,
  { type, subresource, dryRun, fieldManager }: PatchRun,
  cluster: Cluster | undefined,
): Promise<KubeObject> {
  if (!cluster || dryRun === "client") return patchLocally(before, patch, type);
  const options: PatchOptions = {
    type,
    fieldManager,
    dryRun: dryRun === "server",
    ...(subresource && { subresource }),
  };
  return cluster.patch(resource, ref, patch, options);
}
