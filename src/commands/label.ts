import { Command } from "commander";

import type { Context } from "../context.ts";
import { asMap, isEqual } from "../model/json-value.ts";
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

/** kubectl tells a removal by the object's JSON becoming shorter. */
function outcome(before: KubeObject, after: KubeObject, overwrite: boolean): string {
  if (isEqual(asMap(before), asMap(after))) return "not labeled";
  const shorter = JSON.stringify(after).length < JSON.stringify(before).length;
  return !overwrite && shorter ? "unlabeled" : "labeled";
}
