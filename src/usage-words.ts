import type { CommanderError } from "commander";

/** A command line that commander refused: its words, and those of them that are no flags. */
export interface RefusedLine {
  path: string;
  words: readonly string[];
  operands: readonly string[];
}

/** What commander says of a wrong command line, in the words of kubectl's parser (pflag 1.0). */
export function usageWords({ code, message }: CommanderError, { path, words, operands }: RefusedLine): string {
  const said = message.replace(/^error: /, "");
  switch (code) {
    case "commander.help":
      return `${path} needs a subcommand`;
    case "commander.unknownCommand":
      return `unknown command "${quotedIn(said)}" for "svcctl ${path}"${suggestion(said)}`;
    case "commander.unknownOption":
      return `${unknownFlag(quotedIn(said))}${suggestion(said)}`;
    case "commander.optionMissingArgument":
      return `flag needs an argument: ${lonelyFlag(words.at(-1) ?? "")}`;
    case "commander.excessArguments":
      return `unexpected arguments: [${operands.join(" ")}]`;
    case "commander.invalidArgument":
      return invalidValue(said);
    default:
      return said;
  }
}

const quotedIn = (said: string): string => /'([^']*)'/.exec(said)?.[1] ?? "";

function suggestion(said: string): string {
  const [meant] = /\(Did you mean .*\)/.exec(said) ?? [];
  return meant === undefined ? "" : ` ${meant}`;
}

function unknownFlag(word: string): string {
  return word.startsWith("--")
    ? `unknown flag: ${word.split("=")[0]}`
    : `unknown shorthand flag: '${word[1]}' in ${word}`;
}

/** The flag at the end of the line; of several letters the last one lacks its value. */
function lonelyFlag(word: string): string {
  return word.startsWith("--") ? word : `'${word.at(-1)}' in -${word.at(-1)}`;
}

const INVALID = /^option '(.+?)(?: [<[][^']*)?' argument '(.*)' is invalid\. (.*)$/s;

/** Parsers of svcctl's own name the flag by its long name alone; pflag tells both. */
function invalidValue(said: string): string {
  const [, flags, value, fault = said] = INVALID.exec(said) ?? [];
  const choices = /^Allowed choices are (.*)\.$/.exec(fault)?.[1];
  if (choices !== undefined) return `invalid argument "${value}" for "${flags}" flag: must be one of ${choices}`;
  return fault.replace(/ for "--[^"]*" flag: /, ` for "${flags}" flag: `);
}
