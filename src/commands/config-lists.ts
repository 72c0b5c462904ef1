import { Command } from "commander";

import type { Context } from "../context.ts";
import { CliError, ExitCode, throwCollected, UsageError } from "../errors.ts";
import { escapeText } from "../print/escape.ts";
import { formatTable } from "../print/table.ts";
import { type ConfigFlags, readFiles, withGlobals } from "./config-files.ts";

/** `config current-context` */
export const currentContextCommand = (context: Context): Command =>
  withGlobals(new Command("current-context"))
    .description("Show the current-context.")
    .allowExcessArguments(true)
    .action((flags: ConfigFlags) => runCurrentContext(flags, context));

export async function runCurrentContext(flags: ConfigFlags, context: Context): Promise<void> {
  const { merged } = await readFiles(flags, context);
  const current = merged["current-context"] ?? "";
  if (current === "") throw new CliError("current-context is not set");
  context.io.out(`${escapeText(current)}\n`);
}

interface ContextsFlags extends ConfigFlags {
  output?: string;
  headers?: boolean;
}

/** `config get-contexts [NAME...]` */
export const getContextsCommand = (context: Context): Command =>
  withGlobals(new Command("get-contexts"))
    .description("Show one or many contexts.")
    .argument("[names...]", "only these contexts")
    .option("-o, --output <format>", "output format: name")
    .option("--no-headers", "print no headers")
    .action((names: string[], flags: ContextsFlags) => runGetContexts(names, flags, context));

export async function runGetContexts(names: readonly string[], flags: ContextsFlags, context: Context): Promise<void> {
  const { output = "", headers = true } = flags;
  if (output !== "" && output !== "name") {
    throw new UsageError(`--output ${output} is not available in svcctl config get-contexts: the one format is name`);
  }
  const { merged } = await readFiles(flags, context);
  const contexts = (merged.contexts ?? []).filter(({ name }) => names.length === 0 || names.includes(name));
  if (output === "name") context.io.out(contexts.map(({ name }) => `${escapeText(name)}\n`).join(""));
  else {
    const rows = contexts.map(({ name, context: { cluster = "", user = "", namespace = "" } }) => [
      name === merged["current-context"] ? "*" : "",
      name,
      cluster,
      user,
      namespace,
    ]);
    const heads = headers ? ["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"] : undefined;
    context.io.out(formatTable(heads, rows, context.io));
  }
  throwCollected(names.filter((name) => !contexts.some((entry) => entry.name === name)).map(notFound));
}

const notFound = (name: string): CliError => new CliError(`context ${name} not found`, { exitCode: ExitCode.notFound });

/** `config get-clusters`, `config get-users` */
export const getNamesCommands = (context: Context): Command[] =>
  (["clusters", "users"] as const).map((section) =>
    withGlobals(new Command(`get-${section}`))
      .description(`Show the ${section} of the kubeconfig.`)
      .allowExcessArguments(true)
      .action((flags: ConfigFlags) => runGetNames(section, flags, context)),
  );

export async function runGetNames(section: "clusters" | "users", flags: ConfigFlags, context: Context): Promise<void> {
  const { merged } = await readFiles(flags, context);
  context.io.out(
    formatTable(
      ["NAME"],
      (merged[section] ?? []).map(({ name }) => [name]),
      context.io,
    ),
  );
}
