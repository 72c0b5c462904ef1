import { boolYaml11Tag, CORE_SCHEMA, loadAll, mergeTag, YAMLException } from "js-yaml";

import { CliError } from "../errors.ts";
import { toPlainData } from "../manifests/plain-data.ts";
import type { Kubeconfig } from "./files.ts";
import { setPemDataAside } from "./pem-data.ts";
import { isRecord, shapeFault } from "./shape.ts";

// kubectl reads YAML 1.1's booleans: `insecure-skip-tls-verify: yes` is true
const SCHEMA = CORE_SCHEMA.withTags(boolYaml11Tag, mergeTag);
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads the text of a kubeconfig. An empty text is an empty configuration, as with kubectl. Throws one line that names
 * the file: `error loading config file "x": …`.
 */
export function parseKubeconfig(text: string, path: string): Kubeconfig {
  if (text.length > MAX_BYTES) throw loadingError(path, `larger than ${MAX_BYTES} bytes`);
  const config = parseYaml(text, path);
  if (config === undefined || config === null) return {};
  const fault = shapeFault(config) ?? kindFault(config);
  if (fault !== undefined) throw loadingError(path, fault);
  return config;
}

/** The error that kubectl raises for a file that it cannot read as a kubeconfig. */
export function loadingError(path: string, reason: string, cause?: unknown): CliError {
  return new CliError(`error loading config file "${path}": ${reason}`, { cause });
}

function parseYaml(text: string, path: string): Kubeconfig | undefined | null {
  try {
    const short = setPemDataAside(text);
    const [config] = loadAll(short.text, { schema: SCHEMA, maxAliases: 1000, maxDepth: 100 });
    return short.restore(toPlainData(config)) as Kubeconfig | undefined | null;
  } catch (thrown) {
    throw loadingError(path, yamlReason(thrown), thrown);
  }
}

function yamlReason(thrown: unknown): string {
  if (!(thrown instanceof YAMLException)) return `yaml: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  const line = thrown.mark?.line;
  return line === undefined ? `yaml: ${thrown.reason}` : `yaml: line ${line + 1}: ${thrown.reason}`;
}

function kindFault(config: unknown): string | undefined {
  const { apiVersion, kind } = isRecord(config) ? config : {};
  const named = kind === undefined || kind === "" ? "Config" : String(kind);
  const version = apiVersion === undefined || apiVersion === "" ? "v1" : String(apiVersion);
  if (named === "Config" && version === "v1") return undefined;
  return `no kind "${named}" is registered for version "${version}"`;
}
