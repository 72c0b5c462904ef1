import { boolYaml11Tag, CORE_SCHEMA, loadAll, mergeTag, YAMLException } from "js-yaml";

import { toPlainData } from "../manifests/plain-data.ts";
import { checkedConfig, loadingError } from "./checked-config.ts";
import type { Kubeconfig } from "./files.ts";

// kubectl reads YAML 1.1's booleans: `insecure-skip-tls-verify: yes` is true
const SCHEMA = CORE_SCHEMA.withTags(boolYaml11Tag, mergeTag);
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads the text of a kubeconfig. An empty text is an empty configuration, as with kubectl. Throws one line that names
 * the file: `error loading config file "x": …`.
 */
export function parseKubeconfig(text: string, path: string): Kubeconfig {
  if (text.length > MAX_BYTES) throw loadingError(path, `larger than ${MAX_BYTES} bytes`);
  return checkedConfig(parseYaml(text, path), path);
}

function parseYaml(text: string, path: string): unknown {
  try {
    const [config] = loadAll(text, { schema: SCHEMA, maxAliases: 1000, maxDepth: 100 });
    return toPlainData(config);
  } catch (thrown) {
    throw loadingError(path, yamlReason(thrown), thrown);
  }
}

function yamlReason(thrown: unknown): string {
  if (!(thrown instanceof YAMLException)) return `yaml: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  const line = thrown.mark?.line;
  return line === undefined ? `yaml: ${thrown.reason}` : `yaml: line ${line + 1}: ${thrown.reason}`;
}
