import { CliError } from "../errors.ts";
import type { Kubeconfig } from "./files.ts";
import { isRecord, shapeFault } from "./shape.ts";

/** What a file parsed to, as a kubeconfig; nothing is an empty one. Throws a loadingError for what is none. */
export function checkedConfig(parsed: unknown, path: string): Kubeconfig {
  if (parsed === undefined || parsed === null) return {};
  const fault = shapeFault(parsed) ?? kindFault(parsed);
  if (fault !== undefined) throw loadingError(path, fault);
  return parsed as Kubeconfig;
}

/** The error that kubectl raises for a file that it cannot read as a kubeconfig. */
export function loadingError(path: string, reason: string, cause?: unknown): CliError {
  return new CliError(`error loading config file "${path}": ${reason}`, { cause });
}

function kindFault(config: unknown): string | undefined {
  const { apiVersion, kind } = isRecord(config) ? config : {};
  const named = kind === undefined || kind === "" ? "Config" : String(kind);
  const version = apiVersion === undefined || apiVersion === "" ? "v1" : String(apiVersion);
  if (named === "Config" && version === "v1") return undefined;
  return `no kind "${named}" is registered for version "${version}"`;
}
