import { Command } from "commander";

import type { Context } from "../context.ts";
import { escapeText } from "../print/escape.ts";
import { type ConfigFlags, readFiles, withGlobals } from "./config-files.ts";

interface SetFlags extends ConfigFlags {
  setRawBytes?: boolean;
}

/** `config set PROPERTY_NAME PROPERTY_VALUE` */
export const setCommand = (context: Context): Command =>
  withGlobals(new Command("set"))
    .description("Set one value in a kubeconfig file.")
    .argument("<property>", "the field: contexts.kind.namespace")
    .argument("<value>", "what to set it to; binary fields take base64")
    .option("--set-raw-bytes", "take the value of a binary field as it is instead of as base64")
    .action((property: string, value: string, flags: SetFlags) => runSet(property, value, flags, context));

export async function runSet(property: string, value: string, flags: SetFlags, context: Context): Promise<void> {
  const files = await readFiles(flags, context);
  await files.edit([files.propertyChange(property, { text: value, rawBytes: flags.setRawBytes ?? false })]);
  context.io.out(`${escapeText(`Property ${JSON.stringify(property)} set.`)}\n`);
}

/** `config unset PROPERTY_NAME` */
export const unsetCommand = (context: Context): Command =>
  withGlobals(new Command("unset"))
    .description("Take one value out of a kubeconfig file.")
    .argument("<property>", "the field: contexts.kind.namespace")
    .action((property: string, flags: ConfigFlags) => runUnset(property, flags, context));

export async function runUnset(property: string, flags: ConfigFlags, context: Context): Promise<void> {
  const files = await readFiles(flags, context);
  await files.edit([files.propertyChange(property)]);
  context.io.out(`${escapeText(`Property ${JSON.stringify(property)} unset.`)}\n`);
}
