import { type Command, Option } from "commander";

import type { Context } from "../context.ts";
import { LeftToKubectl, UsageError } from "../errors.ts";
import type { DeleteOptions, WriteOptions } from "../kube/client.ts";
import { readCascade } from "./delete-flags.ts";
import { integer, type Scope, type ScopeFlags, toScope } from "./flags.ts";
import type { OutputFlags } from "./output.ts";
import {
  type DryRun,
  type DryRunFlags,
  duration,
  type FileFlags,
  readDryRun,
  readFilenames,
  readValidation,
  type ValidateFlags,
  withDryRun,
  withFiles,
  withValidate,
} from "./write-flags.ts";
import { seeHelp } from "./write-refusal.ts";

export interface ApplyFlags extends ScopeFlags, OutputFlags, DryRunFlags, FileFlags, ValidateFlags {
  selector?: string;
  all?: boolean;
  serverSide?: boolean;
  forceConflicts?: boolean;
  fieldManager?: string;
  subresource?: string;
  overwrite: boolean;
  force?: boolean;
  cascade: string;
  gracePeriod: number;
  timeout: number;
  prune?: boolean;
  pruneAllowlist?: string;
}

export interface ApplyOptions {
  scope: Scope;
  filenames: readonly string[];
  recursive: boolean;
  selector: string | undefined;
  validates: boolean;
  serverSide: boolean;
  forceConflicts: boolean;
  subresource: string | undefined;
  /** Whether the configuration wins over changes that were made in the cluster since it was applied last. */
  overwrite: boolean;
  /** Delete and create again what cannot be patched; undefined: never. */
  force: { request: DeleteOptions; timeout: number } | undefined;
  dryRun: DryRun;
  write: WriteOptions;
  output: OutputFlags;
}

/** Adds the flags of apply that are its own. */
export function withApplyFlags(command: Command): Command {
  withDryRun(withValidate(withFiles(command, "with the objects to apply")));
  return (
    command
      .option("-l, --selector <selector>", "only the objects of the files that this label selector takes in")
      .option("--server-side", "let the server merge, and keep record of who owns which field")
      .option("--force-conflicts", "with --server-side: take over fields that others own")
      .option(
        "--field-manager <name>",
        'the owner of the fields: "kubectl-client-side-apply", or "kubectl" on the server',
      )
      .option("--subresource <name>", "with --server-side: apply to this subresource")
      .option("--overwrite", "let the configuration win over changes made in the cluster", true)
      .option("--force", "delete and create again what cannot be changed")
      .addOption(new Option("--cascade [policy]", "with --force: what becomes of dependents").default("background"))
      .addOption(
        new Option("--grace-period <seconds>", "with --force: time to end gracefully; negative: the object's own")
          .argParser(integer("grace-period"))
          .default(-1),
      )
      .addOption(
        new Option("--timeout <time>", "with --force: how long to wait for the deletion; 0 means without end")
          .argParser(duration("timeout"))
          .default(0, "0s"),
      )
      // these three change nothing without --prune, or where the rules of patches are built in
      .addOption(new Option("--openapi-patch").default(true).hideHelp())
      .addOption(new Option("--all").hideHelp())
      .addOption(new Option("--wait").hideHelp())
      .addOption(new Option("--prune").hideHelp())
      .addOption(new Option("--prune-allowlist <kind>").hideHelp())
  );
}

/** Reads the command line of apply. Throws a UsageError in kubectl's words. */
export function readApplyOptions(words: readonly string[], flags: ApplyFlags, { io }: Context): ApplyOptions {
  const { serverSide = false, forceConflicts = false, selector, subresource, overwrite } = flags;
  const dryRun = readDryRun(flags, io);
  const filenames = readFilenames(flags);
  const fieldValidation = readValidation(flags);
  checkFlags(words, flags, filenames, dryRun);
  return {
    serverSide,
    forceConflicts,
    selector,
    overwrite,
    filenames,
    dryRun,
    validates: fieldValidation !== "Ignore",
    subresource: subresource || undefined,
    scope: toScope(flags),
    recursive: flags.recursive ?? false,
    force: flags.force ? readForce(flags, io) : undefined,
    write: {
      fieldManager: flags.fieldManager ?? (serverSide ? "kubectl" : "kubectl-client-side-apply"),
      fieldValidation,
      dryRun: dryRun === "server",
    },
    output: flags,
  };
}

function readForce({ cascade, gracePeriod, timeout }: ApplyFlags, io: Context["io"]): ApplyOptions["force"] {
  const propagationPolicy = readCascade(cascade, io);
  const gracePeriodSeconds = gracePeriod < 0 ? 0 : gracePeriod;
  return { request: { propagationPolicy, gracePeriodSeconds }, timeout };
}

function checkFlags(words: readonly string[], flags: ApplyFlags, filenames: readonly string[], dryRun: DryRun): void {
  const { serverSide, forceConflicts, force, subresource, prune, pruneAllowlist, all, selector } = flags;
  if (words.length > 0) throw new UsageError(`Unexpected args: [${words.join(" ")}]`, seeHelp("apply"));
  if (prune || pruneAllowlist !== undefined) {
    throw new LeftToKubectl("svcctl prunes nothing");
  }
  const wrong: [boolean | undefined, string][] = [
    [forceConflicts && !serverSide, "--force-conflicts only works with --server-side"],
    [
      dryRun === "client" && serverSide,
      "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
    ],
    [filenames.length === 0, "must specify one of -f and -k"],
    [all && Boolean(selector), "cannot set --all and --selector at the same time"],
    [serverSide && force, "--force cannot be used with --server-side"],
    [dryRun === "server" && force, "--dry-run=server cannot be used with --force"],
    [Boolean(subresource) && !serverSide, "--subresource can only be specified for --server-side"],
  ];
  const found = wrong.find(([is]) => is);
  if (found) throw new UsageError(found[1]);
}
