import { Command } from "commander";

import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { objectPrinter } from "../print/output.ts";
import { type ConfigFlags, readFiles, withGlobals } from "./config-files.ts";
import { minified, redacted, shownConfig } from "./config-shown.ts";
import { type OutputFlags, readOutput, withOutput } from "./output.ts";

interface ViewFlags extends ConfigFlags, OutputFlags {
  minify?: boolean;
  flatten?: boolean;
  raw?: boolean;
  merge?: boolean;
}

/** `config view` */
export const viewCommand = (context: Context): Command =>
  withOutput(
    withGlobals(
      new Command("view")
        .description("Show the merged kubeconfig, or the one that --kubeconfig names. Secrets are masked.")
        .option("--minify", "only what the current context uses")
        .option("--flatten", "put certificates and keys in the place of the files that hold them, unmasked")
        .option("--raw", "show secrets and certificates")
        .option("--merge", "merge all kubeconfig files", true),
    ),
  ).action((flags: ViewFlags) => runView(flags, context));

export async function runView(flags: ViewFlags, context: Context): Promise<void> {
  const output = (await readOutput(flags, context)) ?? { format: "yaml", argument: "" };
  if (flags.merge === false && flags.kubeconfig === undefined) {
    throw new UsageError("if merge==false a precise file must be specified");
  }
  const files = await readFiles(flags, context);
  const whole = flags.flatten ? files.merged : files.asWritten;
  const config = flags.minify ? minified(whole, flags.context) : whole;
  const unmasked = flags.flatten ? await files.flatten(config) : config;
  const shown = shownConfig(flags.raw || flags.flatten ? unmasked : redacted(unmasked));
  context.io.out(objectPrinter({ ...output, keepsOrder: true })(shown));
}
