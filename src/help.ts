import { Command, type Help, Option } from "commander";

import { examples } from "./commands/examples.ts";
import { mainOptions, scopeOptions } from "./commands/flags.ts";
import { commandTable } from "./commands/table.ts";
import type { Context } from "./context.ts";

/** What commander needs to know of where help goes, and how wide it may be. */
export const helpOutput = ({ io }: Context) => ({
  writeOut: (text: string) => io.out(text),
  writeErr: () => {},
  getOutHelpWidth: () => Math.min(io.width ?? 100, 100),
});

/** Descriptions are wrapped as long as so many columns are left for them: beside long flags, on 80 columns, too. */
const minWidthToWrap = 20;

/** The help of one command: its own flags and examples. The global flags are left to `svcctl options`. */
export function prepareHelp(command: Command, path: string): void {
  command.configureHelp({
    showGlobalOptions: false,
    visibleOptions: ownOptions,
    optionDescription,
    minWidthToWrap,
    commandUsage,
  });
  command.addHelpText("after", () => `${exampleText(path)}\nUse 'svcctl options' for the flags of every command.`);
}

/** The line behind "Usage: ", in lines below each other where it is wider than the terminal. */
function commandUsage(this: Help, command: Command): string {
  const usage = new Command().createHelp().commandUsage(command);
  const lines = this.boxWrap(usage, (this.helpWidth ?? 80) - USAGE.length);
  return lines.replaceAll("\n", `\n${" ".repeat(USAGE.length)}`);
}

const USAGE = "Usage: ";

const globalNames = (): Set<string | undefined> =>
  new Set([...scopeOptions(), ...mainOptions()].map((option) => option.long));

function ownOptions(this: Help, command: Command): Option[] {
  const globals = globalNames();
  const { visibleOptions } = new Command().createHelp();
  return visibleOptions.call(this, command).filter((option) => !globals.has(option.long));
}

/** What a flag is for, the values it may have, and a default that is worth knowing. */
function optionDescription({ description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const isTold = typeof defaultValue === "string" || typeof defaultValue === "number" || defaultValue === true;
  const facts = [
    ...(argChoices ? [`one of ${argChoices.join(", ")}`] : []),
    ...(isTold ? [`default ${defaultValueDescription ?? String(defaultValue)}`] : []),
  ];
  return facts.length === 0 ? description : `${description} (${facts.join("; ")})`;
}

function exampleText(path: string): string {
  const lines = examples[path] ?? [];
  return lines.length === 0 ? "" : `\nExamples:\n${lines.map((line) => `  ${line}\n`).join("")}`;
}

/** What `svcctl --help` shows. */
export function programHelp(context: Context): string {
  const program = new Command("svcctl")
    .description("kubectl cut down to Kubernetes Services, and deepened there")
    .usage("<command> [flags]")
    .helpOption("-h, --help", "show help")
    .option("--version", "show the version")
    .configureOutput(helpOutput(context))
    .helpCommand(false);
  for (const { name, summary, group } of commandTable) {
    program.addCommand(new Command(name).summary(summary).helpGroup(group));
  }
  const more = "Use 'svcctl <command> --help' for one command, 'svcctl options' for the flags of every command.";
  const { getOutHelpWidth } = helpOutput(context);
  return `${program.helpInformation()}\n${program.createHelp().boxWrap(more, getOutHelpWidth())}\n`;
}

/** Other commands have the same option, in its group. */
const ungrouped = (option: Option): Option => Object.assign(new Option(option.flags), option).helpGroup("");

/** What `svcctl options` shows: the flags that every command knows. */
export function optionsHelp(context: Context): string {
  const command = new Command("svcctl").usage("<command> [flags]").helpOption(false);
  for (const option of [...scopeOptions(), ...mainOptions()]) command.addOption(ungrouped(option));
  command.configureHelp({ optionDescription, minWidthToWrap }).configureOutput(helpOutput(context));
  const text = command.helpInformation();
  return `The following flags can be passed to any command:\n\n${text.slice(text.indexOf("  --kubeconfig"))}`;
}
