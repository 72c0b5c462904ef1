import { Argument, Command } from "commander";

import type { Context } from "../context.ts";
import { completionScripts, SHELLS, type Shell } from "../print/completion-scripts.ts";

/** `completion SHELL`: the script by which a shell asks svcctl what may come next. */
export const completionCommand = ({ io }: Context): Command =>
  new Command("completion")
    .description("Print the script with which a shell completes commands, flags, types and names.")
    .addArgument(new Argument("<shell>", "the shell to print it for").choices(SHELLS))
    .action((shell: Shell) => io.out(completionScripts[shell]));
