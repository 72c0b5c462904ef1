import { Command, CommanderError, type Option } from "commander";

import { findLeaf, normalizeArgv, splitArgv } from "./argv.ts";
import { mainOptions, scopeOptions } from "./commands/flags.ts";
import { kubectlLine } from "./commands/left-to-kubectl.ts";
import { commandTable, type CommandEntry } from "./commands/table.ts";
import { unknownCommand } from "./commands/unknown.ts";
import type { Context } from "./context.ts";
import { CliError, LeftToKubectl, UsageError } from "./errors.ts";
import { helpOutput, optionsHelp, prepareHelp, programHelp } from "./help.ts";
import { usageWords } from "./usage-words.ts";
import { VERSION } from "./version.ts";

/** Runs one command line. Throws what `main` reports; only the named command's module is loaded. */
export async function runProgram(argv: readonly string[], context: Context): Promise<void> {
  try {
    await runLine(argv, context);
  } catch (thrown) {
    if (thrown instanceof LeftToKubectl) throw new UsageError(thrown.message, kubectlLine(argv));
    // what no API server sends: thousands of lists or objects inside each other
    if (thrown instanceof RangeError && thrown.message.includes("call stack"))
      throw new CliError("the data is nested too deeply", { cause: thrown });
    throw thrown;
  }
}

async function runLine(argv: readonly string[], context: Context): Promise<void> {
  if (argv[0] === "__complete") return runComplete(argv.slice(1), context);
  const { name, rest, before } = splitArgv(argv, [...scopeOptions(), ...mainOptions()]);
  if (name === undefined) return runAlone(before, context);
  if (name === "help") return runLine([...rest, "--help"], context);
  if (name === "options") return context.io.out(optionsHelp(context));
  const entry = commandTable.find((known) => known.name === name);
  if (!entry) throw unknownCommand(name);
  await runCommand(entry, rest, context);
}

async function runComplete(words: readonly string[], context: Context): Promise<void> {
  const { complete } = await import("./complete.ts");
  await complete(words, context, async (entry) => {
    const command = await entry.load(context);
    prepare(command, entry.name, context);
    return command;
  });
}

async function runCommand(entry: CommandEntry, words: readonly string[], context: Context): Promise<void> {
  const program = new Command("svcctl").exitOverride().configureOutput(helpOutput(context));
  const command = await entry.load(context);
  prepare(command, entry.name, context);
  program.addCommand(command);
  const leaf = findLeaf(command, words);
  const normalized = normalizeArgv(leaf.words, leaf.command);
  try {
    await leaf.command.parseAsync(normalized, { from: "user" });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode !== 0) throw usageError(thrown, leaf.command, normalized);
  }
}

/**
 * Applies to every command of the tree what commander does not inherit when a command is added. Options are positional:
 * a subcommand neither takes nor suggests its parent's.
 */
function prepare(command: Command, path: string, context: Context): void {
  command.exitOverride().configureOutput(helpOutput(context)).allowExcessArguments(false);
  command.enablePositionalOptions();
  prepareHelp(command, path);
  const known = new Set(command.options.map((option: Option) => option.long));
  const shared = [...(command.commands.length > 0 ? scopeOptions() : []), ...mainOptions()];
  for (const option of shared) if (!known.has(option.long)) command.addOption(option);
  for (const child of command.commands) prepare(child, `${path} ${child.name()}`, context);
}

function usageError(error: CommanderError, command: Command, words: readonly string[]): UsageError {
  const path = pathOf(command);
  const line = { path, words, operands: command.args };
  return new UsageError(usageWords(error, line), `See 'svcctl ${path} --help' for usage.`);
}

/** "create service clusterip": a command as it is typed. */
function pathOf(command: Command): string {
  const parent = command.parent?.parent ? `${pathOf(command.parent)} ` : "";
  return `${parent}${command.name()}`;
}

/** A line without a command: `svcctl`, `svcctl --help`, `svcctl --version`. */
function runAlone(words: readonly string[], context: Context): void {
  const known = [...scopeOptions(), ...mainOptions()];
  const unknown = words.find((word) => word.startsWith("-") && !isKnown(word, known));
  if (unknown !== undefined) throw new UsageError(`unknown flag: ${unknown}`, "See 'svcctl --help' for usage.");
  context.io.out(words.includes("--version") ? `svcctl v${VERSION}\n` : programHelp(context));
}

function isKnown(word: string, options: readonly Option[]): boolean {
  const flag = word.split("=")[0];
  if (["-h", "--help", "--version"].includes(word)) return true;
  return options.some((option) => option.long === flag || option.short === flag);
}
