import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { type EditKind, type Edits, splitPairs } from "../model/label-edits.ts";
import type { EditFlags, EditOptions } from "./edit-metadata.ts";
import { toScope } from "./flags.ts";
import { readDryRun, readFilenames } from "./write-flags.ts";
import { refusing } from "./write-refusal.ts";

/** Reads the command line of label and annotate. Throws a UsageError in kubectl's words. */
export function readEditOptions(
  words: readonly string[],
  flags: EditFlags,
  kind: EditKind,
  parse: (pairs: readonly string[]) => Edits,
  { io }: Context,
): EditOptions {
  const { selector, fieldSelector, all = false, overwrite = false, list = false, local = false } = flags;
  const { resources, edits } = refusing(() => {
    const split = splitPairs(words, kind);
    return { resources: split.resources, edits: parse(split.pairs) };
  });
  const options: EditOptions = {
    resources,
    edits,
    selector,
    fieldSelector,
    all,
    overwrite,
    list,
    local,
    scope: toScope(flags),
    filenames: readFilenames(flags),
    recursive: flags.recursive ?? false,
    resourceVersion: flags.resourceVersion || undefined,
    dryRun: readDryRun(flags, io),
    write: { fieldManager: flags.fieldManager },
    output: flags,
  };
  checkOptions(options, kind);
  return options;
}

const SAMPLES: Record<EditKind, string> = { label: "pod", annotation: "rsrc" };

function checkOptions(options: EditOptions, kind: EditKind): void {
  const { resources, filenames, edits, list, output, all, selector, fieldSelector, local } = options;
  const sample = SAMPLES[kind];
  const wrong: [boolean, string][] = [
    [list && Boolean(output.output), "--list and --output may not be specified together"],
    [all && Boolean(selector), "cannot set --all and --selector at the same time"],
    [all && Boolean(fieldSelector), "cannot set --all and --field-selector at the same time"],
    [
      local && options.dryRun === "server",
      "cannot specify --local and --dry-run=server - did you mean --dry-run=client?",
    ],
    [
      local && resources.length > 0,
      `can only use local files by -f ${sample}.yaml or --filename=${sample}.json when --local=true is set`,
    ],
    [
      local && filenames.length === 0,
      `one or more files must be specified as -f ${sample}.yaml or --filename=${sample}.json`,
    ],
    [
      !local && resources.length === 0 && filenames.length === 0,
      "one or more resources must be specified as <resource> <name> or <resource>/<name>",
    ],
    [edits.set.size === 0 && edits.remove.length === 0 && !list, `at least one ${kind} update is required`],
  ];
  const found = wrong.find(([is]) => is);
  if (found) throw new UsageError(found[1]);
}
