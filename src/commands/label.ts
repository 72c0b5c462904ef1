import { Command } from "commander";

import type { Context } from "../context.ts";
import { parseLabelEdits } from "../model/label-edits.ts";
import type { KubeObject } from "../model/snapshot.ts";
import { type EditFlags, type EditRules, runEdit, withEditFlags } from "./edit-metadata.ts";
import { readEditOptions } from "./edit-options.ts";

/** `label [--overwrite] (-f FILENAME | TYPE NAME) KEY=VALUE… KEY-…` */
export function labelCommand(context: Context): Command {
  const command = new Command("label")
    .description("Set (KEY=VALUE) and remove (KEY-) labels of objects.")
    .usage("[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [flags]")
    .argument("[words...]");
  return withEditFlags(command, "label", "kubectl-label").action((words: string[], flags: EditFlags) =>
    runEdit(readEditOptions(words, flags, "label", parseLabelEdits, context), rules, context),
  );
}

const rules: EditRules = {
  kind: "label",
  refuseOverwrite: (pairs) => {
    const told = pairs.map(([key, value]) => `'${key}' already has a value (${value}), and --overwrite is false`);
    return told.length === 1 ? told.join("") : `[${told.join(", ")}]`;
  },
  overwritable: [],
  tellsMissing: true,
  outcome,
};

function outcome(before: KubeObject, after: KubeObject): string {
  const [old, wanted] = [before.metadata?.labels ?? {}, after.metadata?.labels ?? {}];
  const sets = Object.keys(wanted).some((key) => old[key] !== wanted[key]);
  const removes = Object.keys(old).some((key) => !Object.hasOwn(wanted, key));
  if (sets) return removes ? "modified" : "labeled";
  return removes ? "unlabeled" : "not labeled";
}
