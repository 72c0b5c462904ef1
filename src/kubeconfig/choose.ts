import type { ConnectOptions } from "../context.ts";
import { CliError, ExitCode } from "../errors.ts";
import type { Kubeconfig } from "./files.ts";

/** What a context joins, as the kubeconfig and the flags choose it. Absent parts are empty. */
export interface Chosen {
  context: { namespace?: string };
  clusterName: string;
  cluster: Record<string, unknown>;
  userName: string;
  user: Record<string, unknown>;
}

type Context = { cluster?: string; user?: string; namespace?: string };

/** kubectl's error for a `--kubeconfig` that names no file. */
export const missingFile = (path: string): CliError => absent(`stat ${path}: no such file or directory`);

const absent = (message: string): CliError => new CliError(message, { exitCode: ExitCode.notFound });

class AbsentContext extends CliError {
  override readonly name: string = "AbsentContext";

  override get text(): string {
    return `Error in configuration: ${this.message}`;
  }
}

/** The context that `--context` or `current-context` names. Throws when it is absent. */
export function chooseContext(config: Kubeconfig, options: ConnectOptions): { name: string; context: Context } {
  const name = options.context || config["current-context"] || "";
  const entry = config.contexts?.find((candidate) => candidate.name === name);
  if (entry) return { name, context: definedTexts(entry.context ?? {}) };
  if (options.context) throw absent(`context "${name}" does not exist`);
  if (name !== "") {
    throw new AbsentContext(`context was not found for specified context: ${name}`, {
      exitCode: ExitCode.notFound,
      hint: contextHint(config),
    });
  }
  return { name: "", context: {} };
}

/** Joins context, cluster and user; `--cluster` and `--user` win over the context's. Throws when a named one is absent. */
export function choose(config: Kubeconfig, options: ConnectOptions): Chosen {
  const { name, context } = chooseContext(config, options);
  const clusterName = options.cluster || context.cluster || "";
  const userName = options.user || context.user || "";
  const cluster = config.clusters?.find((candidate) => candidate.name === clusterName)?.cluster;
  const user = config.users?.find((candidate) => candidate.name === userName)?.user;
  if (!cluster && (options.cluster || !options.server)) refuseCluster(clusterName, name, options);
  if (!user && options.user) throw absent(`auth info "${userName}" does not exist`);
  return { context, clusterName, cluster: cluster ?? {}, userName, user: user ?? {} };
}

function refuseCluster(clusterName: string, context: string, options: ConnectOptions): void {
  if (options.cluster) throw absent(`no server found for cluster "${clusterName}"`);
  if (clusterName === "") return;
  throw absent(`cluster "${clusterName}" of context "${context}" does not exist in the kubeconfig`);
}

const contextHint = (config: Kubeconfig): string =>
  (config.contexts ?? []).length === 0
    ? "The kubeconfig has no contexts."
    : "See 'svcctl config get-contexts' for the contexts of the kubeconfig.";

/** Takes empty strings for absent, as kubectl's fields are. */
function definedTexts(context: Record<string, unknown>): Context {
  return Object.fromEntries(Object.entries(context).filter(([, value]) => typeof value === "string" && value !== ""));
}
