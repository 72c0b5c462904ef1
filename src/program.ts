import { Command, CommanderError, type Option } from "commander";

import { leafOf, normalizeArgv, splitArgv } from "./argv.ts";
import { mainOptions, scopeOptions } from "./commands/flags.ts";
import { helpLayout } from "./commands/help-layout.ts";
import { commandTable, type CommandEntry } from "./commands/table.ts";
import { unknownCommand } from "./commands/unknown.ts";
import type { Context } from "./context.ts";
import { UsageError } from "./errors.ts";

/** Runs one command line. Throws what `main` reports; only the named command's module is loaded. */
export async function runProgram(argv: readonly string[], context: Context): Promise<void> {
  const { name, rest, before } = splitArgv(argv, [...scopeOptions(), ...mainOptions()]);
  if (name === undefined) return showHelp(before, context);
  if (name === "help") return runProgram([...rest, "--help"], context);
  const entry = commandTable.find((known) => known.name === name);
  if (!entry) throw unknownCommand(name, rest);
  await runCommand(entry, rest, context);
}

async function runCommand(entry: CommandEntry, words: readonly string[], context: Context): Promise<void> {
  const program = rootProgram(context);
  const command = await entry.load(context);
  prepare(command, context);
  program.addCommand(command);
  try {
    await program.parseAsync([entry.name, ...normalizeArgv(words, command)], { from: "user" });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode !== 0) throw usageError(thrown, pathOf(leafOf(command, words)));
  }
}

/** Applies to every command of the tree what commander does not inherit when a command is added. */
function prepare(command: Command, context: Context): void {
  command.exitOverride().configureOutput(outputOf(context));
  command.configureHelp(helpLayout).allowExcessArguments(false);
  const known = new Set(command.options.map((option: Option) => option.long));
  if (command.commands.length === 0) {
    for (const option of mainOptions()) if (!known.has(option.long)) command.addOption(option);
  }
  for (const child of command.commands) prepare(child, context);
}

const outputOf = ({ io }: Context) => ({
  writeOut: (text: string) => io.out(text),
  writeErr: () => {},
  getOutHelpWidth: () => Math.min(io.width ?? 100, 100),
});

function rootProgram(context: Context): Command {
  return new Command("svcctl").exitOverride().configureOutput(outputOf(context));
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

/** `svcctl`, `svcctl --help`, `svcctl --version`. */
function showHelp(words: readonly string[], context: Context): void {
  const program = rootProgram(context)
    .description("kubectl cut down to Kubernetes Services, and deepened there")
    .usage("<command> [flags]")
    .helpOption("-h, --help", "show help");
  for (const entry of commandTable) {
    program.addCommand(
      new Command(entry.name).summary(entry.summary).description(entry.summary).helpGroup(entry.group),
    );
  }
  program.helpCommand(false).addHelpText("after", "\nUse 'svcctl <command> --help' for the flags of one command.");
  const known = [...scopeOptions(), ...mainOptions(), ...program.options];
  const unknown = words.find((word) => word.startsWith("-") && !isKnown(word, known));
  if (unknown !== undefined) throw new UsageError(`unknown flag: ${unknown}`, "See 'svcctl --help' for usage.");
  context.io.out(program.helpInformation() + "\nUse 'svcctl <command> --help' for the flags of one command.\n");
}

function isKnown(word: string, options: readonly Option[]): boolean {
  const flag = word.split("=")[0];
  return ["-h", "--help"].includes(word) || options.some((option) => option.long === flag || option.short === flag);
}
