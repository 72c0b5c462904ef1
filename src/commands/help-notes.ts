import type { Command } from "commander";

/**
 * Adds paragraphs, with an empty line between them, to the end of a command's help. They are as wide as the rest of it,
 * wherever the lines of `text` end.
 */
export function withNotes(command: Command, text: string): Command {
  return command.addHelpText("after", () => {
    const width = command.configureOutput().getOutHelpWidth?.() ?? 80;
    const help = command.createHelp();
    const paragraphs = text.trim().split("\n\n");
    return `\n${paragraphs.map((paragraph) => help.boxWrap(paragraph.replaceAll("\n", " "), width)).join("\n\n")}`;
  });
}
