import { Command } from "commander";

import { LeftToKubectl } from "../errors.ts";

/** A subcommand of kubectl's that svcctl leaves out: it takes whatever words kubectl takes, and points to kubectl. */
export function leftOut(name: string, message: string): Command {
  return new Command(name)
    .argument("[words...]")
    .allowUnknownOption()
    .helpOption(false)
    .action(() => {
      throw new LeftToKubectl(message);
    });
}

/** The hint that names the kubectl command line to use for what svcctl was asked: `argv`, ready to be pasted. */
export function kubectlLine(argv: readonly string[]): string {
  const words = argv.filter((word, at) => !word.startsWith("--color") && argv[at - 1] !== "--color");
  return `Use kubectl for it: ${["kubectl", ...words].map(quoted).join(" ")}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
