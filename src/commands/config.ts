import { Command } from "commander";

import type { Context } from "../context.ts";
import { deleteCommands, renameContextCommand, useContextCommand } from "./config-change.ts";
import { setClusterCommand, setContextCommand, setCredentialsCommand } from "./config-entries.ts";
import { currentContextCommand, getContextsCommand, getNamesCommands } from "./config-lists.ts";
import { setCommand, unsetCommand } from "./config-property.ts";
import { viewCommand } from "./config-view.ts";

/** `config SUBCOMMAND` */
export function configCommand(context: Context): Command {
  const command = new Command("config").description("Show and change kubeconfig files.").usage("SUBCOMMAND [flags]");
  const subcommands = [
    viewCommand(context),
    getContextsCommand(context),
    ...getNamesCommands(context),
    currentContextCommand(context),
    useContextCommand(context),
    setContextCommand(context),
    setClusterCommand(context),
    setCredentialsCommand(context),
    setCommand(context),
    unsetCommand(context),
    renameContextCommand(context),
    ...deleteCommands(context),
  ];
  for (const subcommand of subcommands) command.addCommand(subcommand);
  return command;
}
