import type { Command } from "commander";

import type { Context } from "../context.ts";
import { objectPrinter, type ObjectPrinter, OBJECT_FORMATS, type OutputFormat, parseOutput } from "../print/output.ts";

/** The raw values of the flags that `withOutput` adds, as commander names them. */
export interface OutputFlags {
  output?: string;
  template?: string;
  allowMissingTemplateKeys?: boolean;
  showManagedFields?: boolean;
}

/** Adds -o and its companions to a command. */
export function withOutput(command: Command, formats: readonly OutputFormat[] = OBJECT_FORMATS): Command {
  return command
    .option("-o, --output <format>", `output format: ${formats.join(", ")}`)
    .option("--template <template>", "the template of -o jsonpath, or the file that -o jsonpath-file reads")
    .option("--allow-missing-template-keys", "print nothing for a key that is missing in a template", true)
    .option("--show-managed-fields", "keep managedFields when printing objects as JSON or YAML");
}

/** The printer that the flags ask for; undefined without -o. Reads the file of jsonpath-file. */
export async function outputPrinter(flags: OutputFlags, _context: Context): Promise<ObjectPrinter | undefined> {
  if (flags.output === undefined) return undefined;
  return objectPrinter(parseOutput(flags.output));
}
