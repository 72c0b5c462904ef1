import type { Command } from "commander";

import type { Context } from "../context.ts";
import { CliError, UsageError } from "../errors.ts";
import {
  missingTemplate,
  OBJECT_FORMATS,
  type Output,
  type OutputFormat,
  parseOutput,
} from "../print/output-format.ts";
import type { ObjectPrinter } from "../print/output.ts";

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

/** What the flags ask for; undefined without -o. Reads the file that jsonpath-file or custom-columns-file names. */
export async function readOutput(
  flags: OutputFlags,
  { readTextFile, io }: Pick<Context, "readTextFile" | "io">,
  formats: readonly OutputFormat[] = OBJECT_FORMATS,
): Promise<Output | undefined> {
  const { allowMissingTemplateKeys: allowMissingKeys, showManagedFields } = flags;
  if (flags.output === undefined || flags.output === "") {
    if (flags.template) throw new UsageError("--template is not supported without -o: use -o jsonpath=…");
    return undefined;
  }
  const asked = { allowMissingKeys, showManagedFields, isTTY: io.isTTY };
  const output = { ...parseOutput(flags.output, formats, flags.template), ...asked };
  if (!output.format.endsWith("-file")) return output;
  const flag = output.format === "custom-columns-file" ? "template" : "--template";
  if (output.argument === "") throw missingTemplate(output.format);
  return { ...output, argument: await readTemplate(flag, output.argument, readTextFile) };
}

async function readTemplate(flag: string, path: string, readTextFile: Context["readTextFile"]): Promise<string> {
  try {
    return await readTextFile(path);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw new CliError(`error reading ${flag} ${path}, ${error.message}`, { exitCode: error.exitCode, cause: error });
  }
}

/**
 * The printer that the flags ask for; undefined without -o. Reads the file of jsonpath-file. `keepsOrder`: JSON keys stand
 * as they are, as kubectl prints the objects that it makes from flags.
 */
export async function outputPrinter(
  flags: OutputFlags,
  context: Pick<Context, "readTextFile" | "io">,
  keepsOrder = false,
): Promise<ObjectPrinter | undefined> {
  const output = await readOutput(flags, context);
  if (output === undefined) return undefined;
  const { objectPrinter } = await import("../print/output.ts");
  return objectPrinter({ ...output, keepsOrder });
}
