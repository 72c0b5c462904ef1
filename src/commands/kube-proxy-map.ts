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

/** What became of the question for kube-proxy's ConfigMap: "refused" where it may be there, but is not shown. */
export type KubeProxyMapReading = KubeObject | "absent" | "refused";

/** Asks for kube-proxy's ConfigMap, in one request. */
export async function readKubeProxyMap(cluster: Cluster): Promise<KubeProxyMapReading> {
  try {
    return await cluster.get(await cluster.resource("configmaps"), KUBE_PROXY);
  } catch (error) {
    if (!isLeftOut(error)) throw error;
    return error.exitCode === ExitCode.notFound ? "absent" : "refused";
  }
}

/** What kube-proxy's ConfigMap says; undefined where there is none that says anything. Rejects when it is no YAML. */
export async function parseKubeProxyMap(
  reading: KubeProxyMapReading,
  { parseText }: Pick<Context, "parseText">,
): Promise<KubeProxyConfiguration | undefined> {
  const text = typeof reading === "string" ? undefined : configurationText(reading);
  if (text === undefined) return undefined;
  try {
    return kubeProxyConfiguration(await parseText(text));
  } catch (error) {
    throw error instanceof CliError ? error.prefixed("config.conf of ConfigMap kube-system/kube-proxy") : error;
  }
}

/** What a server does not have, or does not show, is left out. */
export async function ifThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isLeftOut(error)) throw error;
    return undefined;
  }
}

/** Whether an error says that the server does not have what was asked for, or does not show it. */
export const isLeftOut = (error: unknown): error is CliError =>
  error instanceof CliError && LEFT_OUT.has(error.exitCode);

const LEFT_OUT: ReadonlySet<ExitCode> = new Set([ExitCode.notFound, ExitCode.notAllowed, ExitCode.failed]);
