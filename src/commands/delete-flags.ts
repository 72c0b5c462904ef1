import { type Command, Option } from "commander";

import type { Io } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { DeleteOptions } from "../kube/client.ts";
import { integer, type ScopeFlags } from "./flags.ts";
import { type DryRunFlags, duration, type FileFlags } from "./write-flags.ts";

export interface DeleteFlags extends ScopeFlags, DryRunFlags, FileFlags {
  all?: boolean;
  selector?: string;
  fieldSelector?: string;
  ignoreNotFound?: boolean;
  interactive?: boolean;
  cascade: string;
  gracePeriod: number;
  now?: boolean;
  force?: boolean;
  wait: boolean;
  timeout: number;
  output?: string;
  raw?: string;
}

/** Adds the flags that say what is deleted, and how. */
export function withDeleteFlags(command: Command): Command {
  return command
    .option("-l, --selector <selector>", "delete what this label selector takes in")
    .option("--field-selector <selector>", "delete what this field selector takes in")
    .option("--all", "delete every object of the types, in the namespace")
    .option("-A, --all-namespaces", "in every namespace")
    .option("--ignore-not-found", "an object that is not there is no failure; with --all the default")
    .option("-i, --interactive", "ask before anything is deleted")
    .addOption(
      new Option("--cascade [policy]", "what becomes of dependents: background, orphan or foreground")
        .default("background")
        .preset("background"),
    )
    .addOption(
      new Option("--grace-period <seconds>", "time to end gracefully; negative: the object's own; 0 needs --force")
        .argParser(integer("grace-period"))
        .default(-1),
    )
    .option("--now", "the same as --grace-period=1")
    .option("--force", "remove at once, without waiting for a graceful end")
    .option("--wait", "wait until the objects are gone", true)
    .addOption(
      new Option("--timeout <time>", "how long to wait; 0 means without end")
        .argParser(duration("timeout"))
        .default(0, "0s"),
    );
}

/** The grace period that the flags ask for, in seconds; negative: the object's own. Throws a UsageError. */
export function readGracePeriod({ gracePeriod, now, force }: DeleteFlags, io: Io): number {
  if (now && gracePeriod !== -1) throw new UsageError("--now and --grace-period cannot be specified together");
  const asked = now ? 1 : gracePeriod;
  if (force && asked > 0)
    throw new UsageError("--force and --grace-period greater than 0 cannot be specified together");
  if (!force) return asked === 0 ? 1 : asked;
  io.note(
    "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. " +
      "The resource may continue to run on the cluster indefinitely.",
  );
  return 0;
}

type Policy = NonNullable<DeleteOptions["propagationPolicy"]>;

const POLICIES: Record<string, Policy> = { background: "Background", foreground: "Foreground", orphan: "Orphan" };
const DEPRECATED: Record<string, string> = { true: "background", false: "orphan" };

/** Reads --cascade; the booleans that kubectl deprecates still work, with its warning. Throws a UsageError. */
export function readCascade(value: string, io: Io): Policy {
  const meant = Object.hasOwn(DEPRECATED, value) ? DEPRECATED[value] : undefined;
  if (meant !== undefined) {
    io.note(`warning: --cascade=${value} is deprecated (boolean value) and can be replaced with --cascade=${meant}.`);
  }
  const policy = Object.hasOwn(POLICIES, meant ?? value) ? POLICIES[meant ?? value] : undefined;
  if (policy) return policy;
  throw new UsageError(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`);
}
