import { Command } from "commander";

import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { GET_FORMATS, type Output } from "../print/output-format.ts";
import { withScope } from "./flags.ts";
import { type GetFlags, type GetOptions, toGetOptions, withGetFlags } from "./get-flags.ts";
import { planReads } from "./get-plan.ts";
import { getTables } from "./get-tables.ts";
import { readOutput, withOutput } from "./output.ts";

/** `get`: shows objects as tables, as data or through templates. */
export function getCommand(context: Context): Command {
  const command = new Command("get")
    .description("Show one or many objects.")
    .usage("(TYPE[.VERSION][.GROUP] [NAME... | -l selector] | TYPE/NAME... | -f FILENAME) [flags]")
    .argument("[words...]");
  return withOutput(withGetFlags(withScope(command)), GET_FORMATS).action((words: string[], flags: GetFlags) =>
    runGet(toGetOptions(words, flags), context),
  );
}

/** Reads what the options name, and shows it; goes on with what changes when they say so. */
export async function runGet(options: GetOptions, context: Context): Promise<void> {
  const { connect, io } = context;
  const output = await readOutput(options.outputFlags, context, GET_FORMATS);
  checkNothingNamed(options, context);
  const cluster = await connect(options.scope.connect);
  if (options.raw !== undefined) return io.out(await cluster.raw(options.raw));
  const reads = await planReads(options, cluster, context);
  if (options.watch || options.watchOnly) {
    const { watchReads } = await import("./get-watch.ts");
    return watchReads(reads, options, output, cluster, context);
  }
  if (isTable(output)) return getTables(reads, options, cluster, context);
  const { getData } = await import("./get-data.ts");
  return getData(reads, options, output, cluster, io);
}

/** Whether the answer is a table of the server's columns. */
const isTable = (output: Output | undefined): output is undefined => output === undefined || output.format === "wide";

function checkNothingNamed({ words, filenames, raw }: GetOptions, { io }: Context): void {
  if (words.length > 0 || filenames.length > 0 || raw !== undefined) return;
  io.note(
    'You must specify the type of resource to get. Use "svcctl api-resources" for a complete list of supported resources.\n',
  );
  throw new UsageError("Required resource not specified.", "See 'svcctl get -h' for help and examples");
}
