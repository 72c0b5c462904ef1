import { Command, CommanderError, type Option } from "commander";

import { leafOf, normalizeArgv, splitArgv } from "./argv.ts";
import { mainOptions, scopeOptions } from "./commands/flags.ts";
import { commandTable, type CommandEntry } from "./commands/table.ts";
import { unknownCommand } from "./commands/unknown.ts";
import type { Context } from "./context.ts";
import { UsageError } from "./errors.ts";
import { helpOutput, optionsHelp, prepareHelp, programHelp } from "./help.ts";
import { VERSION } from "./version.ts";

/** Runs one command line. Throws what `main` reports; only the named command's module is loaded. */
export async function runProgram(argv: readonly string[], context: Context): Promise<void> {
  const { name, rest, before } = splitArgv(argv, [...scopeOptions(), ...mainOptions()]);
  if (name === undefined) return runAlone(before, context);
  if (name === "help") return runProgram([...rest, "--help"], context);
  if (name === "options") return context.io.out(optionsHelp(context));
  const entry = commandTable.find((known) => known.name === name);
  if (!entry) throw unknownCommand(name, rest);
  await runCommand(entry, rest, context);
}

async function runCommand(entry: CommandEntry, words: readonly string[], context: Context): Promise<void> {
  const program = new Command("svcctl").exitOverride().configureOutput(helpOutput(context));
  const command = await entry.load(context);
  prepare(command, entry.name, context);
  program.addCommand(command);
  try {
    await program.parseAsync([entry.name, ...normalizeArgv(words, command)], { from: "user" });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode !== 0) throw usageError(thrown, pathOf(leafOf(command, words)));
  }
}

/** Applies to every command of the tree what commander does not inherit when a command is added. */
function prepare(command: Command, path: string, context: Context): void {
  command.exitOverride().configureOutput(helpOutput(context)).allowExcessArguments(false);
  prepareHelp(command, path);
  const known = new Set(command.options.map((option: Option) => option.long));
  if (command.commands.length === 0) {
    for (const option of mainOptions()) if (!known.has(option.long)) command.addOption(option);
  }
  for (const child of command.commands) prepare(child, `${path} ${child.name()}`, context);
}

function usageError(error: CommanderError, path: string): UsageError {
  return new UsageError(usageWords(error, path), `See 'svcctl ${path} --help' for usage.`);
}

/** What commander says of a wrong command line, in the words of kubectl's parser. */
function usageWords({ code, message }: CommanderError, path: string): string {
  const words = message.replace(/^error: /, "");
  const flag = /^option '(?:[^',]*, )?(-[^ ']+)|unknown option '([^']+)'/.exec(words);
  switch (code) {
    case "commander.help":
      return `${path} needs a subcommand`;
    case "commander.unknownOption":
      return [`unknown flag: ${flag?.[2]?.split("=")[0]}`, ...(/\(Did you mean .*\)/.exec(words) ?? [])].join(" ");
    case "commander.optionMissingArgument":
      return `flag needs an argument: ${flag?.[1]}`;
    case "commander.invalidArgument":
      return words.replace(/^option '[^']*' argument '.*' is invalid\. (?=invalid argument)/s, "");
    default:
      return words;
  }
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
