import { Command } from "commander";

import type { Context } from "../context.ts";
import { parseAnnotationEdits } from "../model/label-edits.ts";
import { type EditFlags, type EditRules, runEdit, withEditFlags } from "./edit-metadata.ts";
import { readEditOptions } from "./edit-options.ts";

/** `annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY=VALUE… KEY-…` */
export function annotateCommand(context: Context): Command {
  const command = new Command("annotate")
    .description("Set (KEY=VALUE) and remove (KEY-) annotations of objects.")
    .usage("[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [flags]")
    .argument("[words...]");
  return withEditFlags(command, "annotation", "kubectl-annotate").action((words: string[], flags: EditFlags) =>
    runEdit(readEditOptions(words, flags, "annotation", parseAnnotationEdits, context), rules, context),
  );
}

const rules: EditRules = {
  kind: "annotation",
  refuseOverwrite: (pairs) => {
    const told = pairs.map(([key, value]) => `'${key}' already has a value (${value})`);
    return `--overwrite is false but found the following declared annotation(s): ${told.join("; ")}`;
  },
  overwritable: ["kubernetes.io/change-cause"],
  tellsMissing: false,
  outcome: () => "annotated",
};
