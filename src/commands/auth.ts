import { Command } from "commander";

import type { Context } from "../context.ts";
import { canICommand } from "./auth-can-i.ts";
import { leftOut } from "./left-to-kubectl.ts";
import { whoamiCommand } from "./auth-whoami.ts";

/** `auth can-i`, `auth whoami` */
export const authCommand = (context: Context): Command =>
  new Command("auth")
    .description("Tell who the server takes you for, and what it lets you do.")
    .usage("SUBCOMMAND [flags]")
    .addCommand(canICommand(context))
    .addCommand(whoamiCommand(context))
    .addCommand(leftOut("reconcile", 'svcctl has no command "auth reconcile"'), { hidden: true });
