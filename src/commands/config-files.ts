import type { Command } from "commander";

import type { ConnectOptions, Context } from "../context.ts";
import type { KubeconfigFiles } from "../kubeconfig/files.ts";
import { scopeOptions } from "./flags.ts";

/** The global flags that `config` itself obeys. */
export type ConfigFlags = Pick<ConnectOptions, "kubeconfig" | "context">;

/** Adds the global flags that a command does not define for itself: `set-cluster --server` is its own. */
export function withGlobals(command: Command): Command {
  const own = new Set(command.options.map(({ long }) => long));
  for (const option of scopeOptions()) if (!own.has(option.long)) command.addOption(option);
  return command;
}

/** The kubeconfig files. When there are none but a sandbox runs, a note says where that one's is. */
export async function readFiles(flags: ConfigFlags, context: Context): Promise<KubeconfigFiles> {
  const files = await context.kubeconfig(flags);
  if (!files.found && flags.kubeconfig === undefined) await noteSandbox(context);
  return files;
}

async function noteSandbox({ io, sandbox }: Context): Promise<void> {
  const { running, server, kubeconfig } = await (await sandbox()).status();
  if (!running) return;
  io.note(`There is no kubeconfig. Commands use the sandbox at ${server ?? "this machine"} by themselves;`);
  io.note(`to see or share its kubeconfig: --kubeconfig=${kubeconfig}`);
}
