import type { Command, Option } from "commander";

import { parseBool } from "./model/go-bool.ts";
import { UsageError } from "./errors.ts";

/**
 * What pflag accepts and commander does not, brought into commander's form: global flags before the command's name,
 * `-o=json`, `--wait=false`, and optional values that only follow an equals sign (`--dry-run`, `--dry-run=client`).
 */

export interface SplitArgv {
  /** The command's name; undefined when the line names none. */
  name: string | undefined;
  /** What follows it, behind the global flags that stood before it. */
  rest: string[];
  /** Flags that stood before a command's name that is missing. */
  before: string[];
}

/** Finds the command's name behind global flags. `options` are the flags that may stand before it. */
export function splitArgv(argv: readonly string[], options: readonly Option[]): SplitArgv {
  const at = firstWord(argv, options);
  const before = argv.slice(0, at);
  const [name, ...after] = argv.slice(at);
  return { name, rest: name === undefined ? [] : [...before, ...after], before };
}

/** Where the first word stands that is neither a flag nor a flag's value. */
function firstWord(argv: readonly string[], options: readonly Option[]): number {
  let at = 0;
  while (at < argv.length) {
    const word = argv[at] ?? "";
    if (!word.startsWith("-") || word === "-" || word === "--") break;
    at += takesNextWord(word, options) ? 2 : 1;
  }
  return at;
}

function takesNextWord(word: string, options: readonly Option[]): boolean {
  if (word.includes("=")) return false;
  const option = options.find((known) => known.long === word || known.short === word);
  return option?.required ?? false;
}

/** Rewrites a command's words for commander. A boolean option that is set to false gets a hidden `--no-` twin. */
export function normalizeArgv(words: readonly string[], command: Command): string[] {
  const out: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") return [...out, ...words.slice(at)];
    const { rewritten, usesNext, revokes } = rewrite(word, command);
    if (revokes !== undefined) revoke(out, revokes);
    out.push(...rewritten);
    const next = words[at + 1];
    if (usesNext && next !== undefined) {
      out.push(next);
      at++;
    }
  }
  return out;
}

interface Rewritten {
  rewritten: string[];
  usesNext: boolean;
  /** A flag that no longer counts: `--no-headers=false` takes back `--no-headers`. */
  revokes?: string | undefined;
}

function rewrite(word: string, command: Command): Rewritten {
  const equals = word.indexOf("=");
  const flag = equals < 0 ? word : word.slice(0, equals);
  const option = command.options.find((known) => known.long === flag || known.short === flag);
  if (!option) return { rewritten: [word], usesNext: false };
  if (equals < 0) {
    if (option.optional) return { rewritten: [`${option.long}=${String(option.presetArg ?? "")}`], usesNext: false };
    return { rewritten: [word], usesNext: option.required };
  }
  const value = word.slice(equals + 1);
  if (!option.required && !option.optional) return booleanWords(option, value, command);
  return { rewritten: option.required ? [flag, value] : [`${option.long}=${value}`], usesNext: false };
}

function booleanWords(option: Option, value: string, command: Command): Rewritten {
  const meant = parseBool(value);
  if (meant === false && option.negate) return { rewritten: [], usesNext: false, revokes: option.long };
  if (meant === true) return { rewritten: [`--${option.name()}`], usesNext: false };
  if (meant === false) return { rewritten: [negationOf(option, command)], usesNext: false };
  const fault = `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`;
  throw new UsageError(`invalid argument ${JSON.stringify(value)} for "${option.flags}" flag: ${fault}`);
}

function revoke(words: string[], flag: string): void {
  for (let at = words.indexOf(flag); at >= 0; at = words.indexOf(flag)) words.splice(at, 1);
}

export interface Leaf {
  command: Command;
  /** What is the subcommand's own: the flags that stood before its name follow it. */
  words: string[];
}

/** The subcommand that the words lead to: `config -n shop view --raw` → view, with `--raw -n shop`. */
export function findLeaf(command: Command, words: readonly string[]): Leaf {
  const { name, rest } = splitArgv(words, optionsOf(command));
  const child = command.commands.find(
    (sub) => name !== undefined && (sub.name() === name || sub.aliases().includes(name)),
  );
  return child ? findLeaf(child, rest) : { command, words: [...words] };
}

/** The flags that a command and its subcommands know. */
const optionsOf = (command: Command): Option[] => [...command.options, ...command.commands.flatMap(optionsOf)];

/** The flag that says of a boolean option what `--option=false` means. The command learns it with the first use. */
function negationOf(option: Option, command: Command): string {
  const negation = `--no-${option.name()}`;
  if (command.options.some(({ long }) => long === negation)) return negation;
  command.addOption(command.createOption(negation).hideHelp());
  // commander turns "true" into the default of a negated flag; without a default it must stay absent
  if (option.defaultValue === undefined) command.setOptionValueWithSource(option.attributeName(), undefined, "default");
  return negation;
}
