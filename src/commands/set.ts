import { Command } from "commander";

import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { leftOut } from "./left-to-kubectl.ts";
import { setSelectorCommand } from "./set-selector.ts";

const KUBECTL_ONLY = ["env", "image", "resources", "serviceaccount", "subject"];

/** `set selector`; what else kubectl sets is not about Services. */
export function setCommand(context: Context): Command {
  const command = new Command("set")
    .description("Change what a Service selects.")
    .usage("selector (-f FILENAME | TYPE NAME) EXPRESSIONS [flags]")
    .argument("[words...]")
    .action(([word]: string[]) => {
      const asked = word === undefined ? "nothing to set was named" : `unknown command "${word}" for "svcctl set"`;
      throw new UsageError(asked, "See 'svcctl set selector -h' for help and examples");
    });
  for (const name of KUBECTL_ONLY) command.addCommand(leftOut(name, `svcctl sets no ${name}`), { hidden: true });
  return command.addCommand(setSelectorCommand(context));
}
