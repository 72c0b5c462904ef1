import { type Command, InvalidArgumentError, Option } from "commander";

import type { Io } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { WriteOptions } from "../kube/client.ts";
import { parseBool } from "../model/go-bool.ts";
import { durationFault, integer, parseDuration, slice, withScope } from "./flags.ts";
import { withOutput } from "./output.ts";

/** Whether, and where, a change is only tried: `--dry-run`. */
export type DryRun = "none" | "client" | "server";

export interface DryRunFlags {
  dryRun?: string;
}

/** What `--dry-run` stands for without a value. */
const BARE = "unchanged";

/** Adds --dry-run[=none|client|server]. */
export function withDryRun(command: Command): Command {
  const flag = new Option(
    "--dry-run [strategy]",
    'only try: "none", "client" (send nothing) or "server" (persist nothing)',
  );
  return command.addOption(flag.preset(BARE));
}

/** Reads --dry-run; the forms that kubectl deprecates still work, with its warning. Throws a UsageError. */
export function readDryRun({ dryRun = "none" }: DryRunFlags, io: Io): DryRun {
  if (dryRun === "none" || dryRun === "client" || dryRun === "server") return dryRun;
  if (dryRun === BARE) {
    io.note("Warning: --dry-run is deprecated and can be replaced with --dry-run=client.");
    return "client";
  }
  const isOn = parseBool(dryRun);
  if (isOn === undefined) {
    throw new UsageError(`Invalid dry-run value (${dryRun}). Must be "none", "server", or "client".`);
  }
  const meant = isOn ? "client" : "none";
  io.note(`Warning: --dry-run=${dryRun} is deprecated (boolean value) and can be replaced with --dry-run=${meant}.`);
  return meant;
}

export interface FileFlags {
  filename?: string[];
  recursive?: boolean;
  kustomize?: string;
}

/** Adds -f, -R and -k. */
export function withFiles(command: Command, purpose: string, recursive = false): Command {
  return command
    .addOption(new Option("-f, --filename <file>", `file, folder, URL or - ${purpose}; repeatable`).argParser(slice))
    .option("-R, --recursive", "take the folders below the ones that -f names, too", recursive)
    .addOption(new Option("-k, --kustomize <folder>", "not in svcctl: see kubectl kustomize").hideHelp());
}

/** The files that -f names. Throws a UsageError for -k. */
export function readFilenames({ filename = [], kustomize }: FileFlags): readonly string[] {
  if (kustomize === undefined) return filename;
  throw new UsageError(
    "svcctl builds no kustomizations",
    `Let kubectl build it: kubectl kustomize ${kustomize} | svcctl … -f -`,
  );
}

/** Adds what the commands that change objects have in common: -f, --dry-run, --field-manager, -o and the global flags. */
export function withWriting(command: Command, purpose: string, manager: string, recursive = false): Command {
  return withScope(withOutput(withFieldManager(withDryRun(withFiles(command, purpose, recursive)), manager)));
}

/** Adds --field-manager. */
export function withFieldManager(command: Command, manager: string): Command {
  return command.option("--field-manager <name>", "the name under which ownership of fields is recorded", manager);
}

export interface ValidateFlags {
  validate?: string;
}

/** Adds --validate[=strict|warn|ignore]. */
export function withValidate(command: Command): Command {
  const flag = new Option("--validate [how]", "what to do about unknown and duplicate fields: strict, warn or ignore");
  return command.addOption(flag.default("strict").preset("strict"));
}

const VALIDATION: Record<string, NonNullable<WriteOptions["fieldValidation"]>> = {
  strict: "Strict",
  true: "Strict",
  warn: "Warn",
  ignore: "Ignore",
  false: "Ignore",
};

/** Reads --validate. Throws a UsageError in kubectl's words. */
export function readValidation({ validate = "strict" }: ValidateFlags): NonNullable<WriteOptions["fieldValidation"]> {
  const found = Object.hasOwn(VALIDATION, validate) ? VALIDATION[validate] : undefined;
  if (found) return found;
  throw new UsageError(
    `invalid - validate option ${JSON.stringify(validate)}; must be one of: strict (or true), warn, ignore (or false)`,
  );
}

/** An option parser for Go durations ("90s", "2m"). Milliseconds come out. */
export function duration(name: string): (value: string) => number {
  return (value) => {
    const milliseconds = parseDuration(value);
    if (milliseconds !== undefined) return milliseconds;
    throw new InvalidArgumentError(durationFault(name, value));
  };
}

/** An option parser that collects whole numbers: repeated, or joined by commas. */
export function integers(name: string): (value: string, before: number[] | undefined) => number[] {
  const parse = integer(name);
  return (value, before) => [...(before ?? []), ...value.split(",").map(parse)];
}
