import { readFile } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { join } from "node:path";

import type { Kubeconfig } from "./files.ts";

/** Where a Pod finds its service account. */
export const SERVICE_ACCOUNT_DIR = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * What a program in a Pod uses when it has no kubeconfig (client-go's InClusterConfig), as a kubeconfig; undefined
 * outside of a Pod.
 */
export async function inClusterKubeconfig(
  env: Readonly<Record<string, string | undefined>>,
  dir = SERVICE_ACCOUNT_DIR,
): Promise<Kubeconfig | undefined> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  const [token, ca, namespace] = await Promise.all(
    ["token", "ca.crt", "namespace"].map((file) => read(join(dir, file))),
  );
  if (!host || !port || token === undefined) return undefined;
  const name = "in-cluster";
  return {
    "current-context": name,
    clusters: [
      {
        name,
        cluster: {
          server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
          ...(ca !== undefined && { "certificate-authority": join(dir, "ca.crt") }),
        },
      },
    ],
    users: [{ name, user: { tokenFile: join(dir, "token") } }],
    contexts: [
      {
        name,
        context: { cluster: name, user: name, namespace: env["POD_NAMESPACE"] || namespace?.trim() || "default" },
      },
    ],
  };
}

const read = (path: string): Promise<string | undefined> => readFile(path, "utf8").catch(() => undefined);
