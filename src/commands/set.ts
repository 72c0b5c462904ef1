import { Command } from "commander";

import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { setSelectorCommand } from "./set-selector.ts";

const KUBECTL_ONLY = ["env", "image", "resources", "serviceaccount", "subject"];

/** `set selector`; what else kubectl sets is not about Services. */
export function setCommand(context: Context): Command {
  const command = new Command("set")
    .description("Change what a Service selects.")
    .usage("selector (-f FILENAME | TYPE NAME) EXPRESSIONS [flags]")
    .argument("[words...]")
    .allowUnknownOption()
    .action(([word, ...rest]: string[]) => {
      if (word !== undefined && KUBECTL_ONLY.includes(word)) {
        throw new UsageError(`svcctl sets no ${word}`, `Use kubectl for it: kubectl set ${[word, ...rest].join(" ")}`);
      }
      const asked = word === undefined ? "nothing to set was named" : `unknown command "${word}" for "svcctl set"`;
      throw new UsageError(asked, "See 'svcctl set selector -h' for help and examples");
    });
  return command.addCommand(setSelectorCommand(context));
}
