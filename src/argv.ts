import type { Command, Option } from "commander";

/**
 * What pflag accepts and commander does not, brought into commander's form: global flags before the command's name,
 * `-o=json`, `--wait=false`, and optional values that only follow an equals sign (`--dry-run`, `--dry-run=client`).
 */

export interface SplitArgv {
  /** The command's name; undefined when the line names none. */
  name: string | undefined;
  /** What follows it, with the global flags that stood before it moved behind. */
  rest: string[];
  /** Flags that stood before a command's name that is missing. */
  before: string[];
}

/** Finds the command's name behind global flags. `options` are the flags that may stand before it. */
export function splitArgv(argv: readonly string[], options: readonly Option[]): SplitArgv {
  let at = 0;
  while (at < argv.length) {
    const word = argv[at] ?? "";
    if (!word.startsWith("-") || word === "-" || word === "--") break;
    at += takesNextWord(word, options) ? 2 : 1;
  }
  const before = argv.slice(0, at);
  const [name, ...after] = argv.slice(at);
  const end = after.indexOf("--");
  const rest = end < 0 ? [...after, ...before] : [...after.slice(0, end), ...before, ...after.slice(end)];
  return name === undefined ? { name, rest: [], before } : { name, rest, before };
}

function takesNextWord(word: string, options: readonly Option[]): boolean {
  if (word.includes("=")) return false;
  const option = options.find((known) => known.long === word || known.short === word);
  return option?.required ?? false;
}

const TRUE = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const FALSE = new Set(["0", "f", "F", "FALSE", "false", "False"]);

/** Rewrites a command's words for commander; every boolean option is given a hidden `--no-` twin. */
export function normalizeArgv(words: readonly string[], command: Command): string[] {
  const options = leafOf(command, words).options;
  addNegations(leafOf(command, words));
  const out: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") return [...out, ...words.slice(at)];
    const { rewritten, usesNext } = rewrite(word, options);
    out.push(...rewritten);
    const next = words[at + 1];
    if (usesNext && next !== undefined) {
      out.push(next);
      at++;
    }
  }
  return out;
}

function rewrite(word: string, options: readonly Option[]): { rewritten: string[]; usesNext: boolean } {
  const equals = word.indexOf("=");
  const flag = equals < 0 ? word : word.slice(0, equals);
  const option = options.find((known) => known.long === flag || known.short === flag);
  if (!option) return { rewritten: [word], usesNext: false };
  if (equals < 0) {
    if (option.optional) return { rewritten: [`${option.long}=${String(option.presetArg ?? "")}`], usesNext: false };
    return { rewritten: [word], usesNext: option.required };
  }
  const value = word.slice(equals + 1);
  if (option.isBoolean()) return { rewritten: booleanWords(option, value, word), usesNext: false };
  return { rewritten: option.required ? [flag, value] : [`${option.long}=${value}`], usesNext: false };
}

function booleanWords(option: Option, value: string, word: string): string[] {
  if (TRUE.has(value)) return [option.long ?? word];
  if (FALSE.has(value)) return [`--no-${option.name()}`];
  return [word];
}

/** The subcommand that the words lead to: `config view` → view. */
export function leafOf(command: Command, words: readonly string[]): Command {
  const next = words.find((word) => !word.startsWith("-"));
  const child = command.commands.find(
    (sub) => sub.name() === next || (next !== undefined && sub.aliases().includes(next)),
  );
  return child ? leafOf(child, words.slice(words.indexOf(next ?? "") + 1)) : command;
}

function addNegations(command: Command): void {
  const known = new Set(command.options.map((option) => option.long));
  for (const option of command.options.slice()) {
    const negation = `--no-${option.name()}`;
    if (!option.isBoolean() || option.negate || known.has(negation)) continue;
    command.addOption(command.createOption(negation).hideHelp());
    // commander turns "true" into the default of a negated flag; without a default it must stay absent
    if (option.defaultValue === undefined)
      command.setOptionValueWithSource(option.attributeName(), undefined, "default");
  }
}
