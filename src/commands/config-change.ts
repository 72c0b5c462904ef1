import { Command } from "commander";

import type { Context } from "../context.ts";
import { CliError, ExitCode } from "../errors.ts";
import type { Section } from "../kubeconfig/files.ts";
import { escapeText } from "../print/escape.ts";
import { type ConfigFlags, readFiles, withGlobals } from "./config-files.ts";

/** `config use-context CONTEXT_NAME` */
export const useContextCommand = (context: Context): Command =>
  withGlobals(new Command("use-context"))
    .alias("use")
    .description("Set the current-context in a kubeconfig file.")
    .argument("<name>", "the context to use from now on")
    .action((name: string, flags: ConfigFlags) => runUseContext(name, flags, context));

export async function runUseContext(name: string, flags: ConfigFlags, context: Context): Promise<void> {
  const files = await readFiles(flags, context);
  if (!files.merged.contexts?.some((entry) => entry.name === name)) {
    throw new CliError(`no context exists with the name: ${JSON.stringify(name)}`, {
      exitCode: ExitCode.notFound,
      hint: "See 'svcctl config get-contexts' for the contexts that exist.",
    });
  }
  await files.useContext(name);
  context.io.out(`${escapeText(`Switched to context ${JSON.stringify(name)}.`)}\n`);
}

/** `config rename-context CONTEXT_NAME NEW_NAME` */
export const renameContextCommand = (context: Context): Command =>
  withGlobals(new Command("rename-context"))
    .description("Give a context another name. The current-context follows it.")
    .argument("<name>", "the context's name")
    .argument("<new-name>", "the name to give it")
    .action((name: string, newName: string, flags: ConfigFlags) => runRenameContext([name, newName], flags, context));

export async function runRenameContext(
  [name, newName]: readonly [string, string],
  flags: ConfigFlags,
  context: Context,
): Promise<void> {
  const files = await readFiles(flags, context);
  const names = new Set(files.merged.contexts?.map((entry) => entry.name));
  const refusal = `cannot rename the context ${JSON.stringify(name)}`;
  if (!names.has(name))
    throw new CliError(`${refusal}, it's not in ${files.defaultPath}`, { exitCode: ExitCode.notFound });
  if (names.has(newName)) {
    const reason = `the context ${JSON.stringify(newName)} already exists in ${files.defaultPath}`;
    throw new CliError(`${refusal}, ${reason}`, { exitCode: ExitCode.conflict });
  }
  const isCurrent = files.merged["current-context"] === name;
  await files.edit([
    { path: ["contexts", name], rename: newName },
    ...(isCurrent ? [{ path: ["current-context"], value: newName }] : []),
  ]);
  context.io.out(`${escapeText(`Context ${JSON.stringify(name)} renamed to ${JSON.stringify(newName)}.`)}\n`);
}

const DELETED: readonly { section: Section; what: string }[] = [
  { section: "contexts", what: "context" },
  { section: "clusters", what: "cluster" },
  { section: "users", what: "user" },
];

/** `config delete-context NAME`, `delete-cluster`, `delete-user` */
export const deleteCommands = (context: Context): Command[] =>
  DELETED.map(({ section, what }) =>
    withGlobals(new Command(`delete-${what}`))
      .description(`Delete a ${what} from the kubeconfig.`)
      .argument("<name>", `the ${what}'s name`)
      .action((name: string, flags: ConfigFlags) => runDelete({ section, what, name }, flags, context)),
  );

export async function runDelete(
  { section, what, name }: { section: Section; what: string; name: string },
  flags: ConfigFlags,
  context: Context,
): Promise<void> {
  const files = await readFiles(flags, context);
  if (!files.merged[section]?.some((entry) => entry.name === name)) {
    throw new CliError(`cannot delete ${what} ${name}, not in ${files.defaultPath}`, { exitCode: ExitCode.notFound });
  }
  if (section === "contexts" && files.merged["current-context"] === name) {
    context.io.note(
      'warning: this removed your active context, use "svcctl config use-context" to select a different one',
    );
  }
  await files.edit([{ path: [section, name], value: undefined }]);
  context.io.out(`${escapeText(`deleted ${what} ${name} from ${files.defaultPath}`)}\n`);
}
