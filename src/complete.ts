import type { Command, Option } from "commander";

import { findLeaf, splitArgv } from "./argv.ts";
import { operandValues } from "./commands/complete-operands.ts";
import { flagValues, type Place } from "./commands/complete-values.ts";
import { mainOptions, scopeOptions, toScope } from "./commands/flags.ts";
import { type CommandEntry, commandTable } from "./commands/table.ts";
import type { Context } from "./context.ts";
import { type Completion, completionText } from "./print/completion.ts";

/** Loads a command and makes it ready to be read. */
type Load = (entry: CommandEntry) => Promise<Command>;

/** How long a cluster may take to answer, over all requests: a shell waits for it. Milliseconds. */
const PATIENCE = 2000;

/**
 * `__complete WORD…`: tells a shell what the last word, perhaps empty, may become. A completion that fails is none: it
 * says nothing, since somebody is typing.
 */
export async function complete(words: readonly string[], context: Context, load: Load): Promise<void> {
  const current = words.at(-1) ?? "";
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), PATIENCE);
  const { signal } = over;
  const connect: Context["connect"] = (options) => context.connect({ ...options, requestTimeout: PATIENCE, signal });
  const quiet = { ...context, connect, io: { ...context.io, note: () => {} } };
  const found = await completionOf(words.slice(0, -1), current, quiet, load).catch(() => ({ candidates: [] }));
  clearTimeout(timer);
  context.io.out(completionText(found, current));
}

async function completionOf(
  line: readonly string[],
  current: string,
  context: Context,
  load: Load,
): Promise<Completion> {
  const globals = [...scopeOptions(), ...mainOptions()];
  const { name, rest, before } = splitArgv(line, globals);
  if (name === undefined) return completionAt(before, globals, current, { path: "", context }, commandNames);
  if (name === "help") return helpTopics(rest, load);
  const entry = commandTable.find((known) => known.name === name);
  if (!entry) return { candidates: [] };
  const { command, words } = findLeaf(await load(entry), rest);
  const options = [...new Map([...globals, ...command.options].map((option) => [option.long, option])).values()];
  return completionAt(words, options, current, { path: pathOf(command), context }, (place) =>
    place.operands.length === 0 && command.commands.length > 0 ? subcommands(command) : operandValues(place),
  );
}

type Where = Pick<Place, "path" | "context">;

/** Behind a flag its value, behind dashes the flags, and else what `operands` says. */
async function completionAt(
  words: readonly string[],
  options: readonly Option[],
  current: string,
  where: Where,
  operandsAt: (place: Place) => Completion | Promise<Completion>,
): Promise<Completion> {
  const { operands, values, awaiting, ended } = readLine(words, options);
  const place = { ...where, operands, current, scope: toScope(values) };
  if (awaiting) return flagValues(awaiting, place);
  if (ended) return { candidates: [] };
  const [flag = "", ...value] = current.split("=");
  const option = value.length > 0 ? options.find(({ long, short }) => flag === long || flag === short) : undefined;
  if (option) return behind(`${flag}=`, await flagValues(option, { ...place, current: value.join("=") }));
  return current.startsWith("-") ? flagNames(options) : operandsAt(place);
}

const behind = (prefix: string, { candidates, ...rest }: Completion): Completion => ({
  ...rest,
  candidates: candidates.map((candidate) => ({ ...candidate, value: `${prefix}${candidate.value}` })),
});

interface Line {
  operands: string[];
  /** The values of flags, by commander's names for them. */
  values: Record<string, unknown>;
  /** The flag at the end that still lacks its value. */
  awaiting: Option | undefined;
  /** Whether a double dash has ended the flags. */
  ended: boolean;
}

/** Reads a line that may be unfinished, and wrong in every way. */
function readLine(words: readonly string[], options: readonly Option[]): Line {
  const line: Line = { operands: [], values: {}, awaiting: undefined, ended: false };
  for (const word of words) {
    if (line.awaiting) {
      setValue(line, line.awaiting, word);
      line.awaiting = undefined;
    } else if (word === "--") line.ended = true;
    else if (!word.startsWith("-") || word === "-") line.operands.push(word);
    else readFlag(line, word, options);
  }
  return line;
}

function readFlag(line: Line, word: string, options: readonly Option[]): void {
  const [flag, ...value] = word.split("=");
  const option = options.find(({ long, short }) => flag === long || flag === short);
  if (option?.required && value.length === 0) line.awaiting = option;
  else if (option) setValue(line, option, value.length > 0 ? value.join("=") : true);
}

function setValue({ values }: Line, option: Option, value: string | true): void {
  const name = option.attributeName();
  values[name] = option.parseArg && value !== true ? option.parseArg(value, values[name]) : value;
}

function flagNames(options: readonly Option[]): Completion {
  const visible = options.filter(({ hidden }) => !hidden);
  return { candidates: visible.map(({ long = "", description }) => ({ value: long, description })) };
}

const commandNames = (): Completion => ({
  candidates: commandTable.map(({ name, summary }) => ({ value: name, description: summary })),
});

/** `help COMMAND SUBCOMMAND` */
async function helpTopics([name, ...rest]: readonly string[], load: Load): Promise<Completion> {
  if (name === undefined) return commandNames();
  const entry = commandTable.find((known) => known.name === name);
  if (!entry) return { candidates: [] };
  const { command, words } = findLeaf(await load(entry), rest);
  return words.length === 0 ? subcommands(command) : { candidates: [] };
}

/** The subcommands that help shows. */
function subcommands(command: Command): Completion {
  const shown = command
    .createHelp()
    .visibleCommands(command)
    .filter((child) => child.name() !== "help");
  return {
    candidates: shown.map((child) => ({ value: child.name(), description: child.summary() || child.description() })),
  };
}

/** "config use-context" */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
