import { type Command, Help, type HelpConfiguration, type Option } from "commander";

/** How help is laid out: a command's own flags before the global ones, and defaults only where they tell something. */
export const helpLayout: HelpConfiguration = {
  showGlobalOptions: false,
  sortOptions: false,
  visibleOptions: (command: Command) =>
    new Help().visibleOptions(command).toSorted((a, b) => Number(isGlobal(a)) - Number(isGlobal(b))),
  // the groups in the order in which the options are shown, not in that in which they were added
  groupItems: (_added, shown, groupOf) => new Help().groupItems(shown, shown, groupOf),
  optionDescription,
};

const isGlobal = ({ helpGroupHeading }: Option) => helpGroupHeading !== undefined;

function optionDescription({ description, defaultValue, defaultValueDescription, argChoices }: Option): string {
  const shown = defaultValueDescription ?? (typeof defaultValue === "boolean" ? undefined : defaultValue);
  const notes = [
    argChoices && `choices: ${argChoices.join(", ")}`,
    shown !== undefined && `default: ${typeof shown === "string" ? shown : JSON.stringify(shown)}`,
  ].filter((note) => typeof note === "string");
  return notes.length > 0 ? `${description} (${notes.join("; ")})` : description;
}
