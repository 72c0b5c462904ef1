import type { Context } from "../context.ts";
import { CliError, ExitCode } from "../errors.ts";
import type { Cluster } from "../kube/client.ts";
import {
  configurationText,
  KUBE_PROXY,
  type KubeProxyConfiguration,
  kubeProxyConfiguration,
} from "../model/dataplane/kube-proxy-config.ts";
import type { KubeObject } from "../model/snapshot.ts";

/** kube-proxy's ConfigMap, in one request; undefined where it is absent or may not be read. */
export function readKubeProxyMap(cluster: Cluster): Promise<KubeObject | undefined> {
  return ifThere(async () => cluster.get(await cluster.resource("configmaps"), KUBE_PROXY));
}

/** What kube-proxy's ConfigMap says. Rejects when its text is no YAML. */
export async function parseKubeProxyMap(
  configMap: KubeObject | undefined,
  { parseText }: Pick<Context, "parseText">,
): Promise<KubeProxyConfiguration | undefined> {
  const text = configurationText(configMap);
  return text === undefined ? undefined : kubeProxyConfiguration(await parseText(text));
}

/** What a server does not have, or does not show, is left out. */
export async function ifThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const isAbsent = error instanceof CliError && ABSENT.has(error.exitCode);
    if (!isAbsent) throw error;
    return undefined;
  }
}

const ABSENT: ReadonlySet<ExitCode> = new Set([ExitCode.notFound, ExitCode.notAllowed, ExitCode.failed]);
