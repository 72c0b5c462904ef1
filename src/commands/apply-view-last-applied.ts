import { Command, Option } from "commander";

import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { LAST_APPLIED, readLastApplied } from "../model/last-applied.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { toYaml } from "../print/yaml.ts";
import { type ScopeFlags, toScope, withScope } from "./flags.ts";
import { type FileFlags, readFilenames, withFiles } from "./write-flags.ts";
import { refusing } from "./write-refusal.ts";
import { forEachTarget } from "./write-target.ts";
import { findTargets } from "./write-targets.ts";
import { readWords } from "./write-words.ts";

interface Flags extends ScopeFlags, FileFlags {
  selector?: string;
  all?: boolean;
  output: string;
}

/** `apply view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)` */
export function viewLastAppliedCommand(context: Context): Command {
  const command = new Command("view-last-applied")
    .description("Show what apply sent last, as the annotation of the object keeps it.")
    .usage("(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME) [flags]")
    .argument("[words...]");
  return withFiles(withScope(command), "with the objects to look up")
    .addOption(new Option("-o, --output <format>", "output format: yaml or json").default("yaml"))
    .option("-l, --selector <selector>", "the objects that this label selector takes in")
    .option("--all", "every object of the types, in the namespace")
    .action((words: string[], flags: Flags) => runView(words, flags, context));
}

/** Types alone stand for every object of theirs, as in get; kubectl wants -n for that. */
const namesTypesAlone = (words: readonly string[]): boolean =>
  words.length > 0 && readWords(words).objects.length === 0;

const PRINTERS = {
  yaml: toYaml,
  json: (object: KubeObject) => `${JSON.stringify(object, undefined, 2)}\n`,
};

const isPrinter = (name: string): name is keyof typeof PRINTERS => Object.hasOwn(PRINTERS, name);

async function runView(words: readonly string[], flags: Flags, context: Context): Promise<void> {
  const { selector, output, recursive = false } = flags;
  if (!isPrinter(output)) {
    throw new UsageError(
      `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`,
      "See 'svcctl apply view-last-applied -h' for help and examples",
    );
  }
  const print = PRINTERS[output];
  const cluster = await context.connect(toScope(flags).connect);
  const request = { scope: toScope(flags), words, filenames: readFilenames(flags), recursive, selector };
  const found = await findTargets({ ...request, all: flags.all || namesTypesAlone(words) }, cluster, context);
  await forEachTarget(found, async (target) => {
    const object = await cluster.get(target.resource, target.ref);
    if (object.metadata?.annotations?.[LAST_APPLIED] === undefined) return;
    context.io.out(print(refusing(() => ({ ...readLastApplied(object) }))));
  });
}
