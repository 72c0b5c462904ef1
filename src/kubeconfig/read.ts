import { readFileSync } from "node:fs";

import type { ConnectOptions } from "../context.ts";
import { checkedConfig, loadingError } from "./checked-config.ts";
import { chooseContext, missingFile } from "./choose.ts";
import type { Change, Kubeconfig, KubeconfigFiles } from "./files.ts";
import { fileReason } from "./file-reason.ts";
import { type LoadedFile, mergeKubeconfigs } from "./merge.ts";
import { setProperty, unsetProperty } from "./property.ts";
import { kubeconfigPaths, type KubeconfigPaths } from "./paths.ts";
import { readSimpleYaml } from "./simple-yaml.ts";

/**
 * Reads the kubeconfig files that `--kubeconfig`, $KUBECONFIG or ~/.kube/config name. Missing files count as empty
 * (`found` tells); a file that cannot be read or understood throws one line that names it.
 */
export async function readKubeconfigFiles(
  options: Pick<ConnectOptions, "kubeconfig">,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KubeconfigFiles> {
  const where = kubeconfigPaths(options.kubeconfig, env);
  const loaded = (await Promise.all(where.paths.map(loadFile))).filter((file) => file !== undefined);
  return new Files(where, loaded);
}

class Files implements KubeconfigFiles {
  readonly paths: readonly string[];
  readonly found: boolean;
  readonly merged: Kubeconfig;
  readonly asWritten: Kubeconfig;
  readonly #where: KubeconfigPaths;
  readonly #loaded: readonly LoadedFile[];

  constructor(where: KubeconfigPaths, loaded: readonly LoadedFile[]) {
    this.#where = where;
    this.#loaded = loaded;
    this.paths = where.paths;
    this.found = loaded.length > 0;
    this.merged = mergeKubeconfigs(loaded, { absolute: true });
    this.asWritten = mergeKubeconfigs(loaded, { absolute: false });
  }

  /** The first file that exists, else the last of the list, as kubectl's PathOptions. */
  get defaultPath(): string {
    return this.#loaded[0]?.path ?? this.paths.at(-1) ?? "";
  }

  namespace(options: ConnectOptions): string {
    if (this.#where.explicit && !this.found) throw missingFile(this.defaultPath);
    return chooseContext(this.merged, options).context.namespace ?? "default";
  }

  async flatten(config: Kubeconfig): Promise<Kubeconfig> {
    const { flattenKubeconfig } = await import("./flatten.ts");
    return flattenKubeconfig(config);
  }

  async useContext(name: string): Promise<void> {
    await this.edit([{ path: ["current-context"], value: name }]);
  }

  async edit(changes: readonly Change[]): Promise<string[]> {
    const { editFiles } = await import("./edit-files.ts");
    return editFiles(changes, this.#loaded, this.defaultPath);
  }

  propertyChange(property: string, value?: { text: string; rawBytes: boolean }): Change {
    return value === undefined ? unsetProperty(property) : setProperty(property, value.text, value);
  }
}

/** Files this small are read before a thread would be there to do it. */
async function loadFile(path: string): Promise<LoadedFile | undefined> {
  try {
    return { path, config: await parse(readFileSync(path, "utf8"), path) };
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === undefined) throw thrown;
    if (code === "ENOENT") return undefined;
    throw loadingError(path, `${code === "EISDIR" ? "read" : "open"} ${path}: ${fileReason(thrown)}`, thrown);
  }
}

async function parse(text: string, path: string): Promise<Kubeconfig> {
  const simple = readSimpleYaml(text);
  if (simple !== undefined) return checkedConfig(simple, path);
  const { parseKubeconfig } = await import("./parse.ts");
  return parseKubeconfig(text, path);
}
