import type { ConnectOptions } from "../context.ts";
import { CliError } from "../errors.ts";
import type { KubeconfigFiles } from "./files.ts";

export async function readKubeconfigFiles(
  _options: Pick<ConnectOptions, "kubeconfig">,
  _env: Readonly<Record<string, string | undefined>>,
): Promise<KubeconfigFiles> {
  throw new CliError("no kubeconfig");
}
